"""Faults on the road from a channel to an answer."""

from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from channels.whatsapp import Settings, build
from core.errors import DeliveryFailed
from core.messages import Envelope, OutboundMessage
from core.ports import Surroundings
from core.store.engine import Store
from core.store.pipeline import envelopes, outbox
from core.store.pipeline.tables import ConversationRow, MessageRow, OutboxRow
from tests.channels.whatsapp.forms import TOKEN, body
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


def test_an_unsupported_message_type_blocks_nothing(house: TestHouse) -> None:
    settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "sender": "+14155238886"}
    whatsapp = build(Settings.model_validate(settings), Surroundings("https://arzi.example.org"))
    house.house = replace(house.house, channels={"whatsapp": whatsapp})
    for number, kind in enumerate(("order", "something_of_next_year", "text")):
        raw = body(MessageSid=f"SM{number}", MessageType=kind, Body="no light" if kind == "text" else "")
        person = whatsapp.peek(Envelope("whatsapp", f"SM{number}", raw, house.clock.now())).person
        with house.house.store.write() as session:
            envelope = Envelope("whatsapp", f"SM{number}", raw, house.clock.now())
            place = envelopes.body_place(envelope, house.house.store.blobs)
            envelopes.add(session, envelope, whatsapp.peek(envelope), place)
    house.queue.ingest(person)
    job = house.queue.jobs.pop()[1]
    from gateway.pipeline.ingest import ingest

    ingest(house.house, str(job))
    with house.house.store.read() as session:
        heard = session.scalars(select(MessageRow.text).order_by(MessageRow.id)).all()
        assert [turn.text for turn in house.engine.turns] == ["no light"]
        assert envelopes.set_aside_rows(session) == []
        told = session.scalars(select(OutboxRow)).all()
    assert list(heard) == ["", "", "no light"]
    assert len(told) == 3, "each is answered: also that this kind of message cannot be read"


def test_of_two_destinations_one_that_fails_does_not_stop_the_other(house: TestHouse) -> None:
    """Two people are told of one thing; the provider refuses one of them for good."""

    class Half(StringChannel):
        def send(self, message: OutboundMessage) -> str:
            if message.to.endswith("1"):
                raise DeliveryFailed("no such number", code="21211")
            return super().send(message)

    house.channel = Half()
    house.house = replace(house.house, channels={"string": house.channel})
    with house.house.store.write() as session:
        for to in ("+923000000001", "+923000000002"):
            message = OutboundMessage("", "string", to, "your road is mended", "en")
            outbox.stage(
                session, message, cause=f"x:{to}", person=f"tel:{to}", conversation_id=None, now=house.clock.now()
            )
    house.sweep()
    house.work()
    with house.house.store.read() as session:
        states = dict(session.execute(select(OutboxRow.person, OutboxRow.state)).all())
    assert states == {"tel:+923000000001": "failed", "tel:+923000000002": "sent"}


def test_a_burst_of_messages_is_one_conversation(house: TestHouse) -> None:
    for number in range(8):
        house.hear(f"word {number}", id=f"M{number}")
    house.work()
    with house.house.store.read() as session:
        assert len(session.scalars(select(ConversationRow)).all()) == 1


def test_a_file_whose_handling_fails_is_replayed_when_it_is_mended(house: TestHouse) -> None:
    """Poison, from the first try to the replay: those behind it go on meanwhile, and it is handled in the end."""
    house.hear("poison", id="M1")
    house.hear("hello", id="M2")
    for _ in range(house.house.limits.attempts + 1):
        house.work()
        house.clock.pass_(minutes=30)
        house.sweep()
    with house.house.store.read() as session:
        [row] = envelopes.set_aside_rows(session)
        assert "Traceback" in (row.reason or "")
    assert house.said == ["you said hello"]
    house.channel.parse = lambda envelope: StringChannel.parse(  # type: ignore[method-assign]
        house.channel, replace(envelope, body=envelope.body.replace(b"poison", b"mended"))
    )
    with house.house.store.write() as session:
        people = envelopes.replay(session)
    house.queue.ingest(people[0])
    house.work()
    assert house.said == ["you said hello", "you said mended"]
