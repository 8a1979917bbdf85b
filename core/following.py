"""Asking after a ticket: the same answer on every channel and on the tracking page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.history import TicketEvent
from core.messages import InboundMessage
from core.phrases import say
from core.ports import Reply, Understanding
from core.store.casework import personal, tickets
from core.store.road.conversations import Conversation
from core.ticket import Ticket
from core.tracking import looks_like_tracking_number, read_tracking_number

PAKISTAN = ZoneInfo("Asia/Karachi")
_ABOUT = 80


def status(
    session: Session,
    conversation: Conversation,
    message: InboundMessage,
    understanding: Understanding,
    language: str,
    track_link: str,
) -> Reply:
    """The state of the ticket that was asked about, or of the person's latest one.

    A number alone opens nothing: it must be one of this person's own tickets.
    """
    own = personal.of_citizen(session, conversation.person) if message.trusted else []
    written = understanding.entities.get("tracking_number", "")
    if written:
        number = read_tracking_number(written)
        if number is None and looks_like_tracking_number(written):
            return Reply(say("status_wrong_digit", language, number=written))
        asked = [ticket for ticket in own if ticket.number == number]
        if not asked:
            return Reply(say("status_unknown", language, number=number or written, link=track_link))
        own = asked
    if not own:
        return Reply(say("status_none", language))
    return Reply("\n".join(line for ticket in own[:3] for line in _lines(session, ticket, language)))


def unproven(
    session: Session, conversation: Conversation, message: InboundMessage, understanding: Understanding
) -> str | None:
    """The tracking number that was asked after and is not of this person's cases: they may prove that it is."""
    number = read_tracking_number(understanding.entities.get("tracking_number", ""))
    own = personal.of_citizen(session, conversation.person) if message.trusted else []
    return number if message.trusted and all(ticket.number != number for ticket in own) else None


def state_in_words(ticket: Ticket, language: str) -> str:
    return say(f"state.{ticket.state}", language)


def event_in_words(event: TicketEvent, language: str) -> str:
    """What happened, as a citizen may read it: no names, no words of officers."""
    try:
        return say(f"event.{event.kind}", language)
    except KeyError:
        return say("event.other", language)


def date_in_words(moment: datetime) -> str:
    """A day as it is written in Pakistan, by the clock there.

    With slashes: among Urdu words a date with hyphens is shown with its parts in reverse (UAX #9, rules W2 and W4).
    """
    return f"{moment.astimezone(PAKISTAN):%d/%m/%Y}"


def _lines(session: Session, ticket: Ticket, language: str) -> list[str]:
    changed = tickets.changed_at(session, ticket.number) or ticket.created_at
    about = tickets.record(session, ticket.number).get("description") or ""
    about = about if len(about) <= _ABOUT else about[: _ABOUT - 1] + "…"
    state = state_in_words(ticket, language)
    lines = [say("status", language, number=ticket.number, state=state, date=date_in_words(changed))]
    return [*lines, say("status_about", language, about=about)] if about else lines
