"""Choosing from a list with one key: seven a page, 9 for more, 0 to hear it again."""

from collections.abc import Sequence
from functools import cache

from channels.ivr.screens import Prompt, Spoken, say
from core.reference.categories import categories
from core.text.gazetteer import districts

A_PAGE = 7
MORE, AGAIN = "9", "0"
PROVINCE = "Khyber Pakhtunkhwa"
_HAZARA = {"ur": "ہزارہ", "ps": "هزاره"}
"""The one division that no district is named after."""

Item = tuple[str, Spoken]
"""A value and how it is said."""


def page(items: Sequence[Item], number: int) -> Sequence[Item]:
    """The items of a page; pages go round."""
    pages = max(1, -(-len(items) // A_PAGE))
    start = number % pages * A_PAGE
    return items[start : start + A_PAGE]


def prompts(items: Sequence[Item], number: int) -> tuple[Prompt, ...]:
    """How a page is read out."""
    offered = tuple(say("press", name=name, key=digit(n)) for n, (_, name) in enumerate(page(items, number), 1))
    return (*offered, say("more")) if len(items) > A_PAGE else offered


def chosen(items: Sequence[Item], number: int, key: str) -> str | None:
    """What a key stands for on a page."""
    offered = page(items, number)
    return offered[int(key) - 1][0] if len(key) == 1 and key in "1234567" and int(key) <= len(offered) else None


@cache
def category_items(language: str) -> tuple[Item, ...]:
    return tuple((key, category_name(key, language)) for key in categories())


@cache
def division_items(language: str) -> tuple[Item, ...]:
    found = [d for d in districts().values() if d.province == PROVINCE and d.division]
    return tuple((name, _place("division", name, language)) for name in sorted({str(d.division) for d in found}))


@cache
def district_items(division: str, language: str) -> tuple[Item, ...]:
    found = [d for d in districts().values() if d.province == PROVINCE and d.division == division]
    return tuple((d.name, district_name(d.name, language)) for d in found)


def category_name(key: str, language: str) -> Spoken:
    return Spoken(categories()[key].named(language), (f"category-{key}",))


def district_name(name: str, language: str) -> Spoken:
    return _place("district", name, language)


def digit(number: int | str) -> Spoken:
    return Spoken(str(number), (f"digit-{number}",))


def digits(number: str) -> Spoken:
    """A tracking number digit by digit, slowly."""
    keys = [key for key in number if key.isdigit()]
    return Spoken(", ".join(keys), tuple(f"digit-{key}" for key in keys))


def _place(kind: str, name: str, language: str) -> Spoken:
    """A division is called as the district that it has its seat in, where there is one of that name."""
    found = districts().get(name)
    known = {"ur": found.urdu, "ps": found.pashto}.get(language) if found else None
    if kind == "division" and name == "Hazara":
        known = _HAZARA.get(language)
    return Spoken(known or name, (f"{kind}-{name.lower().replace(' ', '_')}",))
