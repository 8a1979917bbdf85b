"""The places of core/reference/places as a table to look words up in. Read once, on first use.

Every name, spelling and script becomes a key without spaces: Latin by ``roman_key``, Urdu and Pashto by
``script_key``, so that "Takht Bhai", "takhtbhai" and "Takht Bhaai" meet.
"""

import csv
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.reference.former_districts import name_today
from core.text.lexicon import script_key
from core.text.normalise import fold_letters
from core.text.roman import roman_key

DATA = Path(__file__).resolve().parents[1] / "reference" / "places"
HOME = "Khyber Pakhtunkhwa"

_SHORT = 3
"""Names with a word shorter than this ("L Dir") are only found as they are spelt."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u064b-\u065f\u0670\u200c\u200d][^\W\d_]+)*")
_ARABIC = re.compile(r"[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True)
class District:
    """A district, by its English name. ``division`` is empty outside Khyber Pakhtunkhwa.

    ``cut_from`` is the district that a young one was lately part of, and whose name people still say.
    """

    name: str
    province: str
    division: str
    headquarters: str
    latitude: float
    longitude: float
    urdu: str
    pashto: str
    cut_from: str = ""


@dataclass(frozen=True)
class Entry:
    """What a name stands for. ``districts`` is empty for a province and has several where the name is ambiguous.

    ``now_in`` is the young district that a town lies in since its district was divided. A misspelling is only taken
    for a ``well_known`` place. ``doubt`` is "common" for a name that is also a word, "weak" for one that other
    districts have too.
    """

    name: str
    kind: str
    province: str
    districts: "tuple[str, ...]"
    doubt: str = ""
    now_in: str = ""
    well_known: bool = False


@dataclass(frozen=True)
class Caution:
    """A name that is also a word: what it needs beside it, and which neighbours rule it out (as keys)."""

    needs: str
    unless_near: "frozenset[str]"


@dataclass(frozen=True)
class Gazetteer:
    """``exact`` by lower-case spelling, ``keys`` by folded key, both without spaces; ``joined`` has those of several
    words. ``by_start`` lists well-known keys for search by distance, ``skeletons`` their consonants.
    """

    districts: "dict[str, District]"
    exact: "dict[str, tuple[Entry, ...]]"
    keys: "dict[str, tuple[Entry, ...]]"
    joined: "frozenset[str]"
    by_start: "dict[tuple[str, int], tuple[str, ...]]"
    skeletons: "dict[str, str]"
    cautions: "dict[str, Caution]"


def words(text: str) -> "list[re.Match[str]]":
    """The words of a text with their places; digits and marks are none."""
    return list(_WORD.finditer(text))


def is_arabic(word: str) -> bool:
    return _ARABIC.search(word) is not None


@functools.lru_cache(maxsize=20_000)
def spelling(word: str) -> str:
    """A word as it is looked up in ``exact``: lower case, without the whims of keyboards."""
    return fold_letters(word).lower() if is_arabic(word) else word.lower()


@functools.lru_cache(maxsize=20_000)
def key_of(word: str) -> str:
    """The key of a word in either script."""
    return script_key(word) if is_arabic(word) else roman_key(word)


def skeleton(key: str) -> str:
    """A Latin key without its vowels: pshvr for peshavar and pshwr alike."""
    return re.sub(r"[aeiou]", "", key)


def _rows(name: str) -> "Iterator[dict[str, str]]":
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _forms(row: "dict[str, str]") -> "Iterator[str]":
    """Every way of writing a name. A young district called like its town is meant only where that is said."""
    if not row.get("cut_from"):
        yield row["name"]
    for column in ("urdu", "pashto", "spellings"):
        yield from filter(None, (row.get(column) or "").split("|"))


@functools.cache
def districts() -> "dict[str, District]":
    """Every district of the country by its English name, those of Khyber Pakhtunkhwa first. Names that are only found
    with "district" beside them are shown without it: pages and offices add their own."""
    found = {}
    for table in ("districts", "districts_elsewhere"):
        for row in _rows(table):
            found[row["name"]] = District(
                row["name"],
                row["province"],
                row["division"],
                row["headquarters"],
                float(row["latitude"]),
                float(row["longitude"]),
                row["urdu"].split("|")[0].removeprefix("ضلع "),
                row["pashto"].split("|")[0].removesuffix(" ولسوالۍ"),
                row.get("cut_from", ""),
            )
    return found


def other_province_of(district: str) -> str | None:
    """The province of a district that is not in ours; None for one of ours, and for what is none."""
    found = districts().get(district) or districts().get(name_today(district))
    return found.province if found is not None and found.province != HOME else None


def _entries() -> "Iterator[tuple[str, Entry]]":
    known = districts()
    for table in ("districts", "districts_elsewhere"):
        for row in _rows(table):
            home = row["province"] == HOME
            entry = Entry(row["name"], "district", row["province"], (row["name"],), well_known=home)
            yield from ((form, entry) for form in _forms(row))
    for row in _rows("ambiguous"):
        several = tuple(row["districts"].split("|"))
        entry = Entry(row["name"], "ambiguous", known[several[0]].province, several, well_known=True)
        yield from ((form, entry) for form in _forms(row))
    for row in _rows("provinces"):
        entry = Entry(row["name"], "province", row["name"], ())
        yield from ((form, entry) for form in _forms(row))
    for table in ("towns_kp", "towns_elsewhere"):
        for row in _rows(table):
            province, now_in = known[row["district"]].province, row.get("now_in", "")
            entry = Entry(row["name"], "town", province, (row["district"],), "", now_in, bool(row.get("main")))
            doubtful = replace(entry, doubt=row["caution"])
            bare = _joined(row["name"])
            for form in _forms(row):
                yield form, doubtful if len(words(form)) == 1 or _joined(form) == bare else entry


def _joined(form: str) -> str:
    return "".join(spelling(part.group()) for part in words(form))


def _pashto_oblique(key: str) -> "Iterator[str]":
    """مینګوره becomes مینګورې after a preposition, and نوشہرہ نوشہرے."""
    yield key
    if len(key) > 4 and key.endswith("ہ"):
        yield key[:-1] + "ی"


def _for_misspelt(near: set[str]) -> tuple[dict[tuple[str, int], tuple[str, ...]], dict[str, str]]:
    """Keys by their first letter and length, and by what is left of them without vowels."""
    by_start: dict[tuple[str, int], list[str]] = {}
    skeletons: dict[str, str] = {}
    for key in sorted(near):
        if len(key) >= 5:
            by_start.setdefault((key[0], len(key)), []).append(key)
            if key.isascii() and len(skeleton(key)) >= 4:
                skeletons.setdefault(skeleton(key), key)
    return {start: tuple(found) for start, found in by_start.items()}, skeletons


@functools.cache
def gazetteer() -> Gazetteer:
    """The whole table. Raises OSError when the data files are missing."""
    exact: dict[str, dict[Entry, None]] = {}
    keys: dict[str, dict[Entry, None]] = {}
    joined: set[str] = set()
    near: set[str] = set()
    for form, entry in _entries():
        parts = [match.group() for match in words(form)]
        spelt = "".join(spelling(part) for part in parts)
        exact.setdefault(spelt, {})[entry] = None
        key = "".join(key_of(part) for part in parts)
        if len(parts) > 1:
            joined |= {spelt, key}
        shortest = min(map(len, parts))
        if not entry.doubt and (shortest >= _SHORT or len(parts) == 1):
            for folded in {key, key_of("".join(parts))} if not is_arabic(form) else set(_pashto_oblique(key)):
                keys.setdefault(folded, {})[entry] = None
                if entry.well_known and (shortest > _SHORT or len(parts) == 1):
                    near.add(folded)
    by_start, skeletons = _for_misspelt(near)
    cautions = {
        _joined(row["form"]): Caution(
            row["needs"], frozenset(key_of(word) for word in row["unless_near"].split("|") if word)
        )
        for row in _rows("cautions")
    }
    return Gazetteer(
        districts(),
        {form: tuple(entries) for form, entries in exact.items()},
        {key: tuple(entries) for key, entries in keys.items()},
        frozenset(joined),
        by_start,
        skeletons,
        cautions,
    )
