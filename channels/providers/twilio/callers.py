"""Who writes or calls, from the ``From`` of a webhook: a telephone number, somebody who hides theirs, or neither.

Only what is digits is read as a number. A parser of numbers drops the letters of an id or of a SIP address and finds a
stranger's number in the rest.

Who hides their number has a word in its place, spelled on the keypad's letters (2 is ABC … 9 is WXYZ): bare, with a
plus, or with the country code 1 as well. Several of them pass as possible numbers, in Pakistan and elsewhere, so they
are looked for first. https://www.twilio.com/docs/voice/twiml#request-parameters

WhatsApp's business-scoped ids (BSUID) are a country's two letters, a full stop, and up to 128 letters and digits, with
``ENT.`` in between for a parent business's. Twilio calls them ExternalUserId, ParentExternalUserId and
ExternalUserIdentifier. Whatever is of another form is left out: it never fails a webhook. docs/whatsapp-identity.md
"""

import functools
import re
from collections.abc import Mapping

import phonenumbers

HIDDEN = ("ANONYMOUS", "RESTRICTED", "BLOCKED", "UNKNOWN", "UNAVAILABLE")
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_SPELLED = frozenset(word.translate(_KEYS) for word in HIDDEN)
_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_ID_NAMES = ("ExternalUserId", "ParentExternalUserId", "ExternalUserIdentifier")
_NUMBER = re.compile(r"\+?[0-9]{3,20}")


def hides_number(sender: str) -> bool:
    """Is it one of the words for a number that is not shown, or nothing at all?"""
    shown = _bare(sender)
    return not shown or shown.upper() in HIDDEN or shown.removeprefix("+") in _SPELLED or _with_country(shown)


@functools.lru_cache(maxsize=1024)
def number_of(sender: str, region: str | None) -> str | None:
    """The number in E.164; None for what is hidden, no digits, or no possible number. ``region`` is that of numbers
    without a country. Kept for those who wrote just now: it is asked for three times a message, and slow."""
    shown = _bare(sender)
    if hides_number(sender) or not _NUMBER.fullmatch(shown):
        return None
    try:
        number = phonenumbers.parse(shown, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_id(written: str) -> bool:
    """Has it the form of such an id?"""
    return _ID.fullmatch(written) is not None


def ids_in(form: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of whoever wrote, each once."""
    found = (form.get(name, "").strip().removeprefix("whatsapp:") for name in _ID_NAMES)
    return tuple(dict.fromkeys(one for one in found if is_id(one)))


def _bare(sender: str) -> str:
    return sender.strip().removeprefix("whatsapp:").strip()


def _with_country(shown: str) -> bool:
    digits = shown.removeprefix("+")
    return digits.startswith("1") and digits[1:] in _SPELLED
