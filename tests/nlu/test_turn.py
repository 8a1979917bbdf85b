"""The turn inside a real Rasa: one call, idempotent, with our record as the authority, and with its own secret."""

import json
import threading
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.ports import Turn
from nlu.client import RasaEngine
from tests.nlu.conversations import CHANNEL_KNOWS, Citizen
from tests.services.rasa import HTTP, RunningRasa

LINE = "3 din se bijli nahi hai"


@pytest.fixture
def engine(rasa: RunningRasa) -> RasaEngine:
    return RasaEngine(rasa.url, rasa.secret)


def post(rasa: RunningRasa, path: str, body: Any, secret: str | None = None, **more: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {rasa.secret if secret is None else secret}"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HTTP.post(f"{rasa.url}/webhooks/arzi/{path}", content=content, headers=headers, **more)


@pytest.mark.parametrize("path", ["turn", "understand"])
@pytest.mark.parametrize("secret", ["wrong", "the secret of the tests' own Ras", "ü"])
def test_a_wrong_secret_is_refused(rasa: RunningRasa, path: str, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}".encode()}
    answer = HTTP.post(f"{rasa.url}/webhooks/arzi/{path}", json={"texts": ["x"]}, headers=headers)
    assert answer.status_code == 401
    assert HTTP.post(f"{rasa.url}/webhooks/arzi/{path}", json={}).status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/webhooks/rest/webhook", "/model/parse", "/conversations/x/tracker", "/conversations/x/messages", "/domain"],
)
def test_there_is_no_other_way_in(rasa: RunningRasa, path: str) -> None:
    assert HTTP.post(rasa.url + path, json={"sender": "x", "message": "/restart", "text": "hi"}).status_code == 404
    assert HTTP.get(rasa.url + path).status_code in (404, 405)


def test_the_secret_is_not_in_the_process_arguments(rasa: RunningRasa) -> None:
    for task in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert rasa.secret.encode() not in task.read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue


BAD_BODIES: list[Any] = [
    b"",
    b"{",
    b"\xff\xfe",
    [],
    "text",
    {},
    {"conversation": "c"},
    {"conversation": 7, "id": "1", "text": "x"},
    {"conversation": "c", "id": "1", "text": ["x"]},
    {"conversation": "c", "id": "1", "text": "x", "known": ["phone"]},
    {"conversation": "c", "id": "1", "text": "x", "known": {"phone": 1}},
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_bad_body_is_refused_in_one_line(rasa: RunningRasa, body: Any) -> None:
    answer = post(rasa, "turn", body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


def test_a_repeat_of_a_turn_gives_the_same_answer_and_does_not_advance(engine: RasaEngine) -> None:
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    first = citizen.say(LINE)
    again = engine.turn(Turn(citizen.id, f"{citizen.id}:1", LINE, "und", CHANNEL_KNOWS))
    assert again == first
    second = citizen.say("mardan")
    repeated = engine.turn(Turn(citizen.id, f"{citizen.id}:2", "mardan", "roman_ur", citizen.known, "district"))
    assert repeated == second
    assert engine.turn(Turn(citizen.id, f"{citizen.id}:1", LINE, "und", CHANNEL_KNOWS)) == first
    assert citizen.say("gaon toru").asking == "confirmed"


def test_known_fields_are_not_asked_for(engine: RasaEngine) -> None:
    known = {**CHANNEL_KNOWS, "category": "electricity", "district": "Mardan", "address": "Toru"}
    result = Citizen(engine, known).say("hamara transformer jal gaya hai")
    assert result.asking == "confirmed"


def test_a_field_that_the_gateway_learnt_in_the_middle_counts(engine: RasaEngine) -> None:
    """A location pin, a clerk: what the record knows is not asked, whatever the form was at."""
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    assert citizen.say(LINE).asking == "district"
    citizen.known["district"] = "Swat"
    citizen.asking = "district"
    result = engine.turn(Turn(citizen.id, "pin", "", "roman_ur", {**citizen.known}, None))
    assert result.asking == "address"


def test_a_field_that_the_gateway_lost_is_asked_again(engine: RasaEngine) -> None:
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    citizen.say(LINE)
    citizen.say("mardan")
    del citizen.known["district"]
    result = citizen.say("mohalla Sultan")
    assert result.fields["address"].value == "mohalla Sultan"
    assert result.asking == "district"


def test_a_lost_tracker_is_made_up_from_the_record(engine: RasaEngine) -> None:
    """The same turns, each in a conversation that Rasa has never seen."""
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    asked = []
    for words in (LINE, "dir", "2", "skip", "nahi", "3", "swabi", "haan"):
        citizen.id = uuid.uuid4().hex
        asked.append(citizen.say(words).asking or "")
    questions = [one.partition(":")[0].partition("@")[0] for one in asked]
    assert questions == ["district", "district", "address", "confirmed", "correction", "district", "confirmed", ""]
    assert citizen.known["district"] == "Swabi"


def test_two_turns_at_once_are_taken_one_after_the_other(engine: RasaEngine) -> None:
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    results: list[Any] = []

    def say(turn_id: str) -> None:
        results.append(engine.turn(Turn(citizen.id, turn_id, LINE, "und", CHANNEL_KNOWS)))

    threads = [threading.Thread(target=say, args=(str(n % 2),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(results) == 8
    assert {result.asking for result in results} == {"district"}


def test_a_very_long_text_is_taken_quickly_and_whole(engine: RasaEngine) -> None:
    text = "hamare gaon mein bijli nahi hai. " * 3000
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    result = citizen.say(text)
    assert result.asking == "district"
    assert result.fields["description"].value == text.rstrip()
    assert len(citizen.say("mardan").replies[0].text) < 500
    assert len(citizen.say("skip").replies[0].text) < 1500


COMMANDS = ["/restart", "/session_start", "/back", '/inform{"district":"Swat"}', " /restart", "//restart", "／restart"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_slash_is_never_a_command(engine: RasaEngine, command: str) -> None:
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    citizen.say(LINE)
    result = citizen.say(command)
    assert (result.asking, result.outcome, result.fields) == ("district", "asking", {})
    assert citizen.say("mardan").asking == "address"


def test_understanding_needs_no_conversation(rasa: RunningRasa, engine: RasaEngine) -> None:
    texts = ["bhai mardan me transfarmer jal gya hai", "", "/restart", "زموږ په کلي کې بریښنا نشته", "KP-2026-000123-8"]
    heard = engine.understand(texts)
    assert [one.language for one in heard] == ["roman_ur", "und", heard[2].language, "ps", "und"]
    assert (heard[0].category, heard[0].district) == ("electricity", "Mardan")
    assert heard[3].category == "electricity"
    assert heard[4].entities["tracking_number"] == "KP-2026-000123-8"
    assert post(rasa, "understand", {"texts": ["x"] * 1000}).status_code == 400


def test_nothing_that_people_write_is_in_the_log(rasa: RunningRasa, engine: RasaEngine) -> None:
    secretly = "Zarmina Bibi ka khufia masla hai"
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    citizen.say(secretly + ", bijli nahi hai")
    citizen.say("district " + secretly)
    post(rasa, "turn", f'{{"text": "{secretly}'.encode())
    post(rasa, "turn", {"conversation": "c", "id": "1", "text": [secretly]})
    engine.understand([secretly])
    log = rasa.log.read_text(encoding="utf-8", errors="replace")
    for word in ("Zarmina", "khufia", CHANNEL_KNOWS["phone"], CHANNEL_KNOWS["complainant_name"]):
        assert word not in log
