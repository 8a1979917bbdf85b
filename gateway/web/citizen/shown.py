"""What the page of a case shows, and which of its forms are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import following
from core.casework import may_object
from core.history import TicketEvent
from core.store.casework import tickets
from core.store.casework.cases import Cases
from core.store.evidence import media
from core.ticket import Action, Ticket, TicketState


@dataclass(frozen=True, slots=True)
class Shown:
    """One case for its citizen. ``steps``: day and what happened, the latest first. ``ask`` names the form above the
    others: question, solved, object or appeal."""

    number: str
    about: str
    state: str
    steps: Sequence[tuple[str, str]]
    files: int
    ask: str | None
    question: str
    done: str


def look(session: Session, cases: Cases, ticket: Ticket, language: str, now: datetime) -> Shown:
    """The case as it stands."""
    history = tickets.events(session, ticket.number)
    conversation = tickets.conversation_of(session, ticket.number)
    record = tickets.record(session, ticket.number)
    return Shown(
        number=ticket.number,
        about=str(record.get("description") or ""),
        state=following.state_in_words(ticket, language),
        steps=[
            (following.date_in_words(event.at), following.event_in_words(event, language))
            for event in reversed(history)
        ],
        files=len(media.of_conversation(session, conversation.id)) if conversation else 0,
        ask=_ask(session, cases, ticket, now),
        question=_words(history, Action.ASK_CITIZEN, "question"),
        done=ticket.resolution.remark if ticket.resolution else "",
    )


def _ask(session: Session, cases: Cases, ticket: Ticket, now: datetime) -> str | None:
    match ticket.state:
        case TicketState.WAITING:
            return "question"
        case TicketState.PROPOSED:
            return "solved"
        case TicketState.CLOSED if may_object(ticket, now, cases.policy(session, now)):
            return "object"
        case TicketState.REJECTED if ticket.appeals == 0:
            return "appeal"
    return None


def _words(history: Sequence[TicketEvent], kind: Action, name: str) -> str:
    return next((event.words.get(name, "") for event in reversed(history) if event.kind == kind), "")
