"""Which words of a message are a place, a name, a number, a span of time: a conditional random field over its words.

It learns from the marked turns (nlu/training/turns) and knows the question that was asked: a lone "Toru" is a place
where a place was asked for. python-crfsuite, which Rasa itself brings; the model is one small file of weights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from core.text.lexicon import words
from core.text.normalise import fold_digits
from core.text.skeleton import skeleton
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.proofs import is_everyday, is_given_name, is_place_name
from nlu.dialogue.shapes import Span
from nlu.training.spoken import Spoken

FIELDS = ("address", "complainant_name", "district", "phone", "not", "duration", "incident_date")
_WORD = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*|[^\w\s]")
_LONGEST = 120
"""Words that are read: who writes more tells a story, and the rest is the complaint's."""
_KINDS = ("place_kinds", "place_official", "roads", "place_before", "place_after", "no_name", "after_a_name")


def train(turns: Sequence[Spoken], path: Path) -> None:
    """Fit on the marked turns and write the weights to ``path``."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.3, "c2": 0.02, "max_iterations": 120, "feature.possible_transitions": True})
    for turn in turns:
        found = _cut(turn.text)
        if found:
            trainer.append(_features(found, turn.question), _tags(found, turn.spans))
    trainer.train(str(path))


class Tagger:
    """The trained field. ``of`` gives the spans of one turn."""

    def __init__(self, path: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._weights = path.read_bytes()  # crfsuite reads from them as long as it lives
        self._tagger.open_inmemory(self._weights)

    def of(self, text: str, question: str | None) -> tuple[Span, ...]:
        """Spans in the order written, each with the mean probability of its words."""
        found = _cut(text)
        if not found:
            return ()
        tags = self._tagger.tag(_features(found, question))
        spans: list[Span] = []
        chance: list[list[float]] = []
        for at, (tag, (start, end, _)) in enumerate(zip(tags, found, strict=True)):
            if tag == "O":
                continue
            name, sure = tag[2:], self._tagger.marginal(tag, at)
            if tag[0] == "I" and spans and spans[-1].field == name and at and tags[at - 1] != "O":
                spans[-1] = Span(name, spans[-1].start, end, 0.0)
                chance[-1].append(sure)
            else:
                spans.append(Span(name, start, end, 0.0))
                chance.append([sure])
        return tuple(
            Span(one.field, one.start, one.end, round(sum(sure) / len(sure), 3))
            for one, sure in zip(spans, chance, strict=True)
        )


def _cut(text: str) -> list[tuple[int, int, str]]:
    return [(*match.span(), match.group()) for match in _WORD.finditer(text)][:_LONGEST]


def _tags(found: list[tuple[int, int, str]], spans: tuple[tuple[int, int, str], ...]) -> list[str]:
    tags = []
    for start, _, _ in found:
        inside = next((one for one in spans if one[0] <= start < one[1] and one[2] in FIELDS), None)
        tags.append(
            "O"
            if inside is None
            else ("B-" if not any(inside[0] <= s < start for s, _, _ in found) else "I-") + inside[2]
        )
    return tags


def _features(found: list[tuple[int, int, str]], question: str | None) -> Any:
    flags = [_flags(word) for _, _, word in found]
    asked = question or "nothing"
    size = len(found)
    length = "1" if size == 1 else "2" if size == 2 else "4" if size <= 4 else "8" if size <= 8 else "m"
    rows = []
    for at, (_, _, word) in enumerate(found):
        row = [f"q={asked}", f"q={asked}&len={length}", *flags[at], *(f"{asked}&{one}" for one in flags[at][2:])]
        row += [f"{name}:{one}" for name, step in (("-1", -1), ("+1", 1)) for one in _beside(flags, at + step)]
        row += [f"{name}:{one}" for name, step in (("-2", -2), ("+2", 2)) for one in _beside(flags, at + step)[:1]]
        row += [f"{name}:{one}" for name, step in (("-2", -2), ("+2", 2)) for one in _beside(flags, at + step)[4:]]
        if at:
            row.append(f"2:{flags[at - 1][0]}|{flags[at][0]}")
        rows.append(row)
        del word
    return rows


def _beside(flags: list[list[str]], at: int) -> list[str]:
    return flags[at] if 0 <= at < len(flags) else ["END" if at > 0 else "BEGIN"]


def _flags(word: str) -> list[str]:
    low = fold_digits(word).lower()
    masked = re.sub(r"\d", "0", low)
    if not any(one.isalnum() for one in word):
        return [f"w={word}", "mark"]
    row = [
        f"w={masked[:20]}",
        f"k={keyed(low)}",
        f"s={skeleton(low)}",
        f"a={low[:2]}",
        f"a3={low[:3]}",
        f"z={low[-2:]}",
        f"z3={low[-3:]}",
    ]
    digits = sum(one.isdigit() for one in low)
    if digits:
        row.append("digit9" if digits > 8 else "digit4" if digits > 3 else "digit")
    checks = (
        ("everyday", is_everyday(low)), ("name", is_given_name(low)), ("place", is_place_name(low)),
        ("capital", word[:1].isupper()), ("short", len(low) <= 2), ("latin", low.isascii()),
        *((kind, low in words(kind)) for kind in _KINDS),
    )  # fmt: skip
    row += [name for name, holds in checks if holds]
    if "everyday" not in row and "digit" not in row:
        row.append("unknown" if "name" not in row and "place" not in row else "proper")
    return [*row, *(f"c={one}" for one in cues(low))]
