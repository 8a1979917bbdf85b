"""A case goes on elsewhere only with its code, and a code is tried only so often."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework.proof import Length, code_for, digits_of, slip_code
from core.intake import proving
from core.services.cases import Cases
from core.store.casework import personal, wrong_proofs
from core.store.pipeline.tables import OutboxRow
from core.store.staff import access_log
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
    cases = Cases(secret=SECRET)
    ticket, _ = a_case(session)
    code, slip = code_for(SECRET, ticket.number, NOW), slip_code(SECRET, ticket.number)

    def right(code: str, who: str, after: timedelta = timedelta(0)) -> bool:
        return proving.is_right(session, cases, ticket.number, code, NOW + after, who)

    assert [right("00000000", "somebody") for _ in range(proving.TRIES)] == [False] * proving.TRIES
    assert not right(code, "somebody")
    assert right(slip, "somebody")
    assert right(code, "another")
    assert right(code, "somebody", HALF_HOUR)


@pytest.mark.parametrize(
    ("most", "of"), [(proving.OF_CASE, "KP-2026-000001-5"), (proving.OF_HOUSE, "KP-2026-000777-1")]
)
def test_where_somebody_guesses_from_everywhere_longer_codes_are_sent_and_count(
    session: Session, most: int, of: str
) -> None:
    cases = Cases(secret=SECRET)
    ticket, _ = a_case(session, cases)
    guessed = ticket.number if most == proving.OF_CASE else of
    proving.send_code(session, cases, ticket.number, NOW)
    [short] = _codes_sent(session)
    wrong_proofs.count(session, [f"codes {guessed}", "codes"], NOW, most - 1)
    assert proving.is_right(session, cases, ticket.number, short, NOW, "citizen")
    assert not proving.is_right(session, cases, guessed, "00000000", NOW, "stranger")
    assert not proving.is_right(session, cases, ticket.number, short, NOW, "citizen")
    proving.send_code(session, cases, ticket.number, NOW)
    long = _codes_sent(session)[-1]
    assert len(long) == Length.LONG
    assert proving.is_right(session, cases, ticket.number, long, NOW, "citizen")
    short_again = code_for(SECRET, ticket.number, NOW + timedelta(hours=25))
    assert proving.is_right(session, cases, ticket.number, short_again, NOW + timedelta(hours=25), "citizen")


def test_the_citizen_is_told_once_a_day_that_somebody_tries(session: Session) -> None:
    cases = Cases(secret=SECRET)
    ticket, conversation = a_case(session, cases)

    def told() -> list[str]:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("tried:"))).all()
        return [row.message["to"] for row in rows]

    for n in range(proving.TOLD_FROM * 3):
        assert told() == ([conversation.address] if n >= proving.TOLD_FROM else [])
        proving.is_right(session, cases, ticket.number, "00000000", NOW, f"place {n}")
    [seen] = access_log.by_citizens(session, ticket.number)
    assert seen.what == "tried in vain"
    for n in range(proving.TOLD_FROM):
        proving.is_right(session, cases, ticket.number, "00000000", NOW + timedelta(hours=25), f"place {n}")
    assert told() == [conversation.address] * 2


def test_of_a_case_that_is_none_nobody_is_told(session: Session) -> None:
    for n in range(proving.TOLD_FROM * 2):
        proving.is_right(session, Cases(secret=SECRET), "KP-2026-000999-3", "00000000", NOW, f"place {n}")
    assert session.scalars(select(OutboxRow)).all() == []


def _codes_sent(session: Session) -> list[str]:
    rows = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("prove:")).order_by(OutboxRow.id))
    return [digits_of(row.message["text"].partition(" is ")[2].partition(".")[0]) for row in rows]


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
