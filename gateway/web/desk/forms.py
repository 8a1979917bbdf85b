"""What an action's form gave, checked: the office that was meant, the files, the colleague."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.casework.correcting import Right
from core.complaint import Complaint
from core.errors import Rejected, TooLarge
from core.reference.categories import categories
from core.store.engine import Store
from core.store.staff import staff
from core.text.gazetteer import districts
from core.text.normalise import clean_text
from core.ticket import Severity, Ticket
from gateway.house import House
from gateway.web.desk.actions import Asks, DeskAction, FormInput
from gateway.web.shared.file_kinds import kind_of, plain_name
from gateway.web.shared.numbers import whole_number
from gateway.web.shared.offices import the_office

LONGEST = 4000
MOST_FILES, MOST_BYTES = 6, 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was sent with a form and is a blob already."""

    sha256: str
    filename: str
    media_type: str
    size: int


def read(house: House, session: Session, action: DeskAction, language: str, files: Sequence[NewFile] = ()) -> FormInput:
    """The present form for this action. Raises Rejected with what to tell, WhichOffice where one must be chosen."""
    said = clean_text(request.form.get("words", "")).strip()[:LONGEST]
    if action.words is not None and not action.optional and not said:
        raise Rejected("no words", tell=str(gettext("Please write something in “%(field)s”.", field=action.words)))
    office = colleague = None
    if action.asks is Asks.OFFICE:
        found = the_office(house.cases.book.directory(session), request.form.get("office", ""))
        office = (found.id, found.named(language))
    if action.asks is Asks.COLLEAGUE:
        colleague = _colleague(session, request.form.get("colleague", ""))
    if action.asks is Asks.AGAINST:
        about = request.form.get("about", "")
        colleague = _colleague(session, "" if about == "office" else about)
    return FormInput(said, request.form.get("reason", ""), office, colleague, [file.sha256 for file in files])


def read_right(ticket: Ticket, record: Complaint) -> Right:
    """The present form's idea of what a complaint is about; the place only where its writer saw it (it is masked
    otherwise, and left out). Raises Rejected."""
    category, district = request.form.get("category", ticket.category), request.form.get("district", ticket.district)
    severity = request.form.get("severity", ticket.severity)
    if category not in {*categories(), ticket.category} or district not in {*districts(), ticket.district}:
        raise Rejected("no such category or district", tell=str(gettext("Please choose from the list.")))
    if severity not in set(Severity):
        raise Rejected("no such severity", tell=str(gettext("Please choose from the list.")))
    before = record.get("address") or ""
    place = clean_text(request.form.get("place", "")).strip()[:300] or before
    return Right(category, district, Severity(severity), "urgent" in request.form, place, before)


def take_files(store: Store) -> list[NewFile]:
    """Files of the present form, put away. Raises TooLarge, Unsupported, Rejected."""
    sent = [file for file in request.files.getlist("files") if file.filename]
    if len(sent) > MOST_FILES:
        raise Rejected("too many files", tell=str(gettext("Please send fewer files at once.")))
    taken = []
    for file in sent:
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TooLarge("a file")
        kind = kind_of(content)
        taken.append(NewFile(store.blobs.put(content), plain_name(file.filename) or "", kind, len(content)))
    return taken


def _colleague(session: Session, written: str) -> str | None:
    if not written:
        return None
    number = whole_number(written, 9)
    known = staff.get(session, number) if number is not None else None
    if known is None or not known.active:
        raise Rejected("no such colleague", tell=str(gettext("Please choose a colleague from the list.")))
    return written
