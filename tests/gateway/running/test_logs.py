"""The log: one id from the webhook to the reply, and nothing of any person."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.store.engine import Store
from gateway.config import load_settings
from gateway.running.logs import JsonLines, set_up_logs
from gateway.running.observing import Traced, of_cause
from tests.fakes.house import make_house

CONFIG = Path(__file__).resolve().parents[3] / "config.yaml"
PERSON = ("3001234567", "Gul Khan", "gul@example.org", "my private words")


class Kept(logging.Handler):
    """Keeps lines as they would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonLines("test"))
        self.addFilter(Traced())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    kept, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept.lines
    root.removeHandler(kept)
    root.setLevel(before)


def test_one_id_from_the_webhook_to_the_reply(store: Store, lines: list[str]) -> None:
    house = make_house(store)
    house.hear("done", id="M1", sender="+923001234567", name="Gul Khan", email="gul@example.org")
    house.work()
    told = [json.loads(line) for line in lines if '"gateway.' in line]
    traces = {line["message"].split(":")[0]: line["trace"] for line in told if "trace" in line}
    assert traces["accepted"] == traces["handled"] == traces["sent"]


@pytest.mark.parametrize("text", ["done", "my private words", "boom"])
def test_nothing_of_a_person_is_logged(store: Store, lines: list[str], text: str) -> None:
    house = make_house(store)
    house.hear(text, id="M1", sender="+923001234567", name="Gul Khan", email="gul@example.org")
    house.work()
    written = "\n".join(lines)
    assert written
    for word in PERSON:
        assert word not in written


@pytest.fixture
def as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "gateway", "core", "channels", "nlu")}
    handlers = root.handlers[:]
    yield
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.usefixtures("as_they_were")
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "ERROR"])
def test_libraries_never_tell_what_they_handle(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = {"ARZI_WEB__SECRET_KEY": "x" * 32, "ARZI_RASA__SECRET": "x" * 32, "ARZI_LOG__LEVEL": level}
    set_up_logs(load_settings(CONFIG, secrets), "test")
    photograph, file = Image.new("RGB", (8, 8)), io.BytesIO()
    told = photograph.getexif()
    told[0x013B] = "Gul Khan"  # the artist
    photograph.save(file, "TIFF", exif=told)
    assert Image.open(file).getexif()[0x013B] == "Gul Khan"
    for library in (
        "PIL.TiffImagePlugin",
        "mail.log",
        "imapclient.imaplib",
        "botocore.parsers",
        "urllib3.connectionpool",
    ):
        logging.getLogger(library).debug("Gul Khan")
        logging.getLogger(library).info("Gul Khan")
    logging.getLogger("gateway.anything").debug("ours")
    written = capsys.readouterr().err
    assert "Gul Khan" not in written
    assert ("ours" in written) is (level == "DEBUG")


@pytest.mark.parametrize(
    ("cause", "trace"),
    [
        ("envelope:17:0:1", "e17"),
        ("case:KP-2026-000001-5:3:0", "KP-2026-000001-5"),
        ("track-code:x", "x"),
        ("odd", "odd"),
    ],
)
def test_what_is_sent_is_traced_by_its_cause(cause: str, trace: str) -> None:
    assert of_cause(cause) == trace
