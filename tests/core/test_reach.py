"""The ways to a citizen, best first."""

import pytest

from core.complaint import Complaint, Field, Source
from core.reach import ways

PHONE, MAIL = "+923001234567", "gul@example.org"
ALL = ("whatsapp", "sms", "ivr", "email", "letters")


def record(source: Source = Source.DIALOGUE, **fields: str) -> Complaint:
    return Complaint({name: Field(value, 1.0, source) for name, value in fields.items()})


@pytest.mark.parametrize(
    ("own", "known", "channels", "expected"),
    [
        (("whatsapp", PHONE), record(phone=PHONE), ALL, ["whatsapp", "sms", "ivr", "slip"]),
        (("ivr", PHONE), record(), ALL, ["ivr", "whatsapp", "sms", "slip"]),
        (("whatsapp", PHONE), record(email=MAIL), ("whatsapp", "email"), ["whatsapp", "email", "slip"]),
        (("email", MAIL), record(phone=PHONE), ALL, ["email", "whatsapp", "sms", "ivr", "slip"]),
        (("letters", ""), record(), ALL, ["slip"]),
        (("letters", ""), record(Source.CLERK, phone=PHONE), ALL, ["whatsapp", "sms", "ivr", "slip"]),
        (("letters", ""), record(Source.OCR, phone=PHONE, email=MAIL), ALL, ["slip"]),
        (("email", MAIL), record(Source.TEXT, phone=PHONE), ALL, ["email", "slip"]),
        (("whatsapp", PHONE), record(), ("email",), ["slip"]),
        (("string", PHONE), record(phone=PHONE), None, ["string", "slip"]),
    ],
)
def test_ways(own, known, channels, expected) -> None:
    assert [way.channel for way in ways(*own, known, channels)] == expected
