"""Twilio: the account that WhatsApp, SMS and the helpline share.

account.py its settings; signature.py proves a webhook; rest.py calls its API; media.py fetches what it keeps for us.
https://www.twilio.com/docs/usage/api
"""
