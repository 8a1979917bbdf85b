"""Addresses of citizens as staff write them, as the keys by which they are kept (core.store.persons)."""

from channels.providers.twilio.callers import is_id
from core.errors import Malformed
from core.services import persons
from core.store.persons.addresses import PHONE, PROVIDERS_OWN

_MAIL = "mailto:"


def key_of(written: str) -> str:
    """The key of a phone, an email, WhatsApp's id, or of one that is written as it is kept (telegram:7). Raises
    Malformed."""
    told = written.strip()
    if ":" in told and " " not in told:
        return told
    if is_id(told):
        return f"{PROVIDERS_OWN}{told}"
    kind, value = persons.identify(told) or ("", "")
    schemes = {"phone": PHONE, "email": _MAIL}
    if kind not in schemes:
        raise Malformed("no address", tell="This is no phone, no email and no id of a channel.")
    return f"{schemes[kind]}{value}"
