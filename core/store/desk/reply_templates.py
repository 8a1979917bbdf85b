"""Texts for answers to citizens, by key and language: those of core/reference/replies, and what the administrator
put in their place or added."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.reference.phrasebook import LANGUAGES
from core.store.desk.tables import ReplyTemplateRow
from core.store.once import insert_once

_FILES = resources.files("core.reference") / "replies"


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """``title`` is for the officer, in the text's language; ``text`` may hold {number}, {office} and {category}."""

    key: str
    language: str
    title: str
    text: str

    def filled(self, **values: str) -> str:
        """The text with its values; what it does not know stays as it is."""
        text = self.text
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text


def of_language(session: Session, language: str) -> Sequence[ReplyTemplate]:
    """All that may be used in a language (English where we do not know it), by key."""
    known = language if language in LANGUAGES else "en"
    found = {one.key: one for one in _given(known)}
    for row in session.scalars(select(ReplyTemplateRow).where(ReplyTemplateRow.language == known)):
        found.pop(row.key, None)
        if row.active:
            found[row.key] = ReplyTemplate(row.key, row.language, row.title, row.text)
    return [found[key] for key in sorted(found)]


def put(session: Session, template: ReplyTemplate, *, active: bool = True) -> None:
    """Use this text from now on; not ``active``: use none of this key in this language."""
    values = {"title": template.title, "text": template.text, "active": active}
    key = {"key": template.key, "language": template.language}
    if insert_once(session, ReplyTemplateRow, key | values, key=("key", "language")) is None:
        same = (ReplyTemplateRow.key == template.key, ReplyTemplateRow.language == template.language)
        session.execute(update(ReplyTemplateRow).where(*same).values(**values))


@functools.cache
def _given(language: str) -> tuple[ReplyTemplate, ...]:
    texts: dict[str, dict[str, str]] = json.loads((_FILES / f"{language}.json").read_text(encoding="utf-8"))
    return tuple(ReplyTemplate(key, language, one["title"], one["text"]) for key, one in texts.items())
