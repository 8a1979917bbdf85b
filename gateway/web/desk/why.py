"""Why a case went where it is, in the reader's language: the history keeps our own reasons in English, as they were
written then, and officers' reasons as they wrote them."""

from functools import lru_cache

from flask_babel import LazyString, gettext, lazy_gettext

from core.casework import own_notes
from core.casework.history import TicketEvent
from core.casework.routing import Explained, read_sentence
from core.offices.directory import Directory
from core.reference.categories import categories
from core.services import correcting, learning, leaving, transcribing
from core.ticket import SYSTEM
from gateway.web.shared import labels

_OURS: dict[str, LazyString] = {
    leaving.WHY: lazy_gettext("Whoever had this case in hand is no longer at the office."),
    correcting.WHY: lazy_gettext("What it is about was corrected."),
    learning.WHY: lazy_gettext("The citizen told more of it."),
    transcribing.WHY: lazy_gettext("What the caller said was written down."),
    own_notes.MEANT_ELSEWHERE: lazy_gettext("Sent on: the citizen says that it is for this office."),
    own_notes.TAKEN_BACK: lazy_gettext("The citizen took a message back: its words and files are gone."),
}
"""Reasons that we write ourselves."""


def in_words(event: TicketEvent, text: str, offices: Directory) -> str:
    """A reason of an event as the reader sees it."""
    if event.actor != str(SYSTEM):
        return text
    if text in _OURS:
        return str(_OURS[text])
    lost = own_notes.read_undelivered(text)
    if lost is not None:
        return _undelivered(*lost)
    told = read_sentence(text)
    return _sentence(told, offices) if told is not None else text


def _undelivered(channel: str, code: str | None) -> str:
    return str(
        gettext(
            "A message to the citizen could not be delivered (%(channel)s, %(code)s).",
            channel=labels.channel_name(channel),
            code=code or gettext("no code"),
        )
    )


def _sentence(told: Explained, offices: Directory) -> str:
    place = labels.joined([labels.district_name(part) for part in told.place.split(", ")])
    parts = [
        gettext(
            "Sent to %(office)s because the complaint is about %(category)s, in %(place)s.",
            office=_office(told.office, offices),
            category=_category(told.about),
            place=place,
        )
    ]
    if told.word:
        parts.append(gettext("It speaks of “%(word)s”.", word=told.word))
    for why, office in told.passed:
        parts.append(_passed(why, _office(office, offices)))
    if told.again:
        parts.append(str(_OURS.get(told.again, told.again)))
    return " ".join(parts)


def _passed(why: str, office: str) -> str:
    match why:
        case "accused":
            return str(gettext("%(office)s is complained about.", office=office))
        case "under":
            return str(gettext("%(office)s is under the office complained about.", office=office))
    return str(gettext("Nobody is in post at %(office)s.", office=office))


def _category(english: str) -> str:
    keys = {one.names["en"]: key for key, one in categories().items()}
    return labels.category_name(keys.get(english, english))


def _office(english: str, offices: Directory) -> str:
    code = _codes(offices).get(english)
    return offices.by_code(code).named(labels.page_language()) if code is not None else english


@lru_cache(4)
def _codes(offices: Directory) -> dict[str, str]:
    return {office.name: office.code for office in offices}
