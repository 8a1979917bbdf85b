"""A local SMS aggregator with an HTTP form of the common kind: recipient, sender and text as parameters, credentials in
a header or among them. settings.py says how it is told ours; send.py sends. docs/sms.md
"""
