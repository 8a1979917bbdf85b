"""Messages that Twilio took and could not hand to us: listed after an outage, as envelopes like its webhook's.

The list has the words and the files. What only the webhook tells is lost: the name on WhatsApp, a shared place, the
payload of a button (its title is the text then). https://www.twilio.com/docs/messaging/api/message-resource
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from channels.providers.twilio.inbound import MAX_MEDIA
from channels.providers.twilio.rest import calling, own_id
from core.messages import Envelope

_MOST = 100_000


def messages(client: Client, channel: str, ours: str, api: str, since: datetime, now: datetime) -> Iterator[Envelope]:
    """What was sent to ``ours`` since then, oldest first. Raises as core.ports.Channel.send."""
    listed = calling(lambda: client.messages.list(to=ours, date_sent_after=since, limit=_MOST, page_size=1000))
    for one in reversed(listed):
        if str(one.direction) == "inbound":
            form = _form(client, one, api)
            yield Envelope(channel, form["MessageSid"], urlencode(form).encode(), now, {"listed": "after an outage"})


def _form(client: Client, one: MessageInstance, api: str) -> dict[str, str]:
    sid = own_id(one.sid)
    form = {
        "MessageSid": sid,
        "SmsMessageSid": sid,
        "AccountSid": str(one.account_sid or ""),
        "From": str(one.from_ or ""),
        "To": str(one.to or ""),
        "Body": str(one.body or ""),
        "NumMedia": "0",
    }
    if not int(one.num_media or 0):
        return form
    files = calling(lambda: client.messages(sid).media.list(limit=MAX_MEDIA))
    form["NumMedia"] = str(len(files))
    for n, file in enumerate(files):
        form[f"MediaUrl{n}"] = api.rstrip("/") + str(file.uri).removesuffix(".json")
        form[f"MediaContentType{n}"] = str(file.content_type or "")
    return form
