"""Mails that say in their subject what and where."""

import pytest

from core.subjects import told


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("No water in Saddar, Peshawar", "Please help.", "No water in Saddar, Peshawar: Please help."),
        ("No water in Saddar", "", "No water in Saddar"),
        ("No water", "There is no water in Saddar.", "There is no water in Saddar."),
        ("Re: No water in Saddar", "Peshawar", "Peshawar"),
        ("Fwd: No water", "see below", "see below"),
        ("Complaint", "There is no water.", "There is no water."),
        ("My urgent complaint!", "There is no water.", "There is no water."),
        ("شکایت", "پانی نہیں", "پانی نہیں"),
        ("جواب: پانی", "سوات", "سوات"),
        (None, "There is no water.", "There is no water."),
        ("", "", ""),
        ("Re: x", "", ""),
    ],
)
def test_told(subject: str | None, text: str, expected: str) -> None:
    assert told(subject, text) == expected
