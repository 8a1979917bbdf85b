"""What is no case yet is not shown to whoever it complains of."""

from datetime import UTC, datetime

import pytest

from core.casework.conflict_of_interest import may_be_about
from core.casework.routing import whom_about
from core.offices.directory import Directory, PostStatus, Term
from core.offices.generate import generate
from core.offices.staff import Staff
from core.ticket import Role

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = "complaint against the deputy commissioner: asks for money"
_GENERATED = tuple(generate())
OFFICES = Directory(_GENERATED)
_ABOUT = whom_about(SAID, "other", "Mardan", OFFICES)
assert _ABOUT is not None
DC = _ABOUT.code
HELD = Directory(_GENERATED, [Term(DC, "DC", PostStatus.IN_POST, NOW, holder="Gul", user="gul")])


def person(office: str | None = None, name: str = "Gul Zaman Khan", username: str = "gul") -> Staff:
    return Staff(7, username, name, Role.CLERK, office, "", "")


@pytest.mark.parametrize(
    ("words", "who", "directory", "hidden"),
    [
        (SAID, person(DC), OFFICES, True),
        (SAID, person(), HELD, True),
        (SAID, person(username="other"), HELD, False),
        (SAID, person(), OFFICES, False),
        ("3 days without power", person(DC), OFFICES, False),
        ("the clerk Gul Zaman Khan, of your house, took my money", person(), OFFICES, True),
        ("the clerk (GUL  ZAMAN KHAN) laughed", person(), OFFICES, True),
        ("مجھ سے گل زمان خان نے رقم مانگی۔", person(name="گل زمان خان"), OFFICES, True),
        ("Gul Zaman of Khanpur", person(), OFFICES, False),
        ("Gul took my money", person(name="Gul"), OFFICES, False),
        ("", person(), OFFICES, False),
    ],
)
def test_may_be_about(words: str, who: Staff, directory: Directory, hidden: bool) -> None:
    assert may_be_about(words, "other", "Mardan", who, directory, NOW) is hidden
