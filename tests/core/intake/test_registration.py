"""A complete record becomes a ticket once, and its citizen is told the number."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.casework.reach import Way
from core.errors import Malformed
from core.intake.registration import number_in_words, register, register_and_tell
from core.services.cases import Cases
from core.store.casework.tables import TicketRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow
from core.ticket import Severity
from tests.core.intake.cases import WHOLE, a_case
from tests.core.intake.given import GUL, NOW, told

LINK = "https://x/track"


def test_it_is_made_once(session: Session) -> None:
    first, conversation = a_case(session)
    again, told_then = register(session, conversation, NOW, Cases())
    assert (again.number, told_then) == (first.number, "")
    assert session.scalar(select(func.count()).select_from(TicketRow)) == 1


@pytest.mark.parametrize(
    ("lacks", "by_post", "urgent", "made"),
    [
        ((), False, False, True),
        (("phone",), False, False, False),
        (("phone",), True, False, True),
        (("district",), True, False, False),
        (("district", "category", "phone"), False, True, True),
        (("description", "district"), False, True, False),
    ],
)
def test_what_it_needs(session: Session, lacks: tuple[str, ...], by_post: bool, urgent: bool, made: bool) -> None:
    known = {name: value for name, value in WHOLE.items() if name not in lacks}
    conversation = conversations.save(session, told(**known).with_(urgent=urgent))
    if made:
        ticket, _ = register(session, conversation, NOW, Cases(), by_post=by_post)
        assert ticket.severity is Severity.CRITICAL if urgent else ticket.district == "Mardan"
    else:
        with pytest.raises(Malformed, match="not complete"):
            register(session, conversation, NOW, Cases(), by_post=by_post)


@pytest.mark.parametrize(
    ("urgent", "asked", "sent_to", "words"),
    [
        (False, "", "It is with the XEN.", ["is registered. Tracking", "It is with the XEN."]),
        (True, "", "", ["as URGENT. Tracking"]),
        (True, "Where are you?", "", ["as URGENT:", "Where are you?"]),
    ],
)
def test_how_the_number_is_told(session: Session, urgent: bool, asked: str, sent_to: str, words: list[str]) -> None:
    ticket, conversation = a_case(session)
    said = number_in_words(conversation.with_(urgent=urgent), ticket, sent_to, LINK, asked_below=asked)
    assert ticket.number in said
    assert [part for part in words if part not in said] == []


def test_of_another_province_it_is_told_that_nobody_here_has_it(session: Session) -> None:
    ticket, conversation = a_case(session, district="Lahore")
    assert "turn to them yourself" in number_in_words(conversation, ticket, "", LINK)
    assert "turn to them yourself" not in number_in_words(conversation, ticket, "It is with them.", LINK)


@pytest.mark.parametrize(("way", "subject"), [(Way("sms", GUL), None), (Way("email", "g@example.org"), "number")])
def test_the_number_is_staged_once_for_its_cause(session: Session, way: Way, subject: str | None) -> None:
    conversation = conversations.save(session, told(**WHOLE))
    for _ in range(2):
        ticket = register_and_tell(session, conversation, NOW, Cases(), LINK, way, cause="call:1", first="Thank you.")
    [row] = session.scalars(select(OutboxRow).where(OutboxRow.cause == "call:1"))
    assert (row.channel, row.message["to"], row.message["text"].splitlines()[0]) == (*vars_of(way), "Thank you.")
    assert row.message["subject"] == (ticket.number if subject else None)


def vars_of(way: Way) -> tuple[str, str]:
    return way.channel, way.address


def test_who_cannot_be_reached_is_staged_nothing(session: Session) -> None:
    conversation = conversations.save(session, told(**WHOLE))
    register_and_tell(session, conversation, NOW, Cases(), LINK, None, cause="letter:1")
    assert session.scalars(select(OutboxRow).where(OutboxRow.cause == "letter:1")).first() is None
