"""What a citizen is told about their case, in four languages: files in core/reference/notices/."""

import functools
import json
from collections.abc import Mapping
from importlib import resources

from core.casework import Notice, NoticeKind
from core.messages import Button
from core.reference.phrasebook import LANGUAGES, date_in_words, moment_in_words
from core.ticket import Ticket

_FILES = resources.files("core.reference") / "notices"


def phrase(key: str, language: str, **values: str) -> str:
    """A text in a language (English where we do not know it), with its values put in. Raises KeyError."""
    return _texts(language if language in LANGUAGES else "en")[key].format(**values)


def in_words(notice: Notice, ticket: Ticket, *, object_within: int) -> tuple[str, tuple[Button, ...]]:
    """A citizen's notice about their ticket: the text and the buttons below it."""
    language = ticket.language
    values = dict(notice.variables) | {"number": ticket.number, "days": str(object_within)}
    if ticket.due_at is not None:
        values["due"] = moment_in_words(ticket.due_at) if ticket.urgent else date_in_words(ticket.due_at)
    if "level" in values:
        values["level"] = phrase(f"level.{values['level']}", language)
    if notice.kind is NoticeKind.REJECTED:
        return _rejected(values, language), ()
    buttons = tuple(Button(phrase(button.title, language), button.payload) for button in notice.buttons)
    return phrase(notice.kind, language, **values), buttons


def _rejected(values: Mapping[str, str], language: str) -> str:
    reason = phrase(f"reason.{values['reason']}", language)
    after = phrase("rejected_appeal" if values["appeal"] == "yes" else "rejected_final", language)
    return f"{phrase('rejected', language, number=values['number'], reason=reason)}\n{after}"


@functools.cache
def _texts(language: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((_FILES / f"{language}.json").read_text(encoding="utf-8"))
    return texts
