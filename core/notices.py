"""What a citizen is told about their case, in four languages: files in core/reference/notices/."""

import functools
import json
from collections.abc import Mapping
from importlib import resources

from core.casework import Notice, NoticeKind
from core.following import date_in_words
from core.messages import Button
from core.phrases import LANGUAGES
from core.ticket import Ticket

_FILES = resources.files("core.reference") / "notices"


def tell(key: str, language: str, **values: str) -> str:
    """A text in a language (English where we do not know it), with its values put in. Raises KeyError."""
    return _texts(language if language in LANGUAGES else "en")[key].format(**values)


def in_words(notice: Notice, ticket: Ticket, *, object_within: int) -> tuple[str, tuple[Button, ...]]:
    """A citizen's notice about their ticket: the text and the buttons below it."""
    language = ticket.language
    values = dict(notice.variables) | {"number": ticket.number, "days": str(object_within)}
    if ticket.due_at is not None:
        values["due"] = date_in_words(ticket.due_at)
    if "level" in values:
        values["level"] = tell(f"level.{values['level']}", language)
    if notice.kind is NoticeKind.REJECTED:
        return _rejected(values, language), ()
    buttons = tuple(Button(tell(button.title, language), button.payload) for button in notice.buttons)
    return tell(notice.kind, language, **values), buttons


def _rejected(values: Mapping[str, str], language: str) -> str:
    reason = tell(f"reason.{values['reason']}", language)
    after = tell("rejected_appeal" if values["appeal"] == "yes" else "rejected_final", language)
    return f"{tell('rejected', language, number=values['number'], reason=reason)}\n{after}"


@functools.cache
def _texts(language: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((_FILES / f"{language}.json").read_text(encoding="utf-8"))
    return texts
