"""What the page of a case shows, and which of its forms are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework import may_object
from core.casework.history import TicketEvent
from core.reference.phrasebook import date_in_words, event_in_words, is_told, state_in_words
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.evidence import media
from core.store.staff import access_log
from core.ticket import Action, Ticket, TicketState


@dataclass(frozen=True, slots=True)
class CaseView:
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


def present(session: Session, cases: Cases, ticket: Ticket, language: str, now: datetime) -> CaseView:
    """The case as it stands."""
    history = tickets.events(session, ticket.number)
    conversation = tickets.conversation_of(session, ticket.number)
    record = tickets.record(session, ticket.number)
    return CaseView(
        number=ticket.number,
        about=str(record.get("description") or ""),
        state=state_in_words(ticket, language),
        steps=_steps(session, ticket, history, language),
        files=len(media.of_conversation(session, conversation.id)) if conversation else 0,
        ask=_ask(session, cases, ticket, now),
        question=_words(history, Action.ASK_CITIZEN, "question"),
        done=ticket.resolution.remark if ticket.resolution else "",
    )


def _steps(session: Session, ticket: Ticket, history: Sequence[TicketEvent], language: str) -> list[tuple[str, str]]:
    """What happened, and when the case was opened here: so that its citizen sees whether it was they."""
    at = [(event.at, event.kind) for event in history if is_told(event.kind)]
    at += [(one.at, one.what.replace(" ", "_")) for one in access_log.by_citizens(session, ticket.number)]
    at.sort(key=lambda one: one[0], reverse=True)
    return [(date_in_words(when), event_in_words(kind, language)) for when, kind in at]


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
