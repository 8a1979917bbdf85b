"""Schemathesis asks for what docs/openapi.yaml describes, and sends every form of every page: no answer is a fault of
ours, and none is one that is not described."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask, Request
from flask.testing import FlaskClient
from pydantic import SecretStr
from schemathesis.generation import GenerationMode
from sqlalchemy import select
from twilio.request_validator import RequestValidator
from werkzeug.routing import Rule

from channels import sms, whatsapp
from channels.providers.twilio.signature import read_form
from core.errors import Malformed
from core.ports import Surroundings
from core.store.engine import Store
from core.store.pipeline.envelopes import SET_ASIDE
from core.store.pipeline.tables import EnvelopeRow
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from gateway.web.webhooks import webhooks_of
from tests.fakes.helpline import PUBLIC, TOKEN, Line, helpline
from tests.fakes.sqlite import sqlite_store
from tests.faults.described import description_of
from tests.faults.driven import drive
from tests.faults.every_page import addresses
from tests.gateway.web.desk.room import add_person, make_room
from tests.gateway.web.helpline.agents import desk
from tests.gateway.web.helpline.test_desk import hung_up
from tests.gateway.web.mailroom.paper import make_mailroom

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs/openapi.yaml"
EXAMPLES_OF_MACHINES, EXAMPLES_OF_PAGES = 5, 2
_FILES = (".csv", ".pdf")


@pytest.fixture
def store(migrated_sqlite: str, tmp_path: Path) -> Iterator[Store]:
    with sqlite_store(migrated_sqlite, tmp_path) as made:
        yield made


@pytest.fixture
def line(store: Store) -> Line:
    made = helpline(store)
    account = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
    channels = {
        **made.house.house.channels,
        "whatsapp": whatsapp.build(whatsapp.Settings.model_validate(account), Surroundings(PUBLIC)),
        "sms": sms.build(sms.Settings.model_validate(account), Surroundings(PUBLIC)),
    }
    limits = replace(made.house.house.limits, queue_depth=100_000)
    made.house.house = replace(made.house.house, channels=channels, limits=limits)
    made.app = create_app(made.house.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000)
    made.app.wsgi_app = signing(made.app.wsgi_app)  # type: ignore[method-assign]
    return made


def signing(app: Callable[..., Any]) -> Callable[..., Any]:
    """Signs whatever comes as Twilio would."""

    def signed(environ: dict[str, Any], start_response: Any) -> Any:
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(raw)
        try:
            url = PublicUrl(PUBLIC).of(Request(environ))
            environ["HTTP_X_TWILIO_SIGNATURE"] = RequestValidator(TOKEN).compute_signature(url, read_form(raw))
        except Malformed:
            environ["HTTP_X_TWILIO_SIGNATURE"] = "none"
        return app(environ, start_response)

    return signed


def _rules(app: Flask) -> Iterator[Rule]:
    yield from app.url_map.iter_rules()
    yield from webhooks_of(app).url_map.iter_rules()


def test_everything_that_machines_ask_is_described(line: Line) -> None:
    described = set(yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))["paths"])
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)) for rule in _rules(line.app)}
    machines = {rule.replace("{name}", "{channel}", 1) if rule.startswith("/in/{name}") else rule for rule in rules}
    assert {rule for rule in machines if rule.startswith(("/in/", "/healthz", "/readyz"))} == described


def test_machines_are_answered_as_described(line: Line) -> None:
    description = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
    answered = drive(description, line.app, line.app.test_client(), EXAMPLES_OF_MACHINES, GenerationMode)
    assert answered["POST /in/{channel}", 200] > 0
    assert answered["POST /in/ivr/step", 200] > 0
    line.house.work()
    with line.house.house.store.read() as session:
        aside = session.scalars(select(EnvelopeRow.reason).where(EnvelopeRow.state == SET_ASIDE)).all()
    assert aside == []
    assert line.fetch("POST", f"{PUBLIC}/in/ivr", {"CallSid": "CA9", "From": "+923001234567"}).status == 200


Somebody = tuple[Flask, FlaskClient, dict[str, str]]


def officer(store: Store) -> Somebody:
    room = make_room(store)
    return room.app, room.sign_in("everywhere"), {"number": room.numbers[0]}


def administrator(store: Store) -> Somebody:
    room = make_room(store)
    add_person(store, "administrator", Role.ADMINISTRATOR, None)
    return room.app, room.sign_in("administrator"), {"code": room.code}


def citizen(store: Store) -> Somebody:
    room = make_room(store)
    return room.app, room.app.test_client(), {}


def agent(store: Store) -> Somebody:
    made = helpline(store)
    task = hung_up(made)
    return made.app, desk(made).client, {"task_id": str(task)}


def clerk(store: Store) -> Somebody:
    mailroom = make_mailroom(store)
    letter = mailroom.letter()
    return mailroom.app, mailroom.clerk(), {"letter_id": str(letter)}


@pytest.mark.parametrize(
    ("who", "rooms", "forms"),
    [
        (officer, ("/desk", "/dashboards"), 8),
        (administrator, ("/admin",), 4),
        (citizen, ("/track", "/case", "/staff"), 2),
        (agent, ("/helpline",), 5),
        (clerk, ("/mailroom",), 5),
    ],
)
def test_no_form_of_a_page_is_answered_with_a_fault(
    store: Store, who: Callable[[Store], Somebody], rooms: tuple[str, ...], forms: int
) -> None:
    app, client, given = who(store)
    app.config["WTF_CSRF_ENABLED"] = False
    pages = [page for page in addresses(app, "GET", given) if page.startswith(rooms) and not page.endswith(_FILES)]
    description = description_of(app, client, pages)
    assert len(description["paths"]) >= forms, sorted(description["paths"])
    answered = drive(description, app, client, EXAMPLES_OF_PAGES, [GenerationMode.POSITIVE])  # a form takes any text
    assert len({label for label, _ in answered}) >= forms
