"""The fields of a letter, found in its lines, each with how sure it is and where on which page it stands.

A value is no surer than the words it was read from; numbers have been read twice before (digits.py), and one on which
the readings differ comes with a confidence that nobody believes.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from channels.letters.labels import CLOSING, LABELS, SALUTATION, after_label, is_like
from channels.letters.reading.words import Line, Word, around
from core.messages import Box
from core.text.dates import find_date
from core.text.ids import find_ids
from core.text.names import find_name
from core.text.normalise import fold_digits
from core.text.places import best_district

LETTER_DATE = "letter_date"
"""The day that stands on the letter, which is seldom the day on which anything happened."""
UNSURE = 0.5
"""The most that a value may have which must not be believed (core.complaint.BELIEVED is above it)."""

_BACKWARDS_PHONE = re.compile(r"(?<!\d)(\d{7})([-–\s])(0?3\d\d)(?!\d)")
_BACKWARDS_DATE = re.compile(r"(?<!\d)(\d\d)([-./])(\d\d)\2(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundField:
    """A value, its confidence, and where it stands: page (from 0) and box, on the prepared picture.

    ``words`` are those it was read from, each with its page; of the body all, on whichever page they stand.
    """

    value: str
    confidence: float
    page: int
    box: Box
    words: tuple[tuple[int, Word], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    page: int
    line: Line
    text: str


Pages = Sequence[Sequence[Line]]


def find_fields(pages: Pages, today: date) -> dict[str, FoundField]:
    """The fields by name: those of core.complaint.FIELDS, ``subject`` and LETTER_DATE. What was not found is left out.

    The day of what happened is one that the letter's own words give. Where they give none, the letter's day is put
    there as a suggestion that nobody believes.
    """
    places = [_Place(number, line, _forwards(line.text)) for number, page in enumerate(pages) for line in page]
    body = list(_between(places))
    dated = _date([place for place in places if place not in body] or places, today)
    found: dict[str, FoundField | None] = {
        "cnic": _number(places, "cnic"),
        "phone": _number(places, "phone"),
        "email": _number(places, "email"),
        LETTER_DATE: dated,
        "incident_date": _happened(body, today) or _suggested(dated),
        "complainant_name": _name(places),
        "address": _labelled(places, "address"),
        "district": _district(places),
        "subject": _labelled(places, "subject"),
        "description": _body(body),
    }
    return {name: field for name, field in found.items() if field is not None}


def _forwards(text: str) -> str:
    """The line with a phone number that the layout turned around put forwards; its length stays."""
    folded = fold_digits(text)
    match = _BACKWARDS_PHONE.search(folded)
    if match is None or len(match.group(3)) != 4:
        return folded
    turned = f"{match.group(3)}{match.group(2)}{match.group(1)}"
    return folded[: match.start()] + turned + folded[match.end() :]


def _words(place: _Place, start: int, end: int) -> list[Word]:
    """The words of the line that the span of its text touches."""
    chosen, at = [], 0
    for word in place.line.words:
        if at < end and at + len(word.text) > start:
            chosen.append(word)
        at += len(word.text) + 1
    return chosen


def _field(place: _Place, value: str, start: int, end: int, sure: float, *, weakest: bool = True) -> FoundField | None:
    words = _words(place, start, end)
    if not words or not value:
        return None
    each = [word.confidence for word in words]
    read = min(each) if weakest else sum(each) / len(each)
    placed = tuple((place.page, word) for word in words)
    return FoundField(value, round(sure * read, 3), place.page, around(word.box for word in words), placed)


def _number(places: Sequence[_Place], kind: str) -> FoundField | None:
    """The one number of its kind; of several different ones the one labelled as the writer's, and then not believed."""
    candidates: list[tuple[float, FoundField]] = []
    for place in places:
        for found in find_ids(place.text):
            if found.kind == kind:
                labelled = after_label(place.text[: found.start], kind) is not None
                sure = max(found.confidence, 0.9) if labelled and found.confidence > 0.5 else found.confidence
                field = _field(place, found.value, found.start, found.end, sure)
                if field is not None:
                    candidates.append((field.confidence + labelled, field))
    if not candidates:
        return None
    best = max(candidates, key=lambda pair: pair[0])[1]
    others = {field.value for _, field in candidates if field.confidence > 0.3}
    if len(others | {best.value}) > 1 and sum(score > 1 for score, _ in candidates) != 1:
        return dataclasses.replace(best, confidence=min(best.confidence, UNSURE))
    return best


def _date(places: Sequence[_Place], today: date) -> FoundField | None:
    """The date of the letter: labelled, or alone on its line, or else the first one written out."""
    best: tuple[float, FoundField] | None = None
    for number, place in enumerate(places):
        for match in re.finditer(r"\d{1,4}[-./]\d{1,2}[-./]\d{2,4}|.+", place.text):
            found = find_date(match.group(), today)
            written = found is not None and any(sign.isdigit() for sign in match.group()[found.start : found.end])
            if found is None or found.confidence < 0.7 or not written:
                continue
            start, end = match.start() + found.start, match.start() + found.end
            field = _field(place, found.value, start, end, found.confidence)
            if field is None:
                continue
            labelled = after_label(place.text[:start], "date") is not None
            alone = end - start > 0.6 * len(place.text.strip())
            rank = 2.0 * labelled + 1.0 * alone - 0.01 * number + field.confidence
            if best is None or rank > best[0]:
                best = (rank, field)
    return best[1] if best else None


def _happened(body: Sequence[_Place], today: date) -> FoundField | None:
    """The first day that the letter's own words write out."""
    for place in body:
        found = find_date(place.text, today)
        if found is None or found.confidence < 0.7:
            continue
        if any(sign.isdigit() for sign in place.text[found.start : found.end]):
            return _field(place, found.value, found.start, found.end, found.confidence)
    return None


def _suggested(dated: FoundField | None) -> FoundField | None:
    return dataclasses.replace(dated, confidence=min(dated.confidence, UNSURE)) if dated is not None else None


def _name(places: Sequence[_Place]) -> FoundField | None:
    for place in reversed(places):
        value = after_label(place.text, "name")
        if value is not None:
            start = place.text.rfind(value)
            return _field(place, value, start, start + len(value), 0.9)
    for place in places:
        found = find_name(place.text)
        if found is not None:
            return _field(place, found.value, found.start, found.end, found.confidence)
    for here, following in pairwise(places):
        if is_like(here.text, CLOSING) and following.text and not any(sign.isdigit() for sign in following.text):
            name = re.sub(r"[(),،]", " ", following.text).strip()
            if 1 < len(name.split()) <= 5 or (len(name.split()) == 1 and len(name) > 3):
                return _field(following, name, 0, len(following.text), 0.7)
    return None


def _labelled(places: Sequence[_Place], kind: str) -> FoundField | None:
    for place in places:
        value = after_label(place.text, kind)
        if value is not None and len(value) > 2:
            start = place.text.rfind(value)
            return _field(place, value, start, start + len(value), 0.95, weakest=False)
    return None


def _district(places: Sequence[_Place]) -> FoundField | None:
    """From the writer's own address first, then from a line that says it, then from the whole letter."""
    labelled = [place for kind in ("district", "address") for place in places if after_label(place.text, kind)]
    for place in labelled:
        district, sure, _ = best_district(
            after_label(place.text, "district") or after_label(place.text, "address") or ""
        )
        if district is not None:
            return _field(place, district, 0, len(place.text), sure, weakest=False)
    district, sure, _ = best_district("\n".join(place.line.text for place in places))
    if district is None:
        return None
    for place in places:
        if best_district(place.line.text)[0] == district:
            return _field(place, district, 0, len(place.text), sure, weakest=False)
    return _field(places[0], district, 0, len(places[0].text), min(sure, UNSURE))


def _body(inside: Sequence[_Place]) -> FoundField | None:
    """What stands between the salutation or subject and the closing; the box is that of its first page."""
    if not inside:
        return None
    first = [place for place in inside if place.page == inside[0].page]
    letters = sum(len(place.line.text) for place in inside)
    sure = sum(len(place.line.text) * place.line.confidence for place in inside) / max(1, letters)
    text = " ".join(place.line.text for place in inside)
    words = tuple((place.page, word) for place in inside for word in place.line.words)
    return FoundField(text, round(sure, 3), inside[0].page, around(place.line.box for place in first), words)


def _between(places: Sequence[_Place]) -> Iterator[_Place]:
    opening = [
        n for n, place in enumerate(places) if is_like(place.text, SALUTATION) or after_label(place.text, "subject")
    ]
    start = max((n for n in opening if n < 0.6 * len(places)), default=-1) + 1
    for place in places[start:]:
        if is_like(place.text, CLOSING) or any(
            after_label(place.text, kind) is not None for kind in LABELS if kind not in ("subject", "district")
        ):
            return
        yield place
