"""Asking after a ticket: the same answer on every channel and on the tracking page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from core.casework.notices import phrase
from core.casework.work import next_level
from core.conversation import Conversation
from core.messages import InboundMessage
from core.ports import Reply, Understanding
from core.reference.phrasebook import date_in_words, moment_in_words, say, state_in_words
from core.services.cases import Cases
from core.store.casework import personal, tickets
from core.text.tracking import link_to, looks_like_tracking_number, read_tracking_number
from core.ticket import TOP, WORKING, Level, Ticket

_ABOUT = 80


class Problem(StrEnum):
    """Why no case is shown to whoever asks after one."""

    NONE = "they have none"
    NO_NUMBER = "what they gave is no tracking number"
    UNKNOWN = "there is no such case"
    NOT_THEIRS = "it is somebody else's, unless they prove that it is theirs"


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that may be shown, the latest first, or the ``problem``. ``number`` is the one that was asked for."""

    tickets: tuple[Ticket, ...] = ()
    problem: Problem | None = None
    number: str | None = None


def find(session: Session, person: str, written: str, *, trusted: bool = True, digits: str = "") -> Found:
    """The case of the number that somebody gave, or their own where they gave none (``written`` empty).

    A number alone opens nothing: it must be of one of this person's own cases, or come with the last four ``digits`` of
    the phone that the case is told to. ``trusted`` off: who asks is not proven, and has no cases.
    """
    own = personal.of_citizen(session, person) if trusted else []
    if not written:
        return Found(tuple(own), None if own else Problem.NONE)
    number = read_tracking_number(written)
    if number is None:
        return Found(problem=Problem.NO_NUMBER)
    mine = tuple(ticket for ticket in own if ticket.number == number)
    if mine:
        return Found(mine, number=number)
    ticket = tickets.find(session, number)
    if ticket is None:
        return Found(problem=Problem.UNKNOWN, number=number)
    if digits and tickets.phone_digits(session, number) == digits:
        return Found((ticket,), number=number)
    return Found(problem=Problem.NOT_THEIRS, number=number)


def status(
    session: Session,
    cases: Cases,
    conversation: Conversation,
    message: InboundMessage,
    understanding: Understanding,
    language: str,
    track_link: str,
) -> Reply:
    """The state of the ticket that was asked about, or of the person's latest ones, with office and deadline."""
    written = understanding.entities.get("tracking_number", "")
    found = find(session, conversation.person, written, trusted=message.trusted)
    if found.problem is Problem.NONE:
        return Reply(say("status_none", language))
    if found.problem is Problem.NO_NUMBER and looks_like_tracking_number(written):
        return Reply(say("status_wrong_digit", language, number=written))
    if found.problem is not None:
        link = link_to(track_link, found.number or "")
        return Reply(say("status_unknown", language, number=found.number or written, link=link))
    return Reply("\n".join(line for ticket in found.tickets[:3] for line in _lines(session, cases, ticket, language)))


def unproven(
    session: Session, conversation: Conversation, message: InboundMessage, understanding: Understanding
) -> str | None:
    """The tracking number that was asked after and is not of this person's cases: they may prove that it is."""
    if not message.trusted:
        return None
    found = find(session, conversation.person, understanding.entities.get("tracking_number", ""))
    return found.number if found.problem in (Problem.UNKNOWN, Problem.NOT_THEIRS) else None


def standing(
    session: Session, cases: Cases, ticket: Ticket, language: str, now: datetime, *, briefly: bool = False
) -> str:
    """Where a case stands: its state, who has it, by when they must act, and what happens if they do not. ``briefly``:
    behind a sentence of its own."""
    state = state_in_words(ticket, language)
    lines = [say("standing", language, number=ticket.number, state=state), _who(session, cases, ticket, language)]
    if ticket.state in WORKING and ticket.due_at is not None and ticket.level is not TOP:
        above = next_level(ticket, now, cases.policy(session, now))
        lines.append(say("standing_next", language, level=phrase(f"level.{above.name.lower()}", language)))
    if ticket.open and not briefly:
        lines.append(say("standing_asked", language))
    return " ".join(filter(None, lines))


def due_in_words(ticket: Ticket) -> str:
    """Its deadline: a day; of what is urgent the hour as well. "" where there is none."""
    if ticket.due_at is None:
        return ""
    return moment_in_words(ticket.due_at) if ticket.urgent else date_in_words(ticket.due_at)


def _who(session: Session, cases: Cases, ticket: Ticket, language: str) -> str:
    """Who has it, and until when; "" of a case that has ended or waits for the citizen."""
    if ticket.state not in WORKING:
        return ""
    due = due_in_words(ticket)
    if ticket.level is not Level.OFFICE:
        return say("standing_level", language, level=phrase(f"level.{ticket.level.name.lower()}", language), due=due)
    office = cases.office(session, ticket)
    if office is None:
        return say("standing_no_office", language, due=due)
    return say("standing_office", language, office=office.named(language), due=due)


def _lines(session: Session, cases: Cases, ticket: Ticket, language: str) -> list[str]:
    changed = tickets.changed_at(session, ticket.number) or ticket.created_at
    about = tickets.record(session, ticket.number).get("description") or ""
    about = about if len(about) <= _ABOUT else about[: _ABOUT - 1] + "…"
    state = state_in_words(ticket, language)
    told = say("status", language, number=ticket.number, state=state, date=date_in_words(changed))
    lines = [" ".join(filter(None, (told, _who(session, cases, ticket, language))))]
    return [*lines, say("status_about", language, about=about)] if about else lines
