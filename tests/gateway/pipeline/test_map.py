"""docs/architecture.md is a true map: a message of each channel enters no file that the page does not name, and goes
through the steps in the order of the page's table."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from channels import ivr, letters, sms, whatsapp
from channels.email import build as build_email
from channels.email.parse import envelope_id
from channels.ivr.prompts import catalogue
from channels.web import Web
from channels.web import body as web_body
from channels.web.body import Said
from core.complaint import Field, Source
from core.messages import Envelope
from core.ports import Channel, Surroundings
from core.store.engine import Store
from core.store.mailroom import letters as register
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from gateway.pipeline.accept import accept
from gateway.pipeline.deliver import deliver
from gateway.pipeline.ingest import ingest
from gateway.pipeline.letters.picturing import keeping
from gateway.web import create_app
from gateway.web.mailroom.register import make_ticket
from gateway.web.shared.url import PublicUrl
from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions
from simulator.twiml import StrictCaller
from simulator.twiml.caller import Answer as Document
from tests.channels.email.samples import OFFICE, settings
from tests.channels.letters.files import encoded, page
from tests.channels.whatsapp.forms import TOKEN, body, form, signature
from tests.fakes.house import TestHouse, make_house
from tests.fakes.http import Answer, scripted_server
from tests.gateway.pipeline.entered import ROOT, entered
from tests.services.mail_sink import mail_sink

PUBLIC = "https://arzi.example.org"
SENT = Answer(
    201, json.dumps({"sid": "SM1", "status": "queued", "body": ""}).encode(), {"Content-Type": "application/json"}
)
FIELDS = {"description": "no light", "category": "electricity", "district": "Swat", "complainant_name": "Gul Khan"}
CONFIRMED: dict[str, Any] = {
    "replies": [],
    "outcome": "confirmed",
    "asking": None,
    "language": "en",
    "fields": {name: {"value": value, "confidence": 0.9, "source": "dialogue"} for name, value in FIELDS.items()},
    "understanding": {
        "language": "en",
        "intent": "affirm",
        "category": None,
        "district": None,
        "confidence": {},
        "entities": {},
        "urgent": False,
    },
}


@contextmanager
def dialogue() -> Iterator[RasaEngine]:
    """An assistant that takes every message for the end of a complete record."""
    with scripted_server(Answer(200, json.dumps(CONFIRMED).encode())) as rasa:
        yield RasaEngine([rasa.url()], "secret")


def web(made: TestHouse, channel: Channel) -> FlaskClient:
    house = made.house = replace(made.house, channels={channel.name: channel})
    return create_app(house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000).test_client()


def chat_road(store: Store, build: Callable[..., Channel], settings_type: Any, name: str) -> list[str]:
    """A signed webhook that completes a record: accepted, handled, a ticket made, the answers sent."""
    made = make_house(store)
    with dialogue() as engine, scripted_server(SENT) as twilio:
        account = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
        channel = build(settings_type.model_validate(account), Surroundings(PUBLIC, "PK", {"twilio": twilio.url()}))
        made.house = replace(made.house, engine=engine)
        client = web(made, channel)

        def one(sid: str, phone: str) -> None:
            sent = {
                "MessageSid": sid,
                "WaId": phone,
                "From": f"whatsapp:+{phone}" if name == "whatsapp" else f"+{phone}",
            }
            raw = form(**sent)
            answer = client.post(
                f"/in/{name}",
                data=body(**sent),
                headers={"X-Twilio-Signature": signature(raw, f"{PUBLIC}/in/{name}")},
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code == 200
            person = str(made.queue.jobs[-1][1])
            ingest(made.house, person)
            deliver(made.house, person)

        one("SM1", "923001234567")  # what is read once in a process's life, directory and calendar, is no part of it
        with entered() as road:
            one("SM2", "923001234568")
        assert len(twilio.requests) == 2
    return road


def whatsapp_road(store: Store) -> list[str]:
    return chat_road(store, whatsapp.build, whatsapp.Settings, "whatsapp")


def sms_road(store: Store) -> list[str]:
    return chat_road(store, sms.build, sms.Settings, "sms")


def email_road(store: Store) -> list[str]:
    """A mail that says all that is needed, and the answer with the number."""
    made = make_house(store)
    with dialogue() as engine, mail_sink() as sink:
        out = {"host": "127.0.0.1", "port": sink.port, "security": "none", "timeout_s": 5}
        channel = build_email(settings(submission=out), Surroundings("http://127.0.0.1"))
        made.house = replace(made.house, channels={"email": channel}, engine=engine)

        def one(number: int) -> None:
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = f"gul{number}@example.org", OFFICE, "No light"
            mail["Message-ID"] = f"<m{number}@example.org>"
            mail.set_content("There is no light in our street in Swat.")
            raw = bytes(mail)
            facts = {"peer": "203.0.113.10", "mail_from": f"gul{number}@example.org", "recipients": OFFICE}
            accept(made.house, channel, Envelope("email", envelope_id(raw), raw, made.clock.now(), facts))
            made.work()

        one(1)
        with entered() as road:
            one(2)
        assert len(sink.mails) == 2
    return road


def call_road(store: Store) -> list[str]:
    """A complaint told by keys and one recording."""
    made = make_house(store)
    account = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "number": "+92911334433"}
    with scripted_server(SENT) as twilio:
        surroundings = Surroundings(PUBLIC, "PK", {"twilio": twilio.url()})
        made.house = replace(made.house, engine=PlainQuestions())
        client = web(made, ivr.build(ivr.Settings.model_validate(account), surroundings))

        def fetch(_method: str, url: str, params: Mapping[str, str]) -> Document:
            signed = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, dict(params))}
            answer = client.post(url.removeprefix(PUBLIC), data=dict(params), headers=signed)
            return Document(answer.status_code, answer.get_data(as_text=True), answer.content_type.partition(";")[0])

        def one(sender: str) -> None:
            call = StrictCaller.inbound(fetch, f"{PUBLIC}/in/ivr", sender=sender, called="+92911334433")
            call.start()
            for keys in ("3", "1", "1", "1", "1"):
                call.press(keys)
            call.record(20, "https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE1", key="#")
            for _ in ("words", "address", "name"):
                call.press("#")
            assert catalogue("en")["right"] in call.heard()
            call.press("1")
            made.work()

        one("+923001234567")
        with entered() as road:
            one("+923001234568")
        assert len(twilio.requests) == 2
    return road


def letter_road(store: Store) -> list[str]:
    """A scan is read into the register, and a clerk who looked at it makes it a ticket."""
    made = make_house(store)
    made.house = replace(made.house, channels={"letters": keeping(letters.build(letters.Settings()), store)})

    def one(words: str) -> None:
        scan = encoded(page(words), "PNG")
        accept(made.house, made.house.channels["letters"], Envelope("letters", words, scan, made.clock.now()))
        made.work()
        with store.write() as session:
            assert register.enrol(session) == 1
            letter = session.scalars(select(LetterRow).order_by(LetterRow.id.desc())).first()
            assert letter is not None
            found = conversations.get(session, letter.conversation_id)
            assert found is not None
            seen = {name: Field(value, 1.0, Source.CLERK) for name, value in FIELDS.items()}
            make_ticket(made.house, session, found.with_(complaint=found.complaint.learn(seen)), made.clock.now())

    one("The road to our village is gone")
    with entered() as road:
        one("There is no light in our village")
    return road


def web_road(store: Store) -> list[str]:
    """A form of the web app that completes a record, as the page packs it, and the answer in the visitor's thread."""
    made, channel = make_house(store), Web()
    with dialogue() as engine:
        made.house = replace(made.house, channels={"web": channel}, engine=engine)

        def one(number: int) -> None:
            said = Said(f"draft-{number:012d}", f"{number:032x}", text="No light")
            told = Envelope("web", web_body.envelope_id(said), web_body.pack(said), made.clock.now())
            person = accept(made.house, channel, told).person
            ingest(made.house, person)
            deliver(made.house, person)

        one(1)
        with entered() as road:
            one(2)
    return road


ROADS = {
    "whatsapp": whatsapp_road,
    "sms": sms_road,
    "email": email_road,
    "call": call_road,
    "letter": letter_road,
    "web": web_road,
}
MOST = 63
"""Files that one WhatsApp message which makes a ticket may enter: docs/decisions/0014-files-on-the-way.md."""
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


@pytest.mark.parametrize("name", ROADS)
def test_the_page_names_every_file_on_the_road(store: Store, name: str) -> None:
    road = ROADS[name](store)
    assert [file for file in road if f"`{file}`" not in PAGE] == []


def test_a_new_citizens_message_enters_few_files(store: Store) -> None:
    road = whatsapp_road(store)
    assert len(road) <= MOST, road


def test_the_table_reads_in_the_order_in_which_files_are_entered(store: Store) -> None:
    road = whatsapp_road(store)
    rows = [line.split("|")[2] for line in PAGE.splitlines() if line.startswith("| **")]
    steps = [file for row in rows for file in re.findall(r"`([\w/]+\.py)`", row) if file in road]
    met = [road.index(file) for file in dict.fromkeys(steps)]
    assert met == sorted(met), [road[n] for n in met]
