"""The letter's pages as the desk draws them: the picture, turned as asked, and the words of each field marked on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext

from core.complaint import BELIEVED
from core.store.mailroom.layouts import FieldBox, Layout, PagePicture, WordBox
from core.store.mailroom.tables import LetterRow

_STANDS_FOR = {"subject": "category"}
"""What the letter is about is mostly said by its subject: that is marked for the category."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on the page: all that a field was read from, or (``word``) one word of it, ``weak`` if badly read."""

    field: str
    left: int
    top: int
    width: int
    height: int
    word: bool
    weak: bool = False


@dataclass(frozen=True, slots=True)
class PictureView:
    """A page as SVG wants it: turned without a style attribute, which our own headers forbid."""

    number: int
    url: str
    page: PagePicture
    across: int
    down: int
    transform: str
    marks: tuple[Mark, ...]
    said: str = ""
    """What sort of page it is, where it is none whose text was read."""


def turn() -> int:
    """By how many degrees the reader wants the pages turned (``?turn=90``)."""
    asked = request.args.get("turn", "0")
    return int(asked) if asked in ("0", "90", "180", "270") else 0


def pictures(letter: LetterRow, layout: Layout) -> list[PictureView]:
    """The letter's pages in their order."""
    turned = turn()
    shown = []
    for number, page in enumerate(layout.pages, start=1):
        wide, high = page.width, page.height
        across, down = (high, wide) if turned in (90, 270) else (wide, high)
        move = {0: "", 90: f"translate({high} 0) rotate(90)", 180: f"translate({wide} {high}) rotate(180)"}
        url = url_for("mailroom.page", letter_id=letter.id, number=number)
        transform = move.get(turned, f"translate(0 {wide}) rotate(270)")
        shown.append(
            PictureView(number, url, page, across, down, transform, tuple(_marks(layout, number - 1)), _said(page.kind))
        )
    return shown


def _said(kind: str) -> str:
    match kind:
        case "unreadable":
            said = gettext("not readable for the machine: a person reads it. Nothing of it was filled in.")
        case "card":
            said = gettext("the copy of an identity card. Its number is only offered: compare it with the letter.")
        case "receipt":
            said = gettext("a receipt or a bill, kept as evidence.")
        case "photo":
            said = gettext("a photograph, kept as evidence.")
        case "blank":
            said = gettext("a blank sheet.")
        case _:
            said = ""
    return str(said)


def _marks(layout: Layout, page: int) -> Iterator[Mark]:
    for name, box in (layout.boxes or {}).items():
        field = _STANDS_FOR.get(name, name)
        if box.page == page:
            yield _box(field, box)
        yield from (_word(field, word) for word in box.words if word.page == page)


def _box(field: str, box: FieldBox) -> Mark:
    return Mark(field, box.left - 8, box.top - 8, box.width + 16, box.height + 16, word=False)


def _word(field: str, word: WordBox) -> Mark:
    weak = word.percent < 100 * BELIEVED
    return Mark(field, word.left - 3, word.top - 3, word.width + 6, word.height + 6, word=True, weak=weak)
