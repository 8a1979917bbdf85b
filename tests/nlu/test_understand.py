"""``understand`` and ``arzi understand``: one object a line, in order, whatever the bytes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.errors import DialogueUnavailable
from gateway.cli import understand as cli
from nlu.client import RasaEngine
from nlu.understand import understand
from tests.services.rasa import RunningRasa

LINES = [
    "3 din se bijli nahi hai, Mardan",
    "",
    "زموږ په کلي کې بریښنا نشته",
    "mera cnic 17301-1234567-1 hai",
    "/restart",
    "   ",
]
KEYS = {"text", "language", "intent", "category", "district", "confidence", "entities"}


@pytest.fixture
def with_rasa(rasa: RunningRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "running_rasa", lambda: RasaEngine(rasa.url, rasa.secret))


def run(raw: bytes) -> list[dict[str, Any]]:
    done = CliRunner().invoke(cli.command, input=raw)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("with_rasa")
def test_one_object_a_line_in_order() -> None:
    answers = run("\n".join(LINES).encode() + b"\n")
    assert [answer["text"] for answer in answers] == LINES
    for answer in answers:
        assert set(answer) >= KEYS
        assert set(answer["confidence"]) == {"intent", "category", "district"}
    first = answers[0]
    assert (first["language"], first["category"], first["district"]) == ("roman_ur", "electricity", "Mardan")
    assert (answers[1]["category"], answers[1]["district"]) == (None, None)
    assert answers[2]["language"] == "ps"
    assert answers[3]["entities"]["cnic"] == "17301-1234567-1"


@pytest.mark.usefixtures("with_rasa")
@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"\n\n", ["", ""]),
        (b"a", ["a"]),
        (b"a\nb", ["a", "b"]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"\xff\xfe\n\x00x\n", ["\ufffd\ufffd", "\x00x"]),
        ("\ufeffpani".encode(), ["pani"]),
        ("a\u2028b\x0bc\x85d".encode(), ["a\u2028b\x0bc\x85d"]),
    ],
)
def test_any_bytes(raw: bytes, texts: list[str]) -> None:
    assert [answer["text"] for answer in run(raw)] == texts


def test_without_a_running_rasa_the_model_is_used_once(rasa: RunningRasa) -> None:
    nobody = RasaEngine("http://127.0.0.1:9", "x" * 20)
    texts = [*LINES, "a\nb"]
    assert understand(texts, nobody) == RasaEngine(rasa.url, rasa.secret).understand(texts)


def test_without_an_assistant_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(DialogueUnavailable):
        understand(["x"], None, tmp_path)
    assert understand([], None, tmp_path) == []
