"""Who hides their number, who has one, and what is neither."""

from datetime import UTC, datetime

import phonenumbers
import pytest

from channels.ivr.webhook import read_event
from channels.providers.twilio import inbound
from channels.providers.twilio.callers import HIDDEN, hides_number, number_of
from core.messages import Envelope
from tests.channels.whatsapp.forms import body

NOW = datetime(2026, 11, 30, tzinfo=UTC)
SPELLED = {
    "ANONYMOUS": "266696687",
    "RESTRICTED": "7378742833",
    "BLOCKED": "2562533",
    "UNKNOWN": "8656696",
    "UNAVAILABLE": "86282452253",
}
WRITTEN = [
    form
    for word, digits in SPELLED.items()
    for form in (word, word.lower(), digits, f"+{digits}", f"+1{digits}", f"1{digits}", f" {digits}")
]


def test_all_five_words_are_known() -> None:
    assert set(SPELLED) == set(HIDDEN)


def test_read_as_numbers_several_would_pass() -> None:
    """So the list is needed, and not only a parser."""
    possible = [one for one in WRITTEN if one[0] in "+0123456789" and phonenumbers.is_possible_number(_parsed(one))]
    assert {"266696687", "7378742833", "+8656696", "+86282452253", "+17378742833"} <= set(possible)
    assert phonenumbers.is_valid_number(_parsed("+17378742833"))


@pytest.mark.parametrize("written", [*WRITTEN, ""])
def test_hidden_in_calls_and_messages(written: str) -> None:
    assert hides_number(written)
    assert number_of(written, "PK") is None
    assert read_event({"CallSid": "CA1", "From": written}, "PK").caller == ""
    for sender in (written, f"whatsapp:{written}") if written else ():
        raw = body(From=sender, WaId=None)
        found = inbound.message(Envelope("sms", "x", raw, NOW), "PK")
        assert (found.sender.address, dict(found.found)) == ("", {})


@pytest.mark.parametrize("written", ["+266696687", "anonymous"])
def test_two_hidden_messages_are_two_persons(written: str) -> None:
    raws = [body(From=written, WaId=None, MessageSid=sid) for sid in ("SM1", "SM2")]
    assert [inbound.peek(Envelope("sms", "x", raw, NOW), "PK").person for raw in raws] == ["hidden:SM1", "hidden:SM2"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+923001234567", "+923001234567"),
        ("03001234567", "+923001234567"),
        ("whatsapp:+971501234567", "+971501234567"),
        ("+17378742834", "+17378742834"),
        ("+12666966870", "+12666966870"),
        ("PK.3001234567", None),
        ("sip:03001234567@example.org", None),
        ("sip:+923001234567@example.org", None),
        ("client:3001234567", None),
        ("0300-1234567x", None),
        ("٠٣٠٠١٢٣٤٥٦٧", None),
        ("+1", None),
        ("+" + "9" * 40, None),
    ],
)
def test_only_digits_are_a_number(written: str, number: str | None) -> None:
    assert number_of(written, "PK") == number
    assert read_event({"CallSid": "CA1", "From": written}, "PK").caller == (number or "")


def _parsed(written: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(written, "PK")
