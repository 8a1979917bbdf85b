"""Attachments that the provider keeps: tried again while they are not there, refused with a word when never."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from core.errors import ArziError, MediaNotReady, MediaRefused
from core.messages import Attachment, Envelope, InboundMessage
from core.ports import Peek
from core.store.engine import Store
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from gateway.pipeline.fetch import fetch
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel

FILES = (Attachment(None, "image/png", url="https://provider/1"),)


@dataclass
class MediaStringChannel(StringChannel):
    """Each message has one file at the provider; ``answers`` are what fetching it gives, one after the other."""

    answers: list[ArziError | bytes] = field(default_factory=list)

    def peek(self, envelope: Envelope) -> Peek:
        return Peek(super().peek(envelope).person, FILES)

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        return [message.with_(attachments=FILES) for message in super().parse(envelope)]

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        answer = self.answers.pop(0)
        if isinstance(answer, ArziError):
            raise answer
        return answer, "image/jpeg"


@pytest.fixture
def channel() -> MediaStringChannel:
    return MediaStringChannel()


@pytest.fixture
def house(store: Store, channel: MediaStringChannel) -> TestHouse:
    made = make_house(store)
    made.house.channels["string"] = channel  # type: ignore[index]
    made.channel = channel
    made.hear("look at this", id="M1")
    made.work()
    return made


def row(house: TestHouse) -> MediaRow:
    with house.house.store.read() as session:
        return session.scalars(select(MediaRow)).one()


def test_a_file_that_comes_late_is_kept_once(house: TestHouse, channel: MediaStringChannel) -> None:
    channel.answers = [MediaNotReady("HTTP 404"), MediaNotReady("HTTP 404"), b"picture"]
    for _ in range(3):
        fetch(house.house, row(house).id)
        house.clock.pass_(minutes=1)
        house.sweep()
    kept = row(house)
    assert (kept.state, kept.media_type, kept.attempts) == (media.STORED, "image/jpeg", 2)
    assert house.house.store.blobs.get(kept.sha256 or "") == b"picture"
    fetch(house.house, kept.id)
    assert channel.answers == []


def test_it_is_not_asked_for_before_its_time(house: TestHouse, channel: MediaStringChannel) -> None:
    channel.answers = [MediaNotReady("HTTP 404")]
    fetch(house.house, row(house).id)
    house.queue.jobs.clear()
    assert house.sweep() == 0
    house.clock.pass_(minutes=1)
    assert house.sweep() == 1
    assert ("fetch", row(house).id) in house.queue.jobs


@pytest.mark.parametrize("answers", [[MediaRefused("larger than the limit")], [MediaNotReady("HTTP 404")] * 10])
def test_what_cannot_be_had_is_told_to_the_citizen_once(
    house: TestHouse, channel: MediaStringChannel, answers: list[ArziError | bytes]
) -> None:
    channel.answers = list(answers)
    for _ in answers:
        fetch(house.house, row(house).id)
    house.work()
    assert row(house).state == media.REFUSED
    assert len([said for said in house.said if "could not keep" in said]) == 1
