"""A row of a work list on a page: who has it open just now, as the one who looks is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.store.worklist import WorkItem


@dataclass(frozen=True, slots=True)
class Holding:
    """``by`` is the name of who has it, None where nobody does; ``mine``: it is the one who looks."""

    by: str | None
    mine: bool

    @property
    def other(self) -> str | None:
        """The name of somebody else who has it."""
        return None if self.mine else self.by


def holding(row: WorkItem, names: Mapping[int, str], staff_id: int, now: datetime) -> Holding:
    """``names`` are those of staff by their ids. A lock that ran out is none."""
    held = row.held(now)
    return Holding(names.get(row.locked_by or 0) if held else None, held and row.locked_by == staff_id)
