"""Meta's messaging, which Messenger and Instagram share: webhooks of events, and the Graph API to answer.

settings.py  an account, its token and secrets      signature.py  who calls us, and Meta's question when it is set up
events.py    a webhook → an envelope an event       bodies.py     what is in an event
graph.py     one call of the Graph API              codes.py      what its refusals mean
send.py      OutboundMessage → the Send API         files.py      attachments by their links, fetched once
channel.py   what the house sees of either

https://developers.facebook.com/docs/messenger-platform, https://developers.facebook.com/docs/instagram-platform
"""  # fmt: skip
