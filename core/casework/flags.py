"""Closings that look wrong, for a supervisor to look at. A flag accuses nobody: it says what was seen."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class FlagKind(StrEnum):
    """What was seen."""

    SAME_REMARK = "same_remark"
    WITHIN_MINUTES = "within_minutes"
    OFTEN_DENIED = "often_denied"
    OWN_NUMBER = "own_number"


@dataclass(frozen=True, slots=True)
class FlagRules:
    """From when on something is suspicious. ``same_remark`` tickets with one remark; a resolution ``minutes`` after the
    ticket came; ``denied_share`` of at least ``denied_of`` resolutions denied by the citizens."""

    same_remark: int = 5
    minutes: int = 15
    denied_share: float = 0.3
    denied_of: int = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """One resolution that an office proposed. ``came_at``: when the ticket (or its last reopening) reached the office.
    ``denied``: the citizen said that it is not so. ``person``: who complained (messages.Peek's key)."""

    ticket: str
    office_id: int
    by: str
    remark: str
    came_at: datetime
    at: datetime
    person: str
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """One suspicion. ``count`` and ``of`` say how much was seen (minutes, tickets, denials)."""

    kind: FlagKind
    ticket: str
    office_id: int
    by: str
    count: int
    of: int = 0


def suspicious(
    proposals: Iterable[Proposal], own_numbers: Collection[str], rules: FlagRules | None = None
) -> Iterator[Flag]:
    """The flags of a span of proposals. ``own_numbers``: persons' keys of the offices' own staff and lines."""
    rules = rules or FlagRules()
    seen = list(proposals)
    yield from _same_remark(seen, rules)
    yield from _often_denied(seen, rules)
    for one in seen:
        taken = one.at - one.came_at
        if taken < timedelta(minutes=rules.minutes):  # less than none where a clock was set back: told as none
            minutes = max(0, int(taken.total_seconds() // 60))
            yield Flag(FlagKind.WITHIN_MINUTES, one.ticket, one.office_id, one.by, minutes)
        if one.person in own_numbers:
            yield Flag(FlagKind.OWN_NUMBER, one.ticket, one.office_id, one.by, 1)


def _same_remark(seen: list[Proposal], rules: FlagRules) -> Iterator[Flag]:
    pasted = Counter((one.by, _bare(one.remark)) for one in seen)
    for one in seen:
        times = pasted[one.by, _bare(one.remark)]
        if times >= rules.same_remark:
            yield Flag(FlagKind.SAME_REMARK, one.ticket, one.office_id, one.by, times)


def _often_denied(seen: list[Proposal], rules: FlagRules) -> Iterator[Flag]:
    made = Counter(one.by for one in seen)
    denied = Counter(one.by for one in seen if one.denied)
    for one in seen:
        often = denied[one.by] >= rules.denied_share * made[one.by]
        if one.denied and made[one.by] >= rules.denied_of and often:
            yield Flag(FlagKind.OFTEN_DENIED, one.ticket, one.office_id, one.by, denied[one.by], made[one.by])


def _bare(remark: str) -> str:
    """Letters only, so that a number or a dot does not make a pasted remark another one."""
    return "".join(letter for letter in remark.casefold() if letter.isalpha())
