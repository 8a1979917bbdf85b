"""arzi inspect: one line a file, also where several letters are in it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage
from core.ports import Understanding
from gateway.cli import inspect


def read(envelope: Envelope, _region: str) -> Sequence[InboundMessage]:
    """A file whose letters are its lines."""
    texts = envelope.body.decode().split("\n")
    if texts == [""]:
        raise Malformed("the file is empty")
    return [InboundMessage("letters", f"{n}", Address("letter:x"), text=text) for n, text in enumerate(texts)]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(inspect, "_reader", lambda _channel: read)
    monkeypatch.setattr(inspect, "_understand", lambda texts: [Understanding(category=text) for text in texts])
    for name, text in {"one": "gas", "none": "", "two": "roads\nhealth"}.items():
        (tmp_path / name).write_text(text)
    return [str(tmp_path / name) for name in ("one", "none", "two")]


def test_each_file_is_one_line_and_all_its_letters_are_in_it(files: list[str]) -> None:
    result = CliRunner().invoke(inspect.command, ["letter", *files])
    one, none, two = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 1
    assert one["message"]["text"] == "gas"
    assert "letters" not in one
    assert none["error"] == {"kind": "malformed", "detail": "the file is empty"}
    assert two["message"]["text"] == "roads"
    assert [letter["message"]["text"] for letter in two["letters"]] == ["roads", "health"]
    categories = [letter["complaint"]["fields"]["category"]["value"] for letter in two["letters"]]
    assert categories == ["roads", "health"]
