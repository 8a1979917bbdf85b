"""What the desk shows of a caller: their number (masked), their cases, what was heard, and the recordings."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core import following
from core.personal import masked
from core.store.casework import personal
from core.store.road.conversations import Conversation
from core.store.tables import MediaRow
from core.store.voice import calls, helpline, recordings
from core.store.voice.helpline_tables import HelplineTaskRow
from core.taxonomy import categories
from core.ticket import Ticket

_MOST_CASES = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the caller's."""

    ticket: Ticket
    state: str
    category: str


@dataclass(frozen=True, slots=True)
class Caller:
    """``number`` is masked, unless ``open``: they gave a reason for seeing it. Empty where it is hidden."""

    number: str
    open: bool
    cases: list[Case]
    said: list[str]
    files: list[tuple[MediaRow, datetime]]


def caller(
    session: Session, row: HelplineTaskRow, told: Conversation, staff_id: int, now: datetime, language: str
) -> Caller:
    """Who is on the line, or was. Cases whose citizen wishes not to be named are not shown."""
    known = told.address if told.address.startswith("+") else ""
    seen = helpline.may_see(session, row.id, staff_id, now)
    own = personal.of_citizen(session, f"tel:{known}", limit=_MOST_CASES) if known else []
    return Caller(
        known if seen else masked("phone", known),
        seen,
        [_case(ticket, language) for ticket in own if not ticket.anonymous],
        [speech for answer in calls.said(session, told.id) if (speech := str(answer.heard.get("speech", "")))],
        list(recordings.of_conversation(session, told.id)),
    )


def _case(ticket: Ticket, language: str) -> Case:
    category = categories().get(ticket.category)
    name = category.named(language) if category else ticket.category
    return Case(ticket, following.state_in_words(ticket, language), name)
