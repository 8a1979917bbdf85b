"""Rasa's known faults, each made to happen: processes killed, stores away, locks left behind, two days of silence."""

import json
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from core.errors import DialogueUnavailable
from core.ports import Turn
from nlu.assistant.serving.sealing import SealedText
from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions, with_fallback
from tests.nlu.conversations import CHANNEL_KNOWS, Citizen, table
from tests.nlu.conversations import check as check_turn
from tests.services.rasa import ASSISTANT, HTTP, MODEL, RunningRasa, running_rasa
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

LINE = "3 din se bijli nahi hai"
TWO_DAYS = 2 * 24 * 3600
LAST_YEAR = "a conversation of last year"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faulty")


@pytest.fixture(scope="module")
def faulty(folder: Path, rasa: RunningRasa) -> Iterator[RunningRasa]:
    """A Rasa of this module alone, on SQLite; the test that kills it comes last. It starts after the other one."""
    assert rasa.ready()
    with closing(sqlite3.connect(folder / "rasa.db")) as database, database:
        database.execute(
            "CREATE TABLE events (id INTEGER NOT NULL PRIMARY KEY, sender_id VARCHAR(255) NOT NULL,"
            " type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255),"
            " action_name VARCHAR(255), data TEXT)"
        )
        database.execute(
            "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, 'user', ?, '{}')",
            (LAST_YEAR, time.time() - 365 * 24 * 3600),
        )
    with running_rasa(folder) as running:
        yield running


def test_what_people_wrote_last_year_is_deleted_at_the_start(faulty: RunningRasa, folder: Path) -> None:
    def gone() -> bool:
        with closing(sqlite3.connect(folder / "rasa.db")) as database:
            return not database.execute("SELECT 1 FROM events WHERE sender_id = ?", (LAST_YEAR,)).fetchall()

    assert faulty.ready()
    wait_until(gone, what="the deletion")


def engine_of(rasa: RunningRasa) -> RasaEngine:
    return RasaEngine(rasa.url, rasa.secret)


def test_the_store_is_away_and_rasa_says_so(faulty: RunningRasa, folder: Path) -> None:
    """Left to itself, Rasa answers 200 and goes on in memory."""
    engine = engine_of(faulty)
    citizen = Citizen(engine, dict(CHANNEL_KNOWS))
    assert citizen.say(LINE).asking == "district"
    engine.ping()
    database = folder / "rasa.db"
    for part in folder.glob("rasa.db*"):
        part.rename(part.with_name("away-" + part.name))
    database.mkdir()
    try:
        with pytest.raises(DialogueUnavailable, match="503"):
            engine.turn(Turn(citizen.id, "x", "mardan", "roman_ur", citizen.known, "district"))
        with pytest.raises(DialogueUnavailable, match="503"):
            engine.ping()
        assert HTTP.get(f"{faulty.url}/webhooks/arzi/ready").json() == {"ready": False, "lacks": "tracker store"}
        stand_in = with_fallback(engine, PlainQuestions())
        answered = stand_in.turn(Turn(citizen.id, "x", "mardan", "roman_ur", citizen.known, "district"))
        assert (answered.engine, answered.asking) == ("plain", "address")
    finally:
        database.rmdir()
        for part in folder.glob("away-rasa.db*"):
            part.rename(part.with_name(part.name.removeprefix("away-")))
    engine.ping()
    assert citizen.say("mardan").asking == "address"


def test_two_days_of_silence_change_nothing(faulty: RunningRasa, folder: Path) -> None:
    """Rasa's session would expire, drop the form and keep the slots."""
    citizen = Citizen(engine_of(faulty), dict(CHANNEL_KNOWS))
    citizen.say(LINE)
    citizen.say("mardan")
    with closing(sqlite3.connect(folder / "rasa.db")) as database, database:
        rows = database.execute("SELECT id, data FROM events WHERE sender_id = ?", (citizen.id,)).fetchall()
        assert len(rows) == 2
        sealed = SealedText(faulty.secret)
        for row, data in rows:
            event = json.loads(sealed.process_result_value(data, None) or "")
            event["timestamp"] -= TWO_DAYS
            told = sealed.process_bind_param(json.dumps(event), None)
            database.execute(
                "UPDATE events SET data = ?, timestamp = timestamp - ? WHERE id = ?", (told, TWO_DAYS, row)
            )
    result = citizen.say("gaon katlang")
    assert (result.asking, result.fields["address"].value) == ("confirmed", "gaon katlang")


def test_killed_in_the_middle_and_started_again(faulty: RunningRasa, folder: Path) -> None:
    """kill -9 between two turns: the conversation goes on, and a turn of before is answered as before."""
    citizen = Citizen(engine_of(faulty), dict(CHANNEL_KNOWS))
    citizen.say(LINE)
    answered = citizen.say("mardan")
    faulty.kill()
    with pytest.raises(DialogueUnavailable):
        citizen.say("gaon toru")
    citizen.count -= 1
    with running_rasa(folder) as second:
        citizen.engine = engine_of(second)
        again = citizen.engine.turn(
            Turn(citizen.id, f"{citizen.id}:2", "mardan", "roman_ur", citizen.known, "district")
        )
        assert again == answered
        assert citizen.say("gaon toru").asking == "confirmed"
        assert citizen.say("haan").outcome == "confirmed"
        second.process.terminate()
        assert second.process.wait(60) == 0
        assert "destroyed" not in second.log.read_text(), "told to end, it leaves no task behind"


def test_locks_in_redis_and_trackers_in_postgresql(folder: Path, postgres_url: str, rasa: RunningRasa) -> None:
    """A lock left behind by a killed process holds a conversation up for seconds, not for a minute; a lock store that
    is away is said, where Rasa by itself answers 200 and an empty list; the tables are in a schema of their own."""
    home = folder / "postgres"
    home.mkdir()
    with running_redis() as locks_url, running_rasa(home, tracker_url=postgres_url, lock_url=locks_url) as running:
        engine = engine_of(running)
        engine.ping()
        citizen = Citizen(engine, dict(CHANNEL_KNOWS))
        citizen.say(LINE)
        _leave_a_lock_behind(locks_url, citizen.id)
        began = time.monotonic()
        assert citizen.say("mardan").asking == "address"
        assert 0.5 < time.monotonic() - began < 7
        with psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql")) as database:
            schemas = database.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'events'").fetchall()
        assert schemas == [("rasa",)]
        with Redis.from_url(locks_url) as client:
            client.shutdown(nosave=True)
        with pytest.raises(DialogueUnavailable, match="503"):
            citizen.say("gaon toru")
        assert HTTP.get(f"{running.url}/webhooks/arzi/ready").json() == {"ready": False, "lacks": "lock store"}


def _leave_a_lock_behind(url: str, conversation: str) -> None:
    """As a process that was killed in the middle of a turn does (rasa/core/lock.py)."""
    ticket = json.dumps({"number": 0, "expires": time.time() + 3})
    lock = {"conversation_id": conversation, "tickets": json.dumps([ticket])}
    with Redis.from_url(url) as client:
        client.set(f"arzi:rasa:lock:{conversation}", json.dumps({**lock, "tickets": [ticket]}))


@pytest.mark.parametrize("first", ["rasa", "plain"])
def test_each_engine_goes_on_where_the_other_stopped(rasa: RunningRasa, first: str) -> None:
    """Rasa dies and comes back at every turn of every conversation."""
    engines = {"rasa": engine_of(rasa), "plain": PlainQuestions()}
    for conversation in table():
        citizen = Citizen(engines[first], dict(conversation.known))
        turns = list(conversation.turns)
        if any("only" in (turn[2] if len(turn) > 2 else {}) for turn in turns):
            continue
        for number, (said, then, *rest) in enumerate(turns):
            citizen.engine = engines["rasa" if (number % 2 == 0) == (first == "rasa") else "plain"]
            text, choice = (said.get("text", ""), said["choice"]) if isinstance(said, dict) else (said, None)
            result = citizen.say(text, choice)
            check_turn(result, then, rest[0] if rest else {}, citizen, f"{conversation.name}, after {text!r} by turns")


def test_without_a_secret_it_does_not_start(folder: Path) -> None:
    python = ASSISTANT / ".venv/bin/python"
    done = subprocess.run(
        [python, ASSISTANT / "serve", "--port", "1", "--model", MODEL],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "ARZI_RASA__SECRET" in done.stderr


def test_without_a_model_it_says_so_in_one_line(folder: Path) -> None:
    python = ASSISTANT / ".venv/bin/python"
    done = subprocess.run(
        [python, ASSISTANT / "serve", "--model", folder / "none.tar.gz"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert "none.tar.gz" in done.stderr


def test_a_conversation_that_is_done_can_be_answered_again(rasa: RunningRasa) -> None:
    """An old conversation id does not submit old slots: what the caller knows decides."""
    citizen = Citizen(engine_of(rasa), dict(CHANNEL_KNOWS))
    for words in (LINE, "mardan", "skip", "haan"):
        result = citizen.say(words)
    assert result.outcome == "confirmed"
    new = Turn(citizen.id, uuid.uuid4().hex, "gas nahi hai", "roman_ur", CHANNEL_KNOWS)
    answered = engine_of(rasa).turn(new)
    assert (answered.asking, answered.outcome) == ("district", "asking")
    assert answered.fields["description"].value == "gas nahi hai"
