"""Measure danger: ``python -m nlu.evaluation.dangers [--rows FILE …] [--mistakes]`` (``make eval-danger``).

A row is a line of JSON: ``text``, ``lang`` (or ``language``), ``danger`` (true, false), ``kind`` (a key of
``core.text.urgent.NUMBERS``); or ``danger`` is the kind itself, or null. Without files: the sentences of danger beside
the other texts that we are judged by. Seen: of how many dangers the numbers are shown; registered: how many become an
emergency at once; kind, line: of those seen, how often the kind is the right one, and the number that stands first;
false: the same of texts that tell of none.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.text.urgent import NUMBERS, find_danger
from nlu.evaluation.gold import DANGER_SETS, LANGUAGES, SETS, dangers, gold

_ALSO_CALLED = {"electric": "electrocution", "kidnap": "abduction"}
"""What writers of rows call a kind."""
_WIDER = {"collapse": "trapped", "sexual": "child"}
"""Kinds that rows may not know: they have them under the other's name."""


@dataclass(frozen=True)
class Row:
    """A text and the kind of danger that it tells of, or None."""

    text: str
    language: str
    danger: "str | None"


@dataclass(frozen=True)
class Judged:
    """What was heard of a row: the kind, and whether it is sure."""

    row: Row
    kind: "str | None"
    sure: bool


def main() -> None:
    """Print what is seen, registered and falsely so."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation.dangers")
    parser.add_argument("--rows", type=Path, nargs="+", help="files of rows instead of our own sets")
    parser.add_argument("--mistakes", action="store_true", help="show what was missed and what rang falsely")
    options = parser.parse_args()
    rows = [row for path in options.rows for row in read(path)] if options.rows else list(_our_own())
    judged = judge(rows)
    lines = [*table(judged), *everyday()]
    if options.mistakes:
        lines += mistakes(judged)
    sys.stdout.write("\n".join(lines) + "\n")


def read(path: Path) -> list[Row]:
    """The rows of a file."""
    told = map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines()))
    return [Row(one["text"], one.get("lang") or one["language"], _kind(one)) for one in told]


def _kind(told: Mapping[str, Any]) -> str | None:
    if not told["danger"]:
        return None
    kind = str(told["kind"] if told["danger"] is True else told["danger"])
    return _ALSO_CALLED.get(kind, kind)


def _our_own() -> Iterator[Row]:
    for which in DANGER_SETS:
        for language in LANGUAGES:
            yield from (Row(text, language, kind) for text, kind in dangers(which, language))


def judge(rows: Iterable[Row]) -> list[Judged]:
    """What is heard of each."""
    found = ((row, find_danger(row.text)) for row in rows)
    return [Judged(row, one.kind if one else None, bool(one and one.sure)) for row, one in found]


def table(judged: Sequence[Judged]) -> Iterator[str]:
    """Lines: by language, by kind, and of all."""
    heads = f"{'regist.':>8} {'kind':>6} {'line':>6} | {'others':>7} {'false':>6} {'f.asked':>8}"
    yield f"{'':14} {'dangers':>8} {'seen':>6} {heads}"
    judged = _in_their_kinds(judged)
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.row.language].append(one)
    for kind in NUMBERS:
        groups[kind] = [one for one in judged if one.row.danger == kind]
    groups["all"] = list(judged)
    for name, part in groups.items():
        if part:
            yield _line(name, part)


def _in_their_kinds(judged: Sequence[Judged]) -> list[Judged]:
    """With the kinds that the rows know."""
    known = {one.row.danger for one in judged}
    return [one if one.kind in known else replace(one, kind=_WIDER.get(one.kind or "", one.kind)) for one in judged]


def _line(name: str, part: Sequence[Judged]) -> str:
    real = [one for one in part if one.row.danger]
    others = [one for one in part if not one.row.danger]
    seen = [one for one in real if one.kind]
    right = sum(one.kind == one.row.danger for one in seen)
    called = sum(_first(one.kind) == _first(one.row.danger) for one in seen)
    registered, false = sum(one.sure for one in real), sum(one.sure for one in others)
    asked = sum(one.kind is not None and not one.sure for one in others)
    return (
        f"{name:14} {len(real):8d} {_share(len(seen), len(real)):>6} {_share(registered, len(real)):>8}"
        f" {_share(right, len(seen)):>6} {_share(called, len(seen)):>6} | {len(others):7d}"
        f" {_share(false, len(others)):>6} {_share(asked, len(others)):>8}"
    )


def _first(kind: str | None) -> str:
    return NUMBERS[kind or ""][0].number


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def everyday() -> Iterator[str]:
    """Lines: of how many of the complaints and talk that the rest is judged by it is said that somebody is in danger.
    Some of them do tell of one."""
    texts = [one.text for which in SETS for language in LANGUAGES for one in gold(which, language)]
    found = [find_danger(text) for text in texts]
    sure = sum(bool(one and one.sure) for one in found)
    asked = sum(bool(one and not one.sure) for one in found)
    yield f"everyday complaints and talk: {len(texts)}, registered {sure}, asked {asked}"


def mistakes(judged: Sequence[Judged]) -> Iterator[str]:
    """Lines: what was missed, and what rang falsely."""
    for one in judged:
        if one.row.danger and not one.kind:
            yield f"  missed {one.row.danger} [{one.row.language}] {one.row.text[:400]}"
        elif one.row.danger and not one.sure:
            yield f"  asked  {one.row.danger} [{one.row.language}] {one.row.text[:400]}"
        elif one.row.danger and one.kind != one.row.danger:
            yield f"  kind   {one.row.danger} as {one.kind} [{one.row.language}] {one.row.text[:400]}"
        elif one.kind and not one.row.danger:
            yield f"  {'false ' if one.sure else 'asked '} {one.kind} as none [{one.row.language}] {one.row.text[:400]}"


if __name__ == "__main__":
    main()
