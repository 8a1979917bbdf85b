"""A card that answers WhatsApp's own contact request: it alone proves the number in it; any other card is a card.

Meta's webhook marks it: contacts with ``origin`` contact_request, and in its phones the account's own with ``wa_id``.
How Twilio passes that on nobody has written down, so it is looked for as Meta has it, in ``Contacts`` and in
``ChannelMetadata``. What is of another form proves nothing, and fails no webhook.
https://docs.kapso.ai/docs/whatsapp/send-messages/request-contact-info, docs/whatsapp-identity.md
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from channels.providers.twilio.callers import number_of

_ORIGIN = "contact_request"
_WHATSAPP = "whatsapp:"


def proven_number(form: Mapping[str, str]) -> str | None:
    """The sender's own number, in E.164, where WhatsApp itself gave it at our request; else None."""
    if not form.get("From", "").startswith(_WHATSAPP):
        return None
    cards = [card for card in _cards(form) if card.get("origin") == _ORIGIN]
    own = {number for card in cards for number in _own(card)}
    return own.pop() if len(own) == 1 else None


def _cards(form: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for found in (_read(form.get("Contacts", "")), _in_metadata(_read(form.get("ChannelMetadata", "")))):
        if isinstance(found, list):
            yield from (card for card in found if isinstance(card, dict))


def _in_metadata(told: object) -> object:
    data = told.get("data") if isinstance(told, dict) else None
    return data.get("contacts") if isinstance(data, dict) else None


def _own(card: Mapping[str, Any]) -> Iterator[str]:
    phones = card.get("phones")
    for phone in phones if isinstance(phones, list) else ():
        told = phone.get("wa_id") if isinstance(phone, dict) else None
        if isinstance(told, str) and told.isascii() and told.isdigit():
            number = number_of(f"+{told}", None)
            if number is not None:
                yield number


def _read(written: str) -> object:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None
