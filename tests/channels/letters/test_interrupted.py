"""A file whose opening was ended from outside is tried again, but not for ever when it is killed each time."""

import json
import subprocess

import pytest

from channels.letters import Settings, build
from channels.letters.limits import Limits
from channels.letters.opening import documents, unpack
from channels.letters.opening.documents import unpacked
from channels.letters.opening.interrupted import MOST_KILLED, UnpackingInterrupted
from core.errors import TooLarge
from tests.channels.letters import files


@pytest.mark.parametrize(
    ("status", "said", "raised"),
    [
        (-9, b"", UnpackingInterrupted),
        (-15, b"", UnpackingInterrupted),
        (
            0,
            json.dumps({"error": "unpacking-interrupted", "detail": "the disk is full"}).encode(),
            UnpackingInterrupted,
        ),
        (-24, b"", TooLarge),  # SIGXCPU: its own bound
        (-11, b"", TooLarge),
    ],
)
def test_who_ended_it(monkeypatch: pytest.MonkeyPatch, status: int, said: bytes, raised: type[Exception]) -> None:
    done = subprocess.CompletedProcess([], status, said, b"")
    monkeypatch.setattr(documents.subprocess, "run", lambda *_, **__: done)  # type: ignore[attr-defined]
    with pytest.raises(raised), unpacked(files.encoded(files.page(size=(300, 200)), "PNG"), Limits()):
        pass


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpack, "_write", full)
    monkeypatch.setattr(unpack, "_bind", lambda _limits: None)
    monkeypatch.setattr("sys.stdin", type("In", (), {"buffer": __import__("io").BytesIO(b"")})())
    assert unpack.main(["/tmp", Limits().model_dump_json()]) == 0
    assert json.loads(capsys.readouterr().out)["error"] == UnpackingInterrupted.kind


def test_a_file_whose_opening_is_killed_each_time_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = build(Settings())
    killed, whole = (files.encoded(files.page(size=size), "PNG") for size in ((300, 200), (320, 200)))
    run = subprocess.run

    def kernel(command: list[str], **given: object) -> object:
        ended = subprocess.CompletedProcess(command, -9, b"", b"")
        return ended if given["input"] == killed else run(command, **given)  # type: ignore[call-overload]

    monkeypatch.setattr(documents.subprocess, "run", kernel)  # type: ignore[attr-defined]
    for _ in range(MOST_KILLED - 1):
        with pytest.raises(UnpackingInterrupted):
            channel.check(killed)
    with pytest.raises(TooLarge, match="killed 5 times"):
        channel.check(killed)
    assert channel.check(whole) == 1
