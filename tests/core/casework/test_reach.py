"""The ways to a citizen, best first."""

import pytest

from core.casework.reach import Channels, ways
from core.complaint import Complaint, Field, Source

PHONE, MAIL = "+923001234567", "gul@example.org"
PHONES = ("whatsapp", "sms", "ivr")
ALL = Channels(frozenset({*PHONES, "email", "letters", "chat"}), PHONES, ("email",))
WHATSAPP_AND_MAIL = Channels(frozenset({"whatsapp", "email"}), ("whatsapp",), ("email",))
MAIL_ALONE = Channels(frozenset({"email"}), emails=("email",))


def record(source: Source = Source.DIALOGUE, **fields: str) -> Complaint:
    return Complaint({name: Field(value, 1.0, source) for name, value in fields.items()})


@pytest.mark.parametrize(
    ("own", "known", "channels", "expected"),
    [
        (("whatsapp", PHONE), record(phone=PHONE), ALL, ["whatsapp", "sms", "ivr", "slip"]),
        (("ivr", PHONE), record(), ALL, ["ivr", "whatsapp", "sms", "slip"]),
        (("whatsapp", PHONE), record(email=MAIL), WHATSAPP_AND_MAIL, ["whatsapp", "email", "slip"]),
        (("email", MAIL), record(phone=PHONE), ALL, ["email", "whatsapp", "sms", "ivr", "slip"]),
        (("letters", ""), record(), ALL, ["slip"]),
        (("letters", ""), record(Source.CLERK, phone=PHONE), ALL, ["whatsapp", "sms", "ivr", "slip"]),
        (("letters", ""), record(Source.OCR, phone=PHONE, email=MAIL), ALL, ["slip"]),
        (("email", MAIL), record(Source.TEXT, phone=PHONE), ALL, ["email", "slip"]),
        (("whatsapp", PHONE), record(), MAIL_ALONE, ["slip"]),
        (("string", PHONE), record(phone=PHONE), None, ["string", "slip"]),
        (("chat", "4711"), record(), ALL, ["chat", "slip"]),
        (("chat", "4711"), record(phone=PHONE), ALL, ["chat", *PHONES, "slip"]),
        (("chat", "4711"), record(email=MAIL), MAIL_ALONE, ["email", "slip"]),
    ],
)
def test_ways(own, known, channels, expected) -> None:
    assert [way.channel for way in ways(*own, known, channels)] == expected
