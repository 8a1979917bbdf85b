"""Is what somebody tells about whoever looks at it? Asked before it is a case: a case says itself whom it is about."""

from datetime import datetime

from core.casework.routing import whom_about
from core.offices.directory import Directory
from core.offices.staff import Staff
from core.text.normalise import normalise

_LOOK_AT = 6000


def may_be_about(words: str, category: str, district: str, person: Staff, directory: Directory, at: datetime) -> bool:
    """Do these words complain of the office in which this person works, or whose post they hold? Or does their full
    name stand in them?

    One too many is handled by a colleague. One too few shows a citizen to whom they complain of.
    """
    words = words[:_LOOK_AT]
    about = whom_about(words, category, district, directory) if words else None
    if about is not None:
        if person.office is not None and person.office in {one.code for one in directory.under(about)}:
            return True
        term = directory.term(about, at)
        if term is not None and term.user in (person.username, str(person.id)):
            return True
    return _is_named(words, person.name)


def _is_named(words: str, name: str) -> bool:
    """A name of one word is too many people's."""
    wanted = normalise(name).lower().split()
    return len(wanted) > 1 and f" {' '.join(wanted)} " in f" {' '.join(_words(words))} "


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?()\"'-۔،؛") for word in normalise(text).lower().split()]
