"""The texts that understanding is judged by, with what is right. None of them is in the training data.

``working`` was looked at while the assistant was built; ``untouched`` was written apart and measured at the end. In
``fresh``, written later, the first of every two lines was looked at, and of the second only the totals were read.
``callers`` and ``sealed`` are the halves, drawn by lot, of texts written before their author saw any other text of this
project: ``callers`` was looked at, of ``sealed`` only the totals were read. ``strangers`` was written in the voices of
other people (a student, a farmer, a shopkeeper, a mother, a retired officer) before the last sentences of the training
data; only its totals were read. These three have sentences of danger besides.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
SETS = ("working", "untouched", "fresh", "callers", "sealed", "strangers")
LANGUAGES = ("en", "ur", "roman_ur", "ps")


@dataclass(frozen=True)
class Gold:
    """One text: what the person wants, what it is about (or None), the district named (or None), entities."""

    text: str
    language: str
    intent: str
    category: str | None
    district: str | None
    entities: tuple[tuple[str, str], ...]


def gold(which: str, language: str, folder: Path = FOLDER) -> list[Gold]:
    """The texts of a set in one language. Files are tab separated with a head line, without quoting."""
    with (folder / which / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            Gold(
                row["text"],
                language,
                row["intent"],
                row["category"] or None,
                row["district"] or None,
                tuple(_pairs(row["entities"])),
            )
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


DANGER_SETS = ("callers", "sealed", "strangers")


def dangers(which: str, language: str, folder: Path = FOLDER) -> list[tuple[str, str | None]]:
    """Sentences with the kind of danger that they tell of (a key of ``core.text.urgent.NUMBERS``), or None."""
    with (folder / which / "danger" / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["danger"] or None) for row in rows]


def _pairs(written: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, written.split(";")):
        name, _, value = pair.partition("=")
        yield name, value
