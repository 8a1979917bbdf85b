"""What is published of a subject: the measures of a line, of a month and of a category."""

from collections.abc import Mapping
from types import MappingProxyType

RECEIVED, OPEN, LATE, OLD = "received", "open", "late", "over_90_days"
SOLVED, CONFIRMED, UNCONFIRMED, DENIED = "solved_as_offices_say", "confirmed_by_citizens", "unconfirmed", "denied"
EXPECTED = "confirmed_expected"
"""How many citizens would have confirmed, had it done as well as all beside it, category by category."""

FIGURES = (RECEIVED, OPEN, LATE, OLD, SOLVED, CONFIRMED, UNCONFIRMED, DENIED)
MONTHLY = (RECEIVED, SOLVED, CONFIRMED, UNCONFIRMED, DENIED)
BY_CATEGORY = (RECEIVED, OPEN, CONFIRMED)
BETRAYS = frozenset({"police", "corruption", "other"})
"""Categories that may point at a person where few live: told of districts and what is larger, never of a tehsil."""

MONTHS = 13
"""So many months are published, the present one among them."""
OFFICES_MONTHLY = (RECEIVED, CONFIRMED)
"""Of offices fewer numbers are told by month, and none by category: most are too small for it."""

MEANING: Mapping[str, str] = MappingProxyType(
    {
        RECEIVED: "Complaints received, at the office that has the case now.",
        OPEN: "Not ended: with an office, waiting for the citizen, or the citizen is being asked whether it is solved.",
        LATE: "Open at an office whose time has run out.",
        OLD: "Open for more than 90 days since it was received.",
        SOLVED: "Solved as the office says: closed, or said to be solved and the citizen is being asked.",
        CONFIRMED: "Closed because the citizen confirmed that it is solved.",
        UNCONFIRMED: "Closed after the citizen could not be reached. Never counted as confirmed.",
        DENIED: "How often citizens said that it was not solved.",
        EXPECTED: "Citizens that would have confirmed, had it done as well as all beside it in the same categories.",
    }
)
"""In plain words, for the data dictionary."""


def of_month(measure: str, month: str) -> str:
    """The measure of one month (``2026-11``)."""
    return f"{measure}@{month}"


def of_category(measure: str, category: str) -> str:
    """The measure of one category."""
    return f"{measure}#{category}"


def is_of_offices(measure: str) -> bool:
    """Is it told of offices?"""
    whole, month, _ = measure.partition("@")
    return "#" not in measure and (not month or whole in OFFICES_MONTHLY)
