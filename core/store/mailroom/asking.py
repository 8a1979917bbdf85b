"""Letters whose writer is asked, on their phone or by email, for what the letter lacks.

While it goes on the letter is ASKING, and its conversation is the writer's own. What came of it is read from the
conversation: a ticket, or why the letter is with the clerks again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from core.conversation import FINISHED, OPEN, Conversation
from core.outbox import OutboxState
from core.store import worklist
from core.store.casework import tickets
from core.store.mailroom import letters
from core.store.mailroom.tables import ASKING, LetterRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow

WITHOUT_ANSWER = timedelta(days=5)
"""So long is waited for an answer; then a clerk has the letter again."""
DENIED, NO_ANSWER, UNREACHED, CANCELLED = "denied", "no_answer", "unreached", "cancelled"
"""Why a letter is back in line (``letters.reason`` of one that waits)."""
CAUSE = "letter:"
"""What a message about a letter is staged with begins with this."""
_FOLLOWED_UP = timedelta(days=14)


def asked(session: Session, limit: int = 150) -> Sequence[LetterRow]:
    """Letters about which we wait for an answer, the oldest first."""
    rows = select(LetterRow).where(LetterRow.state == ASKING)
    return session.scalars(rows.order_by(LetterRow.id).limit(limit)).all()


def settle(session: Session, now: datetime) -> int:
    """See what came of those that were asked; how many of them are asked no longer."""
    done = 0
    for letter in asked(session):
        conversation = conversations.get(session, letter.conversation_id)
        ticket = tickets.of_conversation(session, letter.conversation_id)
        if ticket is not None:
            letter.state, letter.done_at, letter.version = letters.REGISTERED, ticket.created_at, letter.version + 1
        elif conversation is None:
            continue
        elif conversation.needs_person:
            back_in_line(session, letter, conversation, DENIED, now)
        elif conversation.state == FINISHED:
            back_in_line(session, letter, conversation, CANCELLED, now)
        elif max(letter.asked_at or now, conversation.last_at) < now - WITHOUT_ANSWER:
            back_in_line(session, letter, conversation, NO_ANSWER, now)
        else:
            continue
        done += 1
    return done


def back_in_line(session: Session, letter: LetterRow, conversation: Conversation, reason: str, now: datetime) -> None:
    """To the clerks again, and nobody is asked any more."""
    envelope, _ = letters.envelope_of(session, letter)
    letter.state, letter.reason, letter.version = worklist.WAITING, reason, letter.version + 1
    address = f"letter:{conversation.id}"
    waiting = conversation.with_(
        channel=letters.CHANNEL, address=address, state=OPEN, needs_person=True, asking=None, last_at=now
    )
    conversations.save(session, waiting)
    conversations.give_to(session, conversation.id, f"{envelope.person}/{conversation.id[:8]}")


def untold(session: Session, now: datetime) -> Sequence[tuple[LetterRow, OutboxRow]]:
    """Letters of the last two weeks whose writer could not be told what we staged for them, with that message."""
    other = aliased(OutboxRow)
    late = select(other.id).where(
        other.conversation_id == LetterRow.conversation_id, other.state != OutboxState.FAILED.value
    )
    recent = or_(
        and_(LetterRow.state == letters.REGISTERED, LetterRow.done_at >= now - _FOLLOWED_UP),
        LetterRow.state == ASKING,
    )
    rows = session.execute(
        select(LetterRow, OutboxRow)
        .join(OutboxRow, OutboxRow.conversation_id == LetterRow.conversation_id)
        .where(
            recent,
            LetterRow.unreached_at.is_(None),
            OutboxRow.state == OutboxState.FAILED.value,
            OutboxRow.cause.startswith(CAUSE),
            ~late.exists(),
        )
        .order_by(OutboxRow.id.desc())
    ).all()
    latest: dict[int, tuple[LetterRow, OutboxRow]] = {}
    for letter, message in rows:
        latest.setdefault(letter.id, (letter, message))
    return list(latest.values())


def unreached(session: Session, limit: int = 100) -> Sequence[LetterRow]:
    """Registered letters whose writer nothing could be sent to: the slip is to be posted."""
    rows = select(LetterRow).where(LetterRow.unreached_at.is_not(None), LetterRow.state == letters.REGISTERED)
    return session.scalars(rows.order_by(LetterRow.unreached_at).limit(limit)).all()
