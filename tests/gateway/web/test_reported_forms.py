"""Requests of Twilio's that others reported, as they came (``reported/*.form``), through the listeners to their end."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from channels import ivr, whatsapp
from channels.ivr.prompts import catalogue
from core.ports import Surroundings
from core.store.casework import tickets
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.helpline.tables import CallRow
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, OutboxRow
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from nlu.fallback import PlainQuestions
from tests.fakes.house import TestHouse, make_house
from tests.fakes.http import Answer, ScriptedServer, scripted_server

PUBLIC, TOKEN = "https://arzi.example.org", "a-token-for-tests-only"
FORMS = Path(__file__).parent / "reported"
OFFICE, HELPLINE = "+14155238886", "+92911334433"


@dataclass
class Place:
    made: TestHouse
    client: FlaskClient
    twilio: ScriptedServer

    def post(self, path: str, form: dict[str, str]) -> str:
        signed = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)}
        answer = self.client.post(path, data=form, headers=signed)
        assert answer.status_code in (200, 204)
        self.made.work()
        return answer.get_data(as_text=True)

    def replay(self, name: str, path: str, **changes: str) -> str:
        return self.post(path, reported(name) | changes)

    def rows(self, table: type) -> list:  # type: ignore[type-arg]
        with self.made.house.store.read() as session:
            return list(session.scalars(select(table).order_by(*table.__table__.primary_key)))

    @property
    def sent(self) -> list[dict[str, str]]:
        posts = [body for method, path, _, body in self.twilio.requests if method == "POST" and "Messages" in path]
        return [{name: values[0] for name, values in parse_qs(body.decode()).items()} for body in posts]


def reported(name: str) -> dict[str, str]:
    lines = (FORMS / f"{name}.form").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.fixture
def place(store: Store) -> Iterator[Place]:
    made = make_house(store)
    taken = [Answer(201, json.dumps({"sid": f"SM9{n}", "status": "queued"}).encode()) for n in range(50)]
    with scripted_server(*taken) as twilio:
        account = {"account_sid": "AC00000000000000000000000000000000", "auth_token": SecretStr(TOKEN)}
        around = Surroundings(PUBLIC, "PK", {"twilio": twilio.url()})
        channels = {
            "whatsapp": whatsapp.build(whatsapp.Settings.model_validate({**account, "sender": OFFICE}), around),
            "ivr": ivr.build(ivr.Settings.model_validate({**account, "number": HELPLINE}), around),
        }
        made.house = replace(made.house, channels=channels, engine=PlainQuestions())
        client = create_app(made.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000).test_client()
        yield Place(made, client, twilio)


def test_every_form_is_tried() -> None:
    tried = Path(__file__).read_text("utf-8")
    assert [file.stem for file in FORMS.glob("*.form") if f'"{file.stem}"' not in tried] == []


def test_a_citizen_without_a_number_is_answered_at_their_id(place: Place) -> None:
    place.replay("whatsapp-bsuid", "/in/whatsapp", Body="No electricity for three days in Saddar, Peshawar")
    [told] = place.rows(ConversationRow)
    assert told.person == "twilio:PK.13491208655302741918"
    [answer] = place.sent
    assert (answer["To"], answer["From"]) == ("whatsapp:PK.13491208655302741918", f"whatsapp:{OFFICE}")
    place.replay("whatsapp-bsuid", "/in/whatsapp", MessageSid="SM12")
    assert [row.person for row in place.rows(ConversationRow)] == [told.person]
    assert len(place.sent) == 2


@pytest.mark.parametrize(
    ("sign", "ends"), [("👍", True), ("👍🏽", True), ("✅", True), ("👎", False), ("❤️", None), ("", None)]
)
def test_a_reaction_to_the_summary_answers_it_or_asks_for_nothing(place: Place, sign: str, ends: bool | None) -> None:
    words = ["The streetlight in Mohalla Qasaban of Peshawar is broken for a month", "Gul Khan"]
    for number, said in enumerate(words):
        place.replay("whatsapp-reaction", "/in/whatsapp", MessageSid=f"SM1{number}", MessageType="text", Body=said)
    [told] = place.rows(ConversationRow)
    assert told.asking == "confirmed"
    before = len(place.sent)
    place.replay("whatsapp-reaction", "/in/whatsapp", Body=sign)
    with place.made.house.store.read() as session:
        cases = tickets.of_person(session, told.person)
    assert len(cases) == (1 if ends else 0)
    assert (len(place.sent) > before) is (ends is not None)
    assert {row.state for row in place.rows(EnvelopeRow)} == {"handled"}


def test_a_voice_note_alone_is_kept_and_asked_about_by_numbers(place: Place) -> None:
    place.replay("whatsapp-voice-note", "/in/whatsapp")
    [sound] = place.rows(MediaRow)
    assert (sound.url, sound.media_type) == (reported("whatsapp-voice-note")["MediaUrl0"], "audio/ogg")
    [answer] = place.sent
    assert "1. بجلی" in answer["Body"]


def test_too_many_messages_is_a_limit_of_ours_and_the_message_goes_out_later(place: Place) -> None:
    place.replay("whatsapp-bsuid", "/in/whatsapp")
    [row] = place.rows(OutboxRow)
    place.replay("status-63018", "/in/whatsapp/status", MessageSid=row.provider_id)
    [row] = place.rows(OutboxRow)
    assert row.state == "staged"
    place.made.clock.pass_(minutes=10)
    place.made.sweep()
    place.made.work()
    assert [message["Body"] for message in place.sent] == [place.sent[0]["Body"]] * 2


def test_a_hidden_caller_is_a_person_of_their_own(place: Place) -> None:
    for call in ("CA1", "CA2"):
        answer = place.replay("call-unavailable", "/in/ivr", CallSid=call)
        assert catalogue("en")["language"] in answer
    calls = place.rows(CallRow)
    assert len({call.person for call in calls}) == 2
    assert not any("86282452253" in call.person for call in calls)
