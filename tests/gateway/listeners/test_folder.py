"""The scan folder: nothing half-written is taken, nothing is moved before it is kept."""

import threading
from pathlib import Path

import pytest

from channels.letters.settings import FolderListener
from core.errors import Malformed, Overloaded, StoreUnavailable
from core.messages import Envelope
from gateway.listeners import Accepted
from gateway.listeners.folder import Watch, listen, take
from tests.services.waiting import wait_until

LIMIT = 1000


class Desk:
    """Stands for accept: keeps what it is given, or fails as it is told."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.kept: list[Envelope] = []

    def __call__(self, envelope: Envelope) -> Accepted:
        if self.errors:
            raise self.errors.pop(0)
        self.kept.append(envelope)
        return Accepted(True, "letter:x")


def check(body: bytes) -> None:
    if body.startswith(b"bad"):
        raise Malformed("this is no scan")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("done", "failed"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


def watch(clock: list[float]) -> Watch:
    return Watch(2.0, lambda: clock[0])


def test_a_file_is_complete_when_it_has_not_changed_for_a_while(folder: Path, clock: list[float]) -> None:
    seen = watch(clock)
    scan = folder / "a.pdf"
    scan.write_bytes(b"one")
    assert list(seen.complete(folder)) == []
    clock[0] = 1.9
    scan.write_bytes(b"one and two")
    assert list(seen.complete(folder)) == []
    clock[0] = 3.8
    assert list(seen.complete(folder)) == []
    clock[0] = 4.0
    assert list(seen.complete(folder)) == [scan]


def test_a_file_that_is_open_for_writing_is_waited_for(folder: Path, clock: list[float]) -> None:
    seen = watch(clock)
    scan = folder / "a.pdf"
    with scan.open("wb") as writing:
        writing.write(b"half")
        writing.flush()
        list(seen.complete(folder))
        clock[0] = 60
        assert list(seen.complete(folder)) == []
    assert list(seen.complete(folder)) == [scan]


@pytest.mark.parametrize("name", [".hidden.pdf", "a.pdf.part", "a.TMP", "b.crdownload"])
def test_work_in_progress_is_left_alone(folder: Path, clock: list[float], name: str) -> None:
    (folder / name).write_bytes(b"x")
    (folder / "link.pdf").symlink_to(folder / name)
    seen = watch(clock)
    list(seen.complete(folder))
    clock[0] = 60
    assert list(seen.complete(folder)) == []


def test_a_file_is_moved_after_it_is_kept(folder: Path) -> None:
    scan = folder / "a.pdf"
    scan.write_bytes(b"good")
    there: list[bool] = []

    def accept(envelope: Envelope) -> Accepted:
        there.append(scan.exists())
        assert envelope.facts["filename"] == "a.pdf"
        return Accepted(True, "letter:x")

    assert take(scan, check, accept, LIMIT) == folder / "done" / "a.pdf"
    assert there == [True]
    assert not scan.exists()


def test_names_that_are_taken_get_a_number(folder: Path) -> None:
    for _ in range(3):
        (folder / "a.pdf").write_bytes(b"good")
        take(folder / "a.pdf", check, Desk(), LIMIT)
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["a-2.pdf", "a-3.pdf", "a.pdf"]


@pytest.mark.parametrize(("body", "reason"), [(b"bad", "malformed: this is no scan"), (b"x" * 1001, "too-large")])
def test_what_cannot_be_read_is_set_aside_with_its_reason(folder: Path, body: bytes, reason: str) -> None:
    (folder / "a.pdf").write_bytes(body)
    desk = Desk()
    assert take(folder / "a.pdf", check, desk, LIMIT) == folder / "failed" / "a.pdf"
    assert reason in (folder / "failed" / "a.pdf.txt").read_text("utf-8")
    assert (folder / "failed" / "a.pdf").read_bytes() == body
    assert desk.kept == []


@pytest.mark.parametrize("error", [StoreUnavailable("away"), Overloaded("full")])
def test_a_file_stays_while_it_cannot_be_kept_and_is_taken_later(folder: Path, error: Exception) -> None:
    (folder / "a.pdf").write_bytes(b"good")
    (folder / "b.pdf").write_bytes(b"bad one")
    (folder / "c.pdf").write_bytes(b"better")
    desk = Desk(error)
    stop = threading.Event()
    settings = FolderListener(path=str(folder), settle_s=0, poll_s=0.01)
    thread = threading.Thread(target=listen, args=(settings, check, desk, stop, LIMIT))
    thread.start()
    try:
        wait_until(lambda: len(desk.kept) == 2 and not any(path.is_file() for path in folder.iterdir()))
    finally:
        stop.set()
        thread.join(60)
    assert sorted(envelope.body for envelope in desk.kept) == [b"better", b"good"]
    assert sorted(path.name for path in (folder / "failed").iterdir()) == ["b.pdf", "b.pdf.txt"]
