"""The figures of a run in lines: whole rows right by language, act and question, beside a bot that does nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.evaluation.dialogue.rows import Row
from nlu.evaluation.metrics import calibration, calibration_error, percentile


@dataclass(frozen=True)
class Judged:
    """A row, what was wrong with it (nothing: right), the seconds its turn took, and the model's likeliest act with its
    probability (None where there is no model)."""

    row: Row
    faults: tuple[str, ...]
    seconds: float
    likeliest: tuple[str, float] | None = None

    @property
    def right(self) -> bool:
        return not self.faults


def figures(judged: Sequence[Judged], nothing: Sequence[Judged]) -> Iterator[str]:
    """The table. ``nothing``: the same rows by the bot that learns nothing."""
    times = [one.seconds * 1000 for one in judged]
    yield f"{len(judged)} rows, right as a whole {share(judged):.3f} (the bot that does nothing {share(nothing):.3f}); "
    yield f"a turn takes p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms"
    for title, key in _KEYS:
        yield f"\nby {title}"
        for name in dict.fromkeys(key(one.row) for one in judged):
            mine = [one for one in judged if key(one.row) == name]
            base = [one for one in nothing if key(one.row) == name]
            yield f"  {name:<26}{len(mine):>5}  {share(mine):.3f}   nothing {share(base):.3f}"
    yield from reliability(judged)


def reliability(judged: Sequence[Judged]) -> Iterator[str]:
    """Of the likeliest act: what was said with such a probability, and how often it was the row's act."""
    pairs = [
        (one.likeliest[1], one.likeliest[0] in _IS.get(one.row.act, (one.row.act,)))
        for one in judged
        if one.likeliest is not None
    ]
    if pairs:
        yield f"\ncalibration of the likeliest act: expected error {calibration_error(pairs):.3f}"
        for one in calibration(pairs):
            yield f"  {one.low:.2f} to {one.high:.2f} {one.count:>7}  said {one.said:.3f}  right {one.right:.3f}"


_STORY = ("tells", "answers", "emergency")
_IS: Mapping[str, tuple[str, ...]] = {
    "opens_complaint": _STORY,
    "adds_to_complaint": _STORY,
    "answers": ("answers", "affirms", "denies", "tells"),
    "answers_and_adds": ("answers", "affirms", "denies", "tells"),
    "corrects": ("corrects", "denies"),
    "refuses_or_skips": ("refuses_or_skips", "denies"),
    "emergency": ("emergency", "tells"),
    "thanks_or_chat": ("thanks_or_chat", "out_of_scope", "satisfied"),
    "nonsense": ("nonsense", "out_of_scope"),
}
"""A row names one act; the model has finer and other names for some, and a message does several."""


def mistakes(judged: Iterable[Judged]) -> Iterator[str]:
    """Every row that is wrong, with its faults."""
    for one in judged:
        if not one.right:
            known = {name: value for name, value in one.row.known.items() if name != "phone"}
            yield f"{one.row.id} {one.row.act} | {one.row.asking} | {known} | {one.row.text} | {'; '.join(one.faults)}"


def share(judged: Sequence[Judged]) -> float:
    """The share that is right; 1.0 of none."""
    return sum(one.right for one in judged) / len(judged) if judged else 1.0


_KEYS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("language", lambda row: row.language),
    ("act", lambda row: row.act),
    ("question", lambda row: (row.asking or "nothing").partition(":")[0]),
)
