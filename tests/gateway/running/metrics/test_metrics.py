"""/metrics: what was counted in any process, how things stand, and to whom it is told."""

import math
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from core.errors import DeliveryDelayed
from core.store.engine import Store
from core.store.pipeline import heartbeats, ways
from gateway.pipeline.ingest import ingest
from gateway.running.metrics import page
from gateway.running.metrics.prometheus import shared_text
from gateway.running.metrics.standing import standing_text
from tests.fakes.house import TestHouse, make_house


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


@pytest.fixture
def client(house: TestHouse, tmp_path: Path) -> FlaskClient:
    app = Flask("metrics")
    app.register_blueprint(page.blueprint(house.house, tmp_path / "metrics", [ip_network("127.0.0.0/8")]))
    return app.test_client()


def values(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_how_things_stand(client: FlaskClient, house: TestHouse, store: Store) -> None:
    house.hear("hello", id="M1")
    house.clock.pass_(minutes=2)
    with store.write() as session:
        heartbeats.beat(session, "imap", "imap@here:1", house.clock.now() - timedelta(seconds=90))
    told = values(client.get("/metrics").get_data(as_text=True))
    assert told["arzi_waiting", "string"] == 1
    assert told["arzi_waiting_age_seconds", "string"] == 120
    assert told["arzi_overdue_tickets",] == 0
    assert told["arzi_silent_seconds", "imap"] == 90
    assert told["arzi_database_up",] == 1
    house.work()
    told = values(client.get("/metrics").get_data(as_text=True))
    assert (told["arzi_waiting", "string"], told["arzi_outbox", "string"]) == (0, 0)


COUNT = """
import sys
import gateway.web.serve
from pathlib import Path
from gateway.running.metrics.prometheus import PrometheusMeters
meters = PrometheusMeters(Path(sys.argv[1]))
meters.accepted("whatsapp")
meters.turn("rasa", 0.03)
meters.handled("letters", 4.0)
meters.sent("email", "sent")
"""


def test_all_processes_count_together(tmp_path: Path) -> None:
    """Also those that import all of the web first: who imports the library before its folder is set counts alone."""
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNT, str(tmp_path)], check=True)
    told = values(shared_text(tmp_path).decode())
    assert told["arzi_accepted_total", "whatsapp"] == 2
    assert told["arzi_turn_seconds_count", "rasa"] == 2
    assert told["arzi_handled_seconds_sum", "letters"] == pytest.approx(8)
    assert told["arzi_sent_total", "email", "sent"] == 2


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
    ],
)
def test_who_may_ask(client: FlaskClient, address: str, headers: dict[str, str], status: int) -> None:
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_signs_of_life_are_the_latest_of_a_kind_and_forgotten(store: Store, house: TestHouse) -> None:
    now = house.clock.now()
    with store.write() as session:
        heartbeats.beat(session, "worker", "worker@a:1", now - timedelta(hours=2))
        heartbeats.beat(session, "worker", "worker@a:2", now - timedelta(seconds=5))
        heartbeats.beat(session, "smtp", "smtp@a:3", now - timedelta(days=3))
    with store.read() as session:
        assert heartbeats.health(session, now) == {"worker": heartbeats.Health(5)}
    with store.write() as session:
        heartbeats.stop(session, "worker@a:2", now)
    with store.read() as session:
        assert heartbeats.health(session, now) == {"worker": heartbeats.Health(7200)}


def test_an_answer_that_nobody_sends_would_raise_the_alert(client: FlaskClient, house: TestHouse) -> None:
    house.hear("hello", id="M1")
    ingest(house.house, "tel:+923001234567")
    house.clock.pass_(seconds=192)
    told = values(client.get("/metrics").get_data(as_text=True))
    assert told["arzi_answers_age_seconds", "string"] == 192
    rules = Path(__file__).parents[4] / "deploy/monitoring/alerts.yml"
    known = {one["alert"]: one for one in yaml.safe_load(rules.read_text(encoding="utf-8"))["groups"][0]["rules"]}
    assert known["ArziAnswersWait"]["expr"].endswith("(arzi_answers_age_seconds) > 60")
    house.channel.faults.append(DeliveryDelayed("busy"))
    house.work()
    told = values(client.get("/metrics").get_data(as_text=True))
    assert told["arzi_answers_age_seconds", "string"] == 0, "it was tried"


def test_what_ought_to_live_and_was_never_heard_is_infinitely_silent(store: Store, house: TestHouse) -> None:
    made = replace(house.house, expected=("cron", "imap"))
    with store.write() as session:
        heartbeats.beat(session, "imap", "imap@here:1", house.clock.now(), "the mailbox does not let us in")
        heartbeats.ran(session, "sweep", house.clock.now())
        ways.shut(session, "string", "string", "20003", "no", house.clock.now())
    house.clock.pass_(minutes=2)
    told = values(standing_text(made).decode())
    assert (told["arzi_silent_seconds", "cron"], told["arzi_silent_seconds", "imap"]) == (math.inf, 120)
    assert (told["arzi_trouble", "cron"], told["arzi_trouble", "imap"]) == (0, 1)
    assert (told["arzi_last_run_seconds", "sweep"], told["arzi_last_run_seconds", "deadlines"]) == (120, math.inf)
    assert told["arzi_way_shut_seconds", "20003", "string"] == 120
