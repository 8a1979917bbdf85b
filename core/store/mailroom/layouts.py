"""Layouts of letters: the pictures of their pages and where on them each field stands."""

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from core.store.mailroom.tables import LetterLayoutRow


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as it was read: its prepared picture (a JPEG blob) and size in pixels. ``kind``: core.messages.Page."""

    sha256: str
    width: int
    height: int
    language: str
    confidence: float
    rotation: int
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a file: the file's envelope, and the page's number in it, from 0."""

    envelope: str
    number: int


@dataclass(frozen=True, slots=True)
class WordBox:
    """Where one word stands: page from 0, pixels of its picture, and how sure its reading was, in percent."""

    page: int
    left: int
    top: int
    width: int
    height: int
    percent: int


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a field stands: page from 0, pixels of its picture, and how sure the reading was.

    ``words`` are those it was read from; empty for letters that were read before they were kept.
    """

    page: int
    left: int
    top: int
    width: int
    height: int
    confidence: float
    words: tuple[WordBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A letter's pages in their order, and the boxes of its fields by name."""

    pages: tuple[PagePicture, ...] = ()
    boxes: Mapping[str, FieldBox] | None = None
    sheets: tuple[Sheet, ...] = ()
    """Where each page comes from, in the order of ``pages``; empty for letters that were read before this was kept."""

    def box(self, name: str) -> FieldBox | None:
        return (self.boxes or {}).get(name)


def put(session: Session, key: str, layout: Layout) -> None:
    """Keep it in place of an earlier one. ``key`` is the id of the letter's message."""
    known = layout.boxes or {}
    pages: dict[str, Any] = {
        "pages": [{name: value for name, value in asdict(page).items() if name != "kind"} for page in layout.pages],
        "kinds": [page.kind for page in layout.pages],
        "sheets": [[sheet.envelope, sheet.number] for sheet in layout.sheets],
        "words": {name: [astuple(word) for word in box.words] for name, box in known.items() if box.words},
    }
    boxes = {name: asdict(replace(box, words=())) for name, box in known.items()}
    for box in boxes.values():
        del box["words"]  # beside the pages: a version of before these were kept reads ``boxes`` as they were
    session.merge(LetterLayoutRow(key=key, pages=pages, boxes=boxes))


def get(session: Session, key: str) -> Layout:
    """An empty layout where there is none (yet)."""
    row = session.get(LetterLayoutRow, key)
    if row is None:
        return Layout()
    words = row.pages.get("words", {})
    pages = row.pages["pages"]
    kinds = row.pages.get("kinds") or ["text"] * len(pages)  # of letters that were read before kinds were kept
    return Layout(
        tuple(PagePicture(**page, kind=kind) for page, kind in zip(pages, kinds, strict=True)),
        {
            name: FieldBox(**box, words=tuple(WordBox(*word) for word in words.get(name, ())))
            for name, box in row.boxes.items()
        },
        tuple(Sheet(envelope, number) for envelope, number in row.pages.get("sheets", [])),
    )
