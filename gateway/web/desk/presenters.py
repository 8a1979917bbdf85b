"""What a ticket's page shows of the record and of the evidence: masked, but for what was revealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.privacy.masking import hidden
from core.privacy.personal import PERSONAL, for_office
from core.store.desk import files as desk_files
from core.store.evidence import media, transcripts
from core.store.evidence.tables import MediaRow
from core.store.mailroom import letters
from core.store.mailroom.layouts import Layout
from core.store.pipeline import thread
from core.ticket import Ticket
from gateway.web.evidence import FILMS, IMAGES, SOUNDS
from gateway.web.shared import labels
from gateway.web.shared.downloads import in_words
from gateway.web.shared.thread_view import Message, Piece, in_words_heard, messages

LETTER = "letter"
"""Revealed as one: the picture with all that stands on it."""
IN_PLACE = ("latitude", "longitude")
"""Fields that the map shows."""


@dataclass(frozen=True, slots=True)
class File:
    """A piece of evidence. ``shown``: image, sound, film or none (then it is saved). ``url`` is empty while it cannot
    be had, and ``why`` says why."""

    name: str
    shown: str
    url: str
    why: str
    by_office: bool
    size: int | None
    id: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of the record. ``masked``: there is more to see, for a reason."""

    name: str
    label: str
    value: str
    masked: bool


def description(record: Complaint, revealed: dict[str, str]) -> str:
    said = record.fields.get("description")
    text = said.value if said else ""
    return text if "description" in revealed else hidden(text, record)


def facts(record: Complaint, ticket: Ticket, revealed: dict[str, str]) -> list[Fact]:
    """The record's fields but those that stand elsewhere on the page."""
    masked = for_office(record, anonymous=ticket.anonymous)
    found = []
    for name, label in labels.FIELDS.items():
        if name not in masked or name in IN_PLACE:
            continue
        value = revealed.get(name) or masked[name]
        hides = name in PERSONAL and value != (record.get(name) or "")
        found.append(Fact(name, str(label), value, hides))
    return found


def evidence(
    session: Session, ticket: Ticket, record: Complaint, conversation_id: str, revealed: dict[str, str]
) -> tuple[list[File], Layout | None]:
    """Files, and the letter where there is one: its own file only for those who may see it as it is."""
    rows = media.of_conversation(session, conversation_id)
    came_by = desk_files.came_by(session, rows)
    files = []
    for number, row in enumerate(rows, start=1):
        of_letter = came_by[row.id] == letters.CHANNEL
        if of_letter and (ticket.anonymous or LETTER not in revealed):
            continue
        files.append(_file(ticket, record, row, number, by_office=came_by[row.id] == desk_files.CHANNEL))
    layout = None if ticket.anonymous else desk_files.letter_of(session, conversation_id)
    return files, layout


def said_in(
    session: Session, record: Complaint, conversation_id: str, files: Sequence[File], revealed: dict[str, str]
) -> list[Message]:
    """The thread in which it was told, masked as the complaint's own words are, with the evidence in place."""
    hide: Callable[[str], str] = str if "description" in revealed else lambda text: hidden(text, record)
    heard = transcripts.of(session, [file.id for file in files])
    pieces = {
        file.id: Piece(file.id, file.name, file.shown, file.url, file.why, in_words_heard(heard.get(file.id), hide))
        for file in files
    }
    return messages(thread.of_conversation(session, conversation_id), {}, pieces, hide)


def _file(ticket: Ticket, record: Complaint, row: MediaRow, number: int, *, by_office: bool) -> File:
    kind = row.media_type.partition(";")[0].strip().lower()
    shown = "none"
    for name, kinds in (("image", (*IMAGES, "image/heic")), ("sound", (*SOUNDS, "audio/x-wav")), ("film", FILMS)):
        if kind in kinds:
            shown = name
    name = str(gettext("File %(number)d", number=number))
    if row.filename and (by_office or not ticket.anonymous) and not row.url:
        name = hidden(row.filename, record)
    url = url_for("evidence.file", number=ticket.number, media_id=row.id) if row.state == media.STORED else ""
    why = ""
    if row.state == media.WAITING:
        why = str(gettext("It is being fetched."))
    elif row.state == media.REFUSED:
        why = str(gettext("It could not be kept: too large, damaged or gone."))
    elif row.state == media.INFECTED:
        why = in_words(row.reason or "")
    return File(name, shown, url, why, by_office, row.size, row.id)
