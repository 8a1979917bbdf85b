"""A file whose opening was ended from outside is tried again: it is never set aside for that."""

import json
import subprocess

import pytest

from channels.letters import documents, unpack
from channels.letters.documents import unpacked
from channels.letters.interrupted import UnpackingInterrupted
from channels.letters.limits import Limits
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
