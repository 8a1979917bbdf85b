"""A case goes on elsewhere only with its code, and a code is tried only so often."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework.proof import code_for, slip_code
from core.intake import proving
from core.services.cases import Cases
from core.store.casework import personal
from core.store.pipeline.tables import OutboxRow
from tests.core.intake.cases import SECRET, a_case
from tests.core.intake.given import NOW, told

CLAIMANT = told().with_(id="C2", person="mailto:gul@example.org", channel="email", address="gul@example.org")
HALF_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("code", "after", "secret", "right"),
    [
        ("given", timedelta(0), SECRET, True),
        ("given", HALF_HOUR, SECRET, True),
        ("given", 2 * HALF_HOUR, SECRET, False),
        ("slip", timedelta(days=40), SECRET, True),
        ("another", timedelta(0), SECRET, False),
        ("given", timedelta(0), "", False),
    ],
)
def test_the_right_code_makes_it_theirs(
    session: Session, code: str, after: timedelta, secret: str, right: bool
) -> None:
    cases = Cases(secret=secret)
    ticket, _ = a_case(session, cases)
    codes = {
        "given": code_for(SECRET, ticket.number, NOW),
        "slip": slip_code(SECRET, ticket.number),
        "another": code_for(SECRET, "KP-2026-000999-3", NOW),
    }
    said = proving.prove(session, cases, ticket.number, codes[code], CLAIMANT, NOW + after).text
    assert ("go on with your complaint" in said) is right
    own = [one.number for one in personal.of_citizen(session, CLAIMANT.person)]
    assert own == ([ticket.number] if right else [])


def test_after_several_tries_the_right_code_is_wrong_too_and_only_theirs(session: Session) -> None:
    ticket, _ = a_case(session)
    code = code_for(SECRET, ticket.number, NOW)
    for _ in range(proving.TRIES):
        assert not proving.is_right(session, SECRET, ticket.number, "000000", NOW, "somebody")
    assert not proving.is_right(session, SECRET, ticket.number, code, NOW, "somebody")
    assert proving.is_right(session, SECRET, ticket.number, code, NOW, "another")
    assert proving.is_right(session, SECRET, ticket.number, code, NOW + HALF_HOUR, "somebody")


@pytest.mark.parametrize(("number", "secret", "sent"), [("theirs", SECRET, 1), ("theirs", "", 0), ("none", SECRET, 0)])
def test_the_code_goes_to_where_it_was_told_from_once(session: Session, number: str, secret: str, sent: int) -> None:
    cases = Cases(secret=secret)
    ticket, conversation = a_case(session, cases)
    asked = ticket.number if number == "theirs" else "KP-2026-000999-3"
    for _ in range(2):
        person = proving.send_code(session, cases, asked, NOW)
    assert person == (ticket.person if sent else None)
    rows = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("prove:"))).all()
    assert [row.message["to"] for row in rows] == [conversation.address] * sent
