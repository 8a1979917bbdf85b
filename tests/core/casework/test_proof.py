"""Codes that prove whose case it is."""

from datetime import UTC, datetime, timedelta

import pytest

from core.casework.proof import code_for, is_code, read_proof, slip_code

NUMBER = "KP-2026-000001-5"
NOW = datetime(2026, 3, 2, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("KP-2026-000001-5 123456", (NUMBER, "123456")),
        ("KP-2026-000001-5, code: 123456.", (NUMBER, "123456")),
        ("kp 2026 000001 5\n123456", (NUMBER, "123456")),
        ("20260000015 123456", (NUMBER, "123456")),
        ("میری شکایت KP-2026-000001-5 کوڈ ۱۲۳۴۵۶", (NUMBER, "123456")),
        ("KP-2026-000001-4 123456", None),
        ("KP-2026-000001-5", None),
        ("KP-2026-000001-5 12345", None),
        ("KP-2026-000001-5 1234567", None),
        ("about KP-2026-000001-5: the meter 123456 was taken away last week by the lineman, please help us soon", None),
    ],
)
def test_a_number_with_its_code(text: str, read: tuple[str, str] | None) -> None:
    assert read_proof(text) == read


def test_a_code_is_good_for_its_ticket_and_for_a_while() -> None:
    code = code_for("secret", NUMBER, NOW)
    assert is_code("secret", NUMBER, code, NOW + timedelta(minutes=30))
    assert not is_code("secret", NUMBER, code, NOW + timedelta(minutes=61))
    assert not is_code("other", NUMBER, code, NOW)
    assert slip_code("secret", NUMBER) != code
    assert len(code) == len(slip_code("secret", NUMBER)) == 6
