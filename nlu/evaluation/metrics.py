"""Counting: accuracy, macro-F1, entities, calibration, time. Plain functions of lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

BINS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
IDS = ("cnic", "phone", "email", "tracking_number")


@dataclass(frozen=True)
class Bin:
    """Texts whose confidence lay in a range: how many, the confidence said on average, the share that was right."""

    low: float
    high: float
    count: int
    said: float
    right: float


def accuracy(pairs: Iterable[tuple[object, object]]) -> float:
    """The share of (gold, said) that agree; 1.0 for none."""
    agreed = [a == b for a, b in pairs]
    return sum(agreed) / len(agreed) if agreed else 1.0


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the labels that occur in gold, each counting the same."""
    labels = sorted({gold for gold, _ in pairs})
    scores = [f1([({g} & {label}, {s} & {label}) for g, s in pairs]) for label in labels]
    return sum(scores) / len(scores) if scores else 1.0


def f1(pairs: Iterable[tuple[set[str], set[str]]]) -> float:
    """F1 over sets of (gold, said), counted together; 1.0 where nothing was to be found and nothing was."""
    both = missed = invented = 0
    for gold, said in pairs:
        both += len(gold & said)
        missed += len(gold - said)
        invented += len(said - gold)
    return 2 * both / (2 * both + missed + invented) if both + missed + invented else 1.0


def calibration(judged: Sequence[tuple[float, bool]]) -> list[Bin]:
    """(confidence, right) in ranges; empty ranges are left out."""
    bins = []
    for low, high in pairwise(BINS):
        inside = [(said, right) for said, right in judged if low <= said < high]
        if inside:
            said = sum(one for one, _ in inside) / len(inside)
            bins.append(Bin(low, min(high, 1.0), len(inside), said, sum(right for _, right in inside) / len(inside)))
    return bins


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: how far confidence and rightness lie apart, weighed by the ranges' counts."""
    return sum(one.count * abs(one.said - one.right) for one in calibration(judged)) / max(len(judged), 1)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
