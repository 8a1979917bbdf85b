"""What a deed's form gave, checked: the office that was meant, the files, the colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from flask import request
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import NotFound, Rejected, TooLarge
from core.offices import Directory, Office
from core.store.people import staff
from core.text.normalise import clean_text, fold_letters
from gateway.house import House
from gateway.web.desk.deeds import Asks, Deed, Given
from gateway.web.kinds_of_file import kind_of, plain_name

LONGEST = 4000
MOST_FILES, MOST_BYTES = 6, 25 * 1024 * 1024
_OFFERED = 12
_FOLDED: WeakKeyDictionary[Directory, list[tuple[str, Office]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was sent with a form and is a blob already."""

    sha256: str
    filename: str
    media_type: str
    size: int


class WhichOffice(Rejected):
    """Several offices fit what was written."""

    kind = "which-office"

    def __init__(self, offices: Sequence[Office]) -> None:
        super().__init__("several offices fit", tell=str(gettext("Please choose the office.")))
        self.offices = offices


def read(house: House, session: Session, deed: Deed, language: str, files: Sequence[NewFile] = ()) -> Given:
    """The present form for this deed. Raises Rejected with what to tell, WhichOffice where one must be chosen."""
    said = clean_text(request.form.get("words", "")).strip()[:LONGEST]
    if deed.words is not None and not deed.optional and not said:
        raise Rejected("no words", tell=str(gettext("Please write something in “%(field)s”.", field=deed.words)))
    office = colleague = None
    if deed.asks is Asks.OFFICE:
        found = the_office(house.cases.book.directory(session), request.form.get("office", ""))
        office = (found.id, found.named(language))
    if deed.asks is Asks.COLLEAGUE:
        colleague = _colleague(session, request.form.get("colleague", ""))
    if deed.asks is Asks.AGAINST:
        about = request.form.get("about", "")
        colleague = _colleague(session, "" if about == "office" else about)
    return Given(said, request.form.get("reason", ""), office, colleague, [file.sha256 for file in files])


def take_files(house: House) -> list[NewFile]:
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
        taken.append(NewFile(house.store.blobs.put(content), plain_name(file.filename) or "", kind, len(content)))
    return taken


def the_office(directory: Directory, written: str) -> Office:
    """The one office that was meant: by its code (alone, or in brackets at the end, as the suggestions write it), or
    by words of its name. Raises Rejected or WhichOffice."""
    written = clean_text(written).strip()
    code = written.rpartition("(")[2].rstrip(") ") if written.endswith(")") else written
    try:
        return directory.by_code(code)
    except NotFound:
        found = offices_like(directory, written)
    if not found:
        raise Rejected("no such office", tell=str(gettext("There is no office of this name.")))
    if len(found) > 1:
        raise WhichOffice(found)
    return found[0]


def offices_like(directory: Directory, written: str, limit: int = _OFFERED) -> list[Office]:
    """Offices whose name or place has all of these words, the shortest names first."""
    wanted = fold_letters(written).casefold().split()
    if not wanted:
        return []
    fits = [office for sought, office in _all(directory) if all(word in sought for word in wanted)]
    return sorted(fits, key=lambda office: (len(office.name), office.name))[:limit]


def seen_version() -> int:
    """The version of the ticket that the form was made from."""
    version = request.form.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


def _all(directory: Directory) -> list[tuple[str, Office]]:
    """Every office with what it is found by: folded once for each directory."""
    if directory not in _FOLDED:
        _FOLDED[directory] = [(_sought(office), office) for office in directory]
    return _FOLDED[directory]


def _sought(office: Office) -> str:
    names = (office.name, office.name_ur, office.district, office.tehsil, office.department)
    return fold_letters(" ".join(filter(None, names))).casefold()


def _colleague(session: Session, written: str) -> str | None:
    if not written:
        return None
    known = staff.get(session, int(written)) if written.isdecimal() and len(written) < 10 else None
    if known is None or not known.active:
        raise Rejected("no such colleague", tell=str(gettext("Please choose a colleague from the list.")))
    return written
