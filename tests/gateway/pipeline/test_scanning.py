"""Each file is looked at when it is kept: what carries a virus is locked away, and nothing waits for the scanner."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from core.store.engine import Store
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from gateway.pipeline.antivirus import ScannerUnavailable
from gateway.pipeline.fetch import fetch
from tests.fakes.house import TestHouse
from tests.gateway.web.desk.room import Room, make_room
from tests.services.clamav import BAD, NAME


@dataclass
class Scanner:
    """Finds one thing; ``away``: as a daemon that is not there. ``looks`` counts."""

    away: bool = False
    looks: int = 0

    def __call__(self, content: bytes) -> str | None:
        if self.away:
            raise ScannerUnavailable("clamd: ConnectionRefusedError")
        self.looks += 1
        return NAME if BAD in content else None


@pytest.fixture
def scanner() -> Scanner:
    return Scanner()


@pytest.fixture
def room(store: Store, scanner: Scanner) -> Room:
    made = make_room(store)
    made.house.house = replace(made.house.house, scan=scanner)
    return made


def sweep(house: TestHouse) -> int:
    """The sweep comes by, and what it queues is done; how many files that were."""
    house.sweep()
    files = [argument for name, argument in house.queue.jobs if name == "fetch"]
    house.queue.jobs.clear()
    for media_id in files:
        fetch(house.house, media_id)  # type: ignore[arg-type]
    return len(files)


def row(room: Room, media_id: int) -> MediaRow:
    with room.store.read() as session:
        return session.scalars(select(MediaRow).where(MediaRow.id == media_id)).one()


def test_what_is_kept_is_looked_at_once_and_locked_away_where_something_is_in_it(room: Room, scanner: Scanner) -> None:
    clean, bad, twin = (
        room.add_file(room.numbers[0], content, "image/jpeg", name)
        for content, name in ((b"clean", "a"), (b"x" + BAD, "b"), (b"x" + BAD, "c"))
    )
    assert sweep(room.house) == 3
    assert (row(room, clean).state, row(room, clean).reason) == (media.STORED, None)
    assert [(row(room, one).state, row(room, one).reason) for one in (bad, twin)] == [(media.INFECTED, NAME)] * 2
    assert scanner.looks == 2  # the third was locked away with the second
    assert room.store.blobs.get(row(room, bad).sha256 or "") == b"x" + BAD
    assert sweep(room.house) == 0


def test_while_the_scanner_is_away_messages_are_taken_and_their_files_are_looked_at_later(
    room: Room, scanner: Scanner
) -> None:
    scanner.away = True
    file = room.add_file(room.numbers[0], BAD, "image/jpeg")
    assert room.house.hear("there is no light", id="M1").new
    room.house.work()
    assert room.house.said != []
    assert sweep(room.house) == 1
    assert sweep(room.house) == 0  # not asked all the time
    assert row(room, file).state == media.STORED
    scanner.away = False
    room.house.clock.pass_(minutes=2)
    assert sweep(room.house) == 1
    assert row(room, file).state == media.INFECTED


def test_without_a_scanner_nothing_is_queued(room: Room) -> None:
    room.house.house = replace(room.house.house, scan=None)
    room.add_file(room.numbers[0], b"clean", "image/jpeg")
    assert sweep(room.house) == 0
