"""A stand-in mailbox: citizens' mails go to the gateway by real SMTP, and what it answers is kept and shown.

sink.py     takes what the gateway submits: ``arzi listen mailbox``, on loopback only
mails.py    the mails, whole, in the simulator's own database
writing.py  a citizen's mail, new or as an answer
handing.py  hands it to the gateway's mail server, and hears what that says
office.py   where the two servers are, from the gateway's settings
"""
