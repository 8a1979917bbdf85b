"""The cases that every channel stands: forged, repeated, malformed, album, voice note, location, stop, late report."""

import contextlib
import functools
import importlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from core.errors import Malformed, Rejected, SignatureInvalid
from core.intake.voice import is_voice
from core.messages import Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import WebhookChannel
from core.store.engine import Store
from core.store.pipeline import outbox
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from gateway.channels import declarations
from gateway.pipeline.accept import Accepted, accept
from gateway.pipeline.ingest import ingest
from gateway.pipeline.reports import apply_early, apply_report
from tests.channels.contract import MANY, Arrival, Contract, Never, reported
from tests.fakes.house import TestHouse, make_house
from tests.fakes.sqlite import sqlite_store

NAMES = tuple(declarations())


@functools.cache
def contract_of(name: str) -> Contract:
    found: Contract = importlib.import_module(f"tests.channels.{name}.contract").contract()
    return found


@pytest.fixture
def store(migrated_sqlite: str, tmp_path: Any) -> Any:
    with sqlite_store(migrated_sqlite, tmp_path) as opened:
        yield opened


class Door:
    """A house with this one channel on, and the way into it."""

    def __init__(self, contract: Contract, store: Store) -> None:
        self.contract, self.store = contract, store
        self.made: TestHouse = make_house(store)
        self.made.house = replace(self.made.house, channels={contract.channel.name: contract.channel})

    def envelope(self, arrival: Arrival) -> Envelope:
        if isinstance(arrival, Envelope):
            return arrival
        assert isinstance(self.contract.channel, WebhookChannel)
        return self.contract.channel.receive(arrival, self.made.clock.now())

    def take(self, arrival: Arrival) -> Accepted:
        return accept(self.made.house, self.contract.channel, self.envelope(arrival))

    def read(self, arrival: Arrival) -> InboundMessage:
        [message] = self.contract.channel.parse(self.envelope(arrival))
        return message

    def hear(self, *arrivals: Arrival) -> None:
        """Take them and handle them; what is answered stays in the outbox."""
        for person in {self.take(arrival).person for arrival in arrivals}:
            ingest(self.made.house, person)

    def count(self, table: type) -> int:
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def states(self) -> Sequence[str]:
        with self.store.read() as session:
            return session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)).all()

    def is_stopped(self) -> bool:
        with self.store.read() as session:
            return outbox.stopped(session, self.contract.channel.name, self.contract.address)


@pytest.fixture(params=NAMES)
def door(request: pytest.FixtureRequest, store: Store) -> Door:
    return Door(contract_of(request.param), store)


def test_words_are_one_message_of_one_person(door: Door) -> None:
    told = door.contract
    if isinstance(told.words, Never):
        assert told.words.why
        return
    message = door.read(told.words)
    assert (message.channel, message.sender.address) == (told.channel.name, told.address)
    assert told.text in message.text
    assert door.take(told.words) == Accepted(new=True, person=told.person)


def test_what_is_repeated_makes_nothing_new(door: Door) -> None:
    words = door.contract.words
    if isinstance(words, Never):
        return
    assert [door.take(words).new for _ in range(3)] == [True, False, False]
    assert (door.count(EnvelopeRow), len(door.made.queue.jobs)) == (1, 1)


def test_what_is_forged_is_refused_or_not_trusted(door: Door) -> None:
    if isinstance(door.contract.forged, Never):
        assert door.contract.forged.why
        return
    assert door.contract.forged
    for arrival in door.contract.forged:
        if isinstance(arrival, Envelope):
            assert not door.read(arrival).trusted
        else:
            with pytest.raises(SignatureInvalid):
                door.take(arrival)
    assert door.count(EnvelopeRow) == 0


def test_what_is_malformed_says_so_and_the_next_goes_on(door: Door) -> None:
    told = door.contract
    if isinstance(told.malformed, Never):
        assert told.malformed.why
        return
    assert len(told.malformed) >= MANY
    for arrival in told.malformed:
        with pytest.raises(Rejected) as caught:
            told.channel.parse(door.envelope(arrival))
        assert caught.value.detail
        with contextlib.suppress(Malformed if isinstance(arrival, WebhookRequest) else Rejected):
            door.take(arrival)
    if not isinstance(told.words, Never):
        kept = door.count(EnvelopeRow)
        assert door.take(told.words).new
        assert door.count(EnvelopeRow) == kept + 1


def test_an_album_is_answered_once_and_kept_whole(door: Door) -> None:
    album = door.contract.album
    if isinstance(album, Never):
        assert album.why
        return
    pictures = [part for arrival in album for part in door.read(arrival).attachments]
    assert [part.media_type.partition("/")[0] for part in pictures] == ["image", "image"]
    assert all(part.url or part.content for part in pictures)
    assert len({door.contract.channel.peek(door.envelope(arrival)).person for arrival in album}) == 1
    door.hear(*album)
    assert len(door.states()) == 1


def test_a_voice_note_is_one(door: Door) -> None:
    note = door.contract.voice_note
    if isinstance(note, Never):
        assert note.why
        return
    message = door.read(note)
    assert message.attachments[0].media_type.startswith("audio/")
    assert is_voice(message)


def test_a_location_is_a_point(door: Door) -> None:
    location = door.contract.location
    if isinstance(location, Never):
        assert location.why
        return
    point = door.read(location).location
    assert point is not None
    assert (round(point.latitude), round(point.longitude)) == (34, 72)


def test_who_says_stop_hears_no_more_until_they_write_again(door: Door) -> None:
    told = door.contract
    if isinstance(told.stop, Never):
        assert told.stop.why
        return
    door.hear(told.stop)
    assert door.is_stopped()
    assert door.states() == []
    if not isinstance(told.words, Never):
        door.hear(told.words)
        assert not door.is_stopped()


@pytest.mark.parametrize("early", [False, True], ids=["late", "before we wrote the id"])
def test_a_report_that_comes_late_is_applied_once(door: Door, early: bool) -> None:
    report, name = door.contract.late_report, door.contract.channel.name
    if isinstance(report, Never):
        assert report.why
        return

    def tell() -> None:
        if isinstance(report.arrival, Envelope):
            door.hear(report.arrival)
        elif (delivery := reported(door.contract, report.arrival)) is not None:
            apply_report(door.made.house, name, delivery)

    now = door.made.clock.now()
    with door.store.write() as session:
        message = OutboundMessage("", name, report.to, "hello", "en")
        row = outbox.stage(session, message, cause="c", person=door.contract.person, conversation_id=None, now=now)
        assert row is not None
        outbox.claim(session, row, now)
    if early:
        tell()
    with door.store.write() as session:
        outbox.mark_sent(session, row, report.sent_as, now)
    apply_early(door.made.house, report.sent_as)
    door.made.clock.pass_(hours=3)
    for _ in range(2):
        tell()
    assert door.states() == ["failed"]
