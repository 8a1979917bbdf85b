"""The letters kept in the repository: files as a mailroom would get them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.letters import read
from channels.letters.evaluate.score import character_error_rate
from core.complaint import BELIEVED
from core.messages import Envelope

SAMPLES = Path(__file__).with_name("samples")
MOST = {"english-fax.png": 0.03, "pashto-rotated.jpg": 0.12, "urdu-nastaliq-phone.jpg": 0.12}


@pytest.mark.parametrize("name", MOST)
def test_a_kept_letter_is_read(name: str) -> None:
    file = SAMPLES / name
    (message,) = read(Envelope("letters", name, file.read_bytes(), datetime(2026, 11, 22, tzinfo=UTC)), "PK")
    assert character_error_rate(message.text, file.with_suffix(".txt").read_text("utf-8")) <= MOST[name]
    truth = json.loads(file.with_suffix(".json").read_text("utf-8"))
    for field, true_name in (("cnic", "cnic"), ("phone", "phone"), ("incident_date", "date")):
        value, sure = message.found.get(field, ("", 0.0))
        assert value == truth[true_name] or sure < BELIEVED
