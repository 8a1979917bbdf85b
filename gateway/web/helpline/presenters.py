"""What the desk shows of a caller: their number (masked), their cases, what was heard, and the recordings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.privacy.masking import hidden
from core.privacy.personal import masked_address
from core.reference.categories import categories
from core.reference.phrasebook import state_in_words
from core.store.casework import personal
from core.store.evidence import media, transcripts
from core.store.evidence.tables import MediaRow
from core.store.helpline import calls, recordings, tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import thread
from core.store.staff import staff
from core.ticket import Ticket
from gateway.web.shared.thread_view import Message, in_words_heard, messages, piece
from gateway.web.staff.scope import Scope

_MOST_CASES = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the caller's."""

    ticket: Ticket
    state: str
    category: str


@dataclass(frozen=True, slots=True)
class Caller:
    """``number`` (or mail address) is masked, unless ``open``: they gave a reason for seeing it. Empty where it is
    hidden. ``may_hear``: may they hear the recordings, and read what was said in them? ``thread``: what was written,
    where anything was; ``heard``: what a recogniser heard in a recording."""

    number: str
    open: bool
    may_hear: bool
    cases: list[Case]
    said: list[str]
    files: list[tuple[MediaRow, datetime]]
    thread: list[Message]
    heard: Mapping[int, Sequence[tuple[str, bool]]]

    @property
    def sounds(self) -> bool:
        """Is there anything to play?"""
        return bool(self.files) or any(file.shown in ("sound", "film") for one in self.thread for file in one.files)


def thread_of(
    session: Session, row: HelplineTaskRow, told: Conversation, staff_id: int, now: datetime
) -> list[Message]:
    """All that was said in a conversation, with its files in place; masked as on the desk for whom it is not shown to
    as it is."""
    shown = as_it_is(session, row, staff_id, now)
    hide: Callable[[str], str] = str if shown else lambda text: hidden(text, told.complaint)
    task_id, conversation_id = row.id, told.id
    rows = media.of_conversation(session, conversation_id)
    heard = transcripts.of(session, [row.id for row in rows])
    pieces = {
        row.id: piece(
            row,
            n,
            url_for("helpline.file", task_id=task_id, media_id=row.id),
            in_words_heard(heard.get(row.id), hide),
        )
        for n, row in enumerate(rows, 1)
    }
    names = {person.id: person.name for person in staff.everybody(session)}
    return messages(thread.of_conversation(session, conversation_id), names, pieces, hide)


def as_it_is(session: Session, row: HelplineTaskRow, staff_id: int, now: datetime) -> bool:
    """May they hear and read it as it is? It is on their desk, or they said just now why they need it."""
    return row.on_desk_of(staff_id) or tasks.may_see(session, row.id, staff_id, now)


def caller(
    session: Session,
    scope: Scope,
    row: HelplineTaskRow,
    told: Conversation,
    staff_id: int,
    now: datetime,
    language: str,
) -> Caller:
    """Who is on the line, or was. Not with cases whose citizen wishes not to be named, nor those that whoever looks
    may not see."""
    known = told.address if told.address.startswith("+") or "@" in told.address else ""
    seen = tasks.may_see(session, row.id, staff_id, now)
    own = personal.of_citizen(session, told.person, limit=_MOST_CASES) if told.address else []
    calls_files = list(recordings.of_conversation(session, told.id))
    heard = transcripts.of(session, [file.id for file, _ in calls_files])
    written = thread.last_heard(session, told.id) is not None
    return Caller(
        known if seen else masked_address(known),
        seen,
        as_it_is(session, row, staff_id, now),
        [_case(ticket, language) for ticket in own if not ticket.anonymous and scope.allows(ticket)],
        [speech for answer in calls.answers_of(session, told.id) if (speech := str(answer.heard.get("speech", "")))],
        calls_files,
        thread_of(session, row, told, staff_id, now) if written else [],
        {media_id: in_words_heard(one) for media_id, one in heard.items()},
    )


def _case(ticket: Ticket, language: str) -> Case:
    category = categories().get(ticket.category)
    name = category.named(language) if category else ticket.category
    return Case(ticket, state_in_words(ticket, language), name)
