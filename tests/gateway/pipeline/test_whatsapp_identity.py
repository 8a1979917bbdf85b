"""A citizen whose number WhatsApp withholds: the same person, answered at their id, in the same window."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from channels.whatsapp import Settings, WhatsApp, build
from core.messages import OutboundMessage
from core.outbox import OutboxState
from core.ports import Surroundings
from core.store.engine import Store
from core.store.persons import addresses
from core.store.pipeline import conversations, outbox
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, OutboxRow
from gateway.pipeline.accept import accept
from gateway.pipeline.chats import window
from gateway.pipeline.reports import apply_report
from tests.channels.whatsapp.contract import PUBLIC, signed
from tests.channels.whatsapp.forms import TOKEN
from tests.fakes.house import TestHouse, make_house
from tests.fakes.http import Answer, ScriptedServer, scripted_server

ID = "PK.13491208655302741918"
NUMBER = "tel:+923001234567"
BOTH: dict[str, str | None] = {"ExternalUserId": ID}
HIDDEN: dict[str, str | None] = {"From": f"whatsapp:{ID}", "WaId": None, "ExternalUserId": ID}


@dataclass
class Town:
    made: TestHouse
    channel: WhatsApp
    twilio: ScriptedServer
    count: int = 0

    def write(self, **changes: str | None) -> str:
        """A citizen writes; whose line it is in."""
        self.count += 1
        sid = f"SM{self.count}"
        request = signed(**{"MessageSid": sid, "SmsMessageSid": sid, **changes})
        envelope = self.channel.receive(request, self.made.clock.now())
        person = accept(self.made.house, self.channel, envelope).person
        self.made.work()
        return person

    @property
    def sent_to(self) -> list[str]:
        return [parse_qs(body.decode())["To"][0] for method, *_, body in self.twilio.requests if method == "POST"]


@pytest.fixture
def town(store: Store) -> Iterator[Town]:
    made = make_house(store)
    answers = [Answer(201, json.dumps({"sid": f"SM9{n}", "status": "queued"}).encode()) for n in range(50)]
    with scripted_server(*answers) as twilio:
        settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
        channel = build(Settings.model_validate(settings), Surroundings(PUBLIC, "PK", {"twilio": twilio.url()}))
        made.house = replace(made.house, channels={"whatsapp": channel})
        yield Town(made, channel, twilio)


def persons(store: Store, table: type[ConversationRow] | type[EnvelopeRow]) -> set[str]:
    with store.read() as session:
        return set(session.scalars(select(table.person)))


def test_when_the_number_vanishes_the_conversation_goes_on(town: Town, store: Store) -> None:
    assert [town.write(**BOTH), town.write(**HIDDEN), town.write()] == [NUMBER] * 3
    assert persons(store, ConversationRow) == persons(store, EnvelopeRow) == {NUMBER}
    assert town.sent_to == ["whatsapp:+923001234567", f"whatsapp:{ID}", "whatsapp:+923001234567"]


def test_when_the_number_shows_later_what_was_told_before_is_theirs(town: Town, store: Store) -> None:
    assert town.write(**HIDDEN) == f"twilio:{ID}"
    assert town.write(**BOTH) == NUMBER
    assert persons(store, ConversationRow) == persons(store, EnvelopeRow) == {NUMBER}


def test_a_changed_number_with_a_new_id_is_a_new_person(town: Town, store: Store) -> None:
    town.write(**BOTH)
    changed = {"From": "whatsapp:+923009999999", "WaId": "923009999999", "ExternalUserId": "PK.999"}
    assert town.write(**changed) == "tel:+923009999999"
    assert town.write(From="whatsapp:PK.999", WaId=None, ExternalUserId="PK.999") == "tel:+923009999999"
    assert persons(store, ConversationRow) == {NUMBER, "tel:+923009999999"}


def test_an_id_whose_digits_are_a_number_is_nobodys_number(town: Town, store: Store) -> None:
    assert town.write(From="whatsapp:PK.3001234567", WaId=None) == "twilio:PK.3001234567"


@pytest.mark.parametrize("name", ["ExternalUserId", "ParentExternalUserId", "ExternalUserIdentifier"])
@pytest.mark.parametrize(
    ("written", "joins"),
    [
        (ID, True),
        (f"whatsapp:{ID}", True),
        ("PK.ENT.99", True),
        ("", False),
        ("PK.", False),
        ("pk.1", False),
        ("PAK.1", False),
        ("PK.1 2", False),
        ("PK.1\r\nX: y", False),
        ("PK." + "1" * 129, False),
        ("آ" * 50, False),
        ("+923009999999", False),
    ],
)
def test_a_malformed_id_fails_nothing_and_joins_nothing(
    town: Town, store: Store, name: str, written: str, joins: bool
) -> None:
    assert town.write(**{name: written}) == NUMBER
    with store.read() as session:
        joined = [one.address for one in addresses.of_person(session, NUMBER)]
    assert joined == ([NUMBER, f"twilio:{written.removeprefix('whatsapp:')}"] if joins else [])


def test_a_hidden_words_id_joins_nothing(town: Town, store: Store) -> None:
    assert town.write(From="whatsapp:ANONYMOUS", WaId=None, ExternalUserId=ID).startswith("hidden:")
    with store.read() as session:
        assert addresses.person_of(session, f"twilio:{ID}") == f"twilio:{ID}"


def test_reports_and_the_window_go_by_the_message_and_the_conversation(town: Town, store: Store) -> None:
    town.write(**BOTH)
    town.made.clock.pass_(hours=23)
    town.write(**HIDDEN)
    town.made.clock.pass_(hours=20)
    with store.read() as session:
        told = conversations.open_one(session, NUMBER, since=town.made.clock.now() - timedelta(days=3))
        assert told is not None
        assert told.address == ID
        assert window(session, town.made.house, told, town.made.clock.now()).open
        last = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
        assert last is not None
    report = town.channel.report(signed("/in/whatsapp/status", MessageSid=last.provider_id, MessageStatus="read"))
    assert report is not None
    assert apply_report(town.made.house, "whatsapp", report)
    with store.read() as session:
        assert session.get_one(OutboxRow, last.id).state == OutboxState.READ


def test_what_is_for_the_number_and_for_the_id_is_one_line(town: Town, store: Store) -> None:
    """A hidden sender's staged message goes out in the line of the number that they showed meanwhile."""
    town.write(**HIDDEN)
    with store.write() as session:
        message = OutboundMessage("", "whatsapp", ID, "later")
        outbox.stage(
            session, message, cause="later", person=f"twilio:{ID}", conversation_id=None, now=town.made.clock.now()
        )
    town.write(**BOTH)
    assert town.sent_to.count(f"whatsapp:{ID}") == 2


def shared(origin: str) -> dict[str, str | None]:
    """A card with the citizen's number."""
    phones = [{"phone": "+92 300 1234567", "wa_id": "923001234567"}]
    return {
        **HIDDEN,
        "Body": "",
        "MessageType": "contacts",
        "Contacts": json.dumps([{"origin": origin, "phones": phones}]),
    }


def test_a_card_at_our_request_proves_the_number(town: Town, store: Store) -> None:
    town.write(**HIDDEN)
    assert town.write(**shared("contact_request")) == NUMBER
    assert persons(store, ConversationRow) == persons(store, EnvelopeRow) == {NUMBER}
    assert town.write(**HIDDEN) == NUMBER
    with store.read() as session:
        [joined] = [one for one in addresses.of_person(session, NUMBER) if one.address == f"twilio:{ID}"]
    assert (joined.proven, joined.reason) == (addresses.Proof.CHANNEL, "whatsapp SM2")


def test_any_other_card_proves_nothing(town: Town, store: Store) -> None:
    town.write(**HIDDEN)
    assert town.write(**shared("other")) == f"twilio:{ID}"
    assert persons(store, EnvelopeRow) == {f"twilio:{ID}"}
