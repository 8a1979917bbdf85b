"""What of the reference was last compared with its source when: governments form districts and companies, and nobody
tells us. Each file that says how the world is stands in looked_at.csv, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.reference.tables import rows

TOO_OLD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Looked:
    """A part of a file (empty: all of it), the day on which somebody compared it with its source, that source, and what
    could not be found out (empty: nothing)."""

    file: str
    part: str
    on: date
    source: str
    open: str = ""


def looked_at() -> Iterator[Looked]:
    """All that is written down, in the file's order."""
    for row in rows("looked_at.csv"):
        yield Looked(row["file"], row["part"], date.fromisoformat(row["looked_at"]), row["source"], row["open"])


def too_old(today: date, after: timedelta = TOO_OLD) -> list[Looked]:
    """What was looked at longer ago than ``after``, the oldest first."""
    return sorted((one for one in looked_at() if today - one.on > after), key=lambda one: (one.on, one.file))


def unconfirmed() -> list[Looked]:
    """What stands on less than its own notification, whenever it was looked at."""
    return [one for one in looked_at() if one.open]
