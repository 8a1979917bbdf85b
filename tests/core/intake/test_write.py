"""What was heard is written in one transaction, with the answers staged."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversation import FINISHED, Conversation
from core.errors import Conflict
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.intake.write import note, write
from core.messages import Automatic, Envelope, InboundMessage
from core.ports import Peek, Reply
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations, envelopes, outbox
from core.store.pipeline.tables import MessageRow, OutboxRow
from tests.core.intake.cases import WHOLE, a_case
from tests.core.intake.given import GUL, NOW, heard, told, turn

WHERE = (Reply("Where?"),)


def an_envelope(session: Session) -> int:
    arrival = (Envelope("whatsapp", "M1", b"{}", NOW), Peek(f"tel:{GUL}"), (b"{}", None))
    [made] = envelopes.add_all(session, [arrival])
    assert made is not None
    return made


def written(session: Session, handled: IntakeResult, message: InboundMessage | None = None) -> list[OutboxRow]:
    write(session, handled, message or heard("no light"), an_envelope(session), 0, NOW, "https://x", Cases())
    session.flush()
    return list(session.scalars(select(OutboxRow).where(OutboxRow.channel == "whatsapp").order_by(OutboxRow.id)))


@pytest.mark.parametrize(
    ("handled", "message", "staged"),
    [
        (IntakeResult(told(), WHERE), {}, 1),
        (IntakeResult(told(), (*WHERE, Reply("And when?"))), {}, 2),
        (IntakeResult(None), {}, 0),
        (IntakeResult(told(), WHERE), {"automatic": Automatic.AUTO_REPLY}, 0),
        (IntakeResult(told(), WHERE), {"device": "copier"}, 0),
    ],
)
def test_the_message_is_kept_and_answered(
    session: Session, handled: IntakeResult, message: dict[str, Any], staged: int
) -> None:
    rows = written(session, handled, heard("no light", **message))
    assert [row.cause for row in rows] == [f"envelope:1:0:{n}" for n in range(staged)]
    [kept] = session.scalars(select(MessageRow))
    assert (kept.text, kept.conversation_id) == ("no light", handled.conversation.id if handled.conversation else None)


def test_a_whole_record_becomes_a_ticket_and_its_number_is_told_last(session: Session) -> None:
    finished = told(**WHOLE).with_(state=FINISHED)
    rows = written(session, IntakeResult(finished, (Reply("Thank you."),), register=True))
    ticket = tickets.of_conversation(session, finished.id)
    assert ticket is not None
    assert [ticket.number in row.message["text"] for row in rows] == [False, True]


def test_of_an_emergency_all_is_one_message(session: Session) -> None:
    urgent = told(**WHOLE).with_(urgent=True)
    [row] = written(session, IntakeResult(urgent, (Reply("Call 1122."),), register=True, last="Where?"))
    first, *_, last = row.message["text"].splitlines()
    assert (first, last) == ("Call 1122.", "Where?")


def test_who_asks_for_no_more_gets_none_until_they_write_again(session: Session) -> None:
    written(session, IntakeResult(None, stop=True))
    assert outbox.stopped(session, "whatsapp", GUL)
    write(session, IntakeResult(told(), WHERE), heard("hello"), 1, 1, NOW, "https://x", Cases())
    assert not outbox.stopped(session, "whatsapp", GUL)


def test_while_a_person_took_the_thread_the_assistant_is_not_heard(session: Session) -> None:
    found = conversations.save(session, told())
    held = {"held_by": 7, "held_until": NOW.replace(year=2027)}
    kept = conversations.get(session, found.id)
    assert kept is not None
    conversations.save(session, kept.with_(**held))
    with pytest.raises(Conflict, match="a person has this thread"):
        written(session, IntakeResult(kept.with_(asking="district"), WHERE, result=turn()))


@pytest.mark.parametrize(
    ("changes", "spoken", "kinds"), [({"needs_person": True}, False, ["chat"]), ({}, True, ["hear"]), ({}, False, [])]
)
def test_what_a_person_must_see_is_listed(
    session: Session, changes: dict[str, Any], spoken: bool, kinds: list[str]
) -> None:
    written(session, IntakeResult(told().with_(**changes), WHERE, spoken=spoken))
    assert [row.kind for row in session.scalars(select(HelplineTaskRow))] == kinds


def test_what_is_said_of_a_case_is_done_and_answered(session: Session) -> None:
    ticket, conversation = a_case(session)
    word = FollowUp(ticket.number, FollowUpKind.ADDED, "the pole fell", conversation)
    rows = written(session, IntakeResult(conversation, case=word))
    assert "the office sees it" in rows[-1].message["text"]


def test_what_waits_is_kept_and_what_comes_next_is_asked_in_the_same_breath(session: Session) -> None:
    later: Conversation = told(description="no water").with_(id="C2", state="later")
    following = IntakeResult(told(description="no gas").with_(id="C3"), (Reply("Now the gas."),))
    rows = written(session, IntakeResult(told(), WHERE, kept_for_later=later, next_matter=following))
    assert [conversations.get(session, one) is not None for one in ("C1", "C2", "C3")] == [True] * 3
    assert [(row.cause, row.conversation_id) for row in rows] == [
        ("envelope:1:0:0", "C1"),
        ("envelope:1:0:next:0", "C3"),
    ]


def test_a_message_read_together_with_a_later_one_is_only_kept(session: Session) -> None:
    handled = IntakeResult(told(), WHERE)
    note(session, handled, heard("no light"), an_envelope(session), 0, NOW)
    assert [row.text for row in session.scalars(select(MessageRow))] == ["no light"]
    assert session.scalars(select(OutboxRow)).first() is None
