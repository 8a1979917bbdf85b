"""The figures: success by language and temper, questions asked, and what went wrong."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from workbench.citizens.talk import Held


@dataclass(frozen=True, slots=True)
class Judged:
    """A conversation, and what is wrong with it."""

    held: Held
    faults: list[str]


def figures(judged: Sequence[Judged]) -> Iterator[str]:
    """Lines of text."""
    counts = [len(one.held.questions) for one in judged]
    right = sum(not one.faults for one in judged)
    share, most = right / len(judged), max(counts)
    yield f"success {right} of {len(judged)} ({share:.0%}); questions: median {median(counts):g}, most {most}"
    kinds = Counter(_kind(fault) for one in judged for fault in one.faults)
    for kind in ("lost", "invented", "asked twice"):
        yield f"{kind}: {kinds.pop(kind, 0)}"
    yield "others: " + (", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) or "none")
    yield from _table("language", judged, lambda one: one.held.person.language)
    yield from _table("temper", judged, lambda one: one.held.person.temper.value)


def mistakes(judged: Sequence[Judged], *, whole: bool) -> Iterator[str]:
    """Each that failed, with why; with all of its words where ``whole``."""
    for one in judged:
        person = one.held.person
        if one.faults:
            yield f"#{person.number} {person.language}, {person.temper}: {'; '.join(one.faults)}"
            if whole:
                yield from one.held.lines
                yield ""


def _kind(fault: str) -> str:
    return fault.partition(":")[0].partition(" is ")[0]


def _table(title: str, judged: Sequence[Judged], of: Callable[[Judged], str]) -> Iterator[str]:
    yield f"\n{title:16} right   of  median questions"
    for name in dict.fromkeys(map(of, judged)):
        mine = [one for one in judged if of(one) == name]
        right = sum(not one.faults for one in mine)
        yield f"{name:16} {right:5} {len(mine):4}  {median(len(one.held.questions) for one in mine):g}"
