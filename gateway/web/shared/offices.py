"""The office that somebody means by what they write: suggested by name as they type, and found again by that name.

Pages show no codes. Several offices may share a name (three towns are called Khanpur): those carry their district.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from flask_babel import gettext

from core.errors import NotFound, Rejected
from core.offices.directory import Directory, Office
from core.text.gazetteer import districts
from core.text.normalise import clean_text, fold_letters
from gateway.web.shared.labels import district_name

_OFFERED = 12
_MARKS = "·,،;()"


@dataclass(frozen=True, slots=True)
class _Known:
    """All offices with what each is found by, and how many share a name: worked out once for each directory."""

    sought: Sequence[tuple[str, Office]]
    named: Counter[str]


_KNOWN: WeakKeyDictionary[Directory, _Known] = WeakKeyDictionary()


class WhichOffice(Rejected):
    """Several offices fit what was written."""

    kind = "which-office"

    def __init__(self, offices: Sequence[Office]) -> None:
        super().__init__("several offices fit", tell=str(gettext("Please choose the office.")))
        self.offices = offices


def the_office(directory: Directory, written: str) -> Office:
    """The one office that was meant: by its code, by its name as it is suggested, or by words of its name and place.
    Raises Rejected or WhichOffice."""
    written = clean_text(written).strip()
    try:
        return directory.by_code(written)
    except NotFound:
        found = offices_like(directory, written)
    if not found:
        raise Rejected("no such office", tell=str(gettext("There is no office of this name.")))
    whole = [one for one in found if _folded(written) in {_folded(name) for name in (one.name, one.name_ur)}]
    if len(found) > 1 and len(whole) != 1:
        raise WhichOffice(found)
    return whole[0] if whole else found[0]


def offices_like(directory: Directory, written: str, limit: int = _OFFERED) -> list[Office]:
    """Offices whose name or place has all of these words, the shortest names first."""
    wanted = _folded(written).split()
    if not wanted:
        return []
    fits = [office for sought, office in _known(directory).sought if all(word in sought for word in wanted)]
    return sorted(fits, key=lambda office: (len(office.name), office.name))[:limit]


def office_label(office: Office, directory: Directory, language: str) -> str:
    """Its name; with its district where another office has the same."""
    name = office.named(language)
    if _known(directory).named[office.name] < 2:
        return name
    return f"{name} · {district_name(office.district or office.division or office.province)}"


def _known(directory: Directory) -> _Known:
    known = _KNOWN.get(directory)
    if known is None:
        sought = [(_sought(office), office) for office in directory]
        known = _KNOWN[directory] = _Known(sought, Counter(office.name for office in directory))
    return known


def _sought(office: Office) -> str:
    district = _urdu_district(office.district) if office.district else ""
    names = (office.name, office.name_ur, office.district, district, office.division, office.tehsil, office.department)
    return _folded(" ".join(filter(None, names)))


def _urdu_district(district: str) -> str:
    known = districts().get(district)
    return f"{known.urdu} {known.pashto}" if known is not None else ""


def _folded(text: str) -> str:
    folded = fold_letters(text).casefold()
    return " ".join(word for part in folded.split() if (word := part.strip(_MARKS)))
