"""Choosing from a list with one key: seven a page, 9 for more, 0 to hear it again."""

from collections.abc import Sequence
from functools import cache

from channels.ivr.screens import Prompt, say
from core.taxonomy import categories
from core.text.gazetteer import districts

A_PAGE = 7
MORE, AGAIN = "9", "0"
PROVINCE = "Khyber Pakhtunkhwa"


def page(items: Sequence[tuple[str, str]], number: int) -> Sequence[tuple[str, str]]:
    """The (value, spoken name) pairs of a page; pages go round."""
    pages = max(1, -(-len(items) // A_PAGE))
    start = number % pages * A_PAGE
    return items[start : start + A_PAGE]


def prompts(items: Sequence[tuple[str, str]], number: int) -> tuple[Prompt, ...]:
    """How a page is read out."""
    offered = tuple(say("press", name=name, key=str(n)) for n, (_, name) in enumerate(page(items, number), 1))
    return (*offered, say("more")) if len(items) > A_PAGE else offered


def chosen(items: Sequence[tuple[str, str]], number: int, key: str) -> str | None:
    """What a key stands for on a page."""
    offered = page(items, number)
    return offered[int(key) - 1][0] if key in "1234567" and key and int(key) <= len(offered) else None


@cache
def category_items(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, category.named(language)) for key, category in categories().items())


@cache
def division_items() -> tuple[tuple[str, str], ...]:
    names = sorted({d.division for d in districts().values() if d.province == PROVINCE and d.division})
    return tuple((name, name) for name in names)


@cache
def district_items(division: str, language: str) -> tuple[tuple[str, str], ...]:
    found = [d for d in districts().values() if d.province == PROVINCE and d.division == division]
    return tuple((d.name, {"ur": d.urdu, "ps": d.pashto}.get(language) or d.name) for d in found)
