"""Codes that prove whose case it is."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from core.casework.proof import Length, Purpose, code_for, in_groups, message_code, read_proof, right_code, slip_code
from core.text.tracking import tracking_number

NUMBER = "KP-2026-000001-5"
NOW = datetime(2026, 3, 2, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("KP-2026-000001-5 1234 5678", (NUMBER, "12345678")),
        ("KP-2026-000001-5 1234 5678 9012", (NUMBER, "123456789012")),
        ("KP-2026-000001-5, code: 12345678.", (NUMBER, "12345678")),
        ("KP-2026-000001-5 1234-5678-9012", (NUMBER, "123456789012")),
        ("kp 2026 000001 5\n12345678", (NUMBER, "12345678")),
        ("20260000015 12345678", (NUMBER, "12345678")),
        ("میری شکایت KP-2026-000001-5 کوڈ ۱۲۳۴ ۵۶۷۸", (NUMBER, "12345678")),
        ("KP-2026-000001-4 12345678", None),
        ("KP-2026-000001-5", None),
        ("KP-2026-000001-5 123456", None),
        ("KP-2026-000001-5 1234567", None),
        ("KP-2026-000001-5 1234567890", None),
        ("KP-2026-000001-5 12345678901234", None),
        ("KP-2026-000001-5 +923001234567", None),
        ("KP-2026-000001-5 03001234567", None),
        ("KP-2026-000001-5 17301-1234567-1", None),
        (
            "about KP-2026-000001-5: the meter 12345678 was taken away last week by the lineman, help us",
            None,
        ),
    ],
)
def test_a_number_with_its_code(text: str, read: tuple[str, str] | None) -> None:
    assert read_proof(text) == read


def test_a_code_is_good_for_its_ticket_and_for_a_while() -> None:
    code = code_for("secret", NUMBER, NOW)
    assert right_code("secret", NUMBER, code, NOW + timedelta(minutes=30)) is Length.SHORT
    assert right_code("secret", NUMBER, code, NOW + timedelta(minutes=61)) is None
    assert right_code("other", NUMBER, code, NOW) is None
    assert right_code("secret", NUMBER, slip_code("secret", NUMBER), NOW + timedelta(days=400)) is Length.LONG
    assert right_code("secret", NUMBER, code_for("secret", NUMBER, NOW, Length.LONG), NOW) is Length.LONG
    assert right_code("secret", NUMBER, "", NOW) is None


def test_a_code_to_close_opens_nothing_and_one_to_open_closes_nothing() -> None:
    for length in Length:
        for purpose, other in permutations(Purpose, 2):
            code = code_for("secret", NUMBER, NOW, length, purpose)
            assert right_code("secret", NUMBER, code, NOW, purpose) is length
            assert right_code("secret", NUMBER, code, NOW, other) is None
    for purpose in (Purpose.OPEN, Purpose.CLOSE):
        assert right_code("secret", NUMBER, slip_code("secret", NUMBER), NOW, purpose) is Length.LONG


@pytest.mark.parametrize(("days", "right"), [(0, Length.LONG), (29, Length.LONG), (61, None), (400, None)])
def test_the_code_in_a_message_opens_for_a_month_or_two_and_closes_nothing(days: int, right: Length | None) -> None:
    code, later = message_code("secret", NUMBER, NOW), NOW + timedelta(days=days)
    assert right_code("secret", NUMBER, code, later) is right
    assert right_code("secret", NUMBER, code, later, Purpose.CLOSE) is None


@pytest.mark.parametrize("length", list(Length))
def test_what_is_given_out_is_read_again_and_looks_like_no_phone(length: Length) -> None:
    for serial in range(1, 300):
        number = tracking_number(2026, serial)
        for code in (code_for("secret", number, NOW, length), slip_code("secret", number)):
            assert code[0] in "12345678"
            assert read_proof(f"{number} {in_groups(code)}") == (number, code)
    assert len(code_for("secret", NUMBER, NOW, length)) == length
    assert len(slip_code("secret", NUMBER)) == Length.LONG
