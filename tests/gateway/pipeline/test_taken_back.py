"""Who unsends a message on Instagram is taken at their word: it is erased, and what was only told in it too."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from channels.providers.meta.channel import MetaChannel
from core.complaint import Field, Source
from core.store.casework import erasures, tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, MessageRow, OutboxRow
from gateway.pipeline.accept import accept
from tests.channels.providers.meta.given import GUL, SAIRA, STORE, account, event, posted, webhook
from tests.fakes.house import TestHouse, make_house

PERSON = f"instagram:{GUL}"


@dataclass
class Town:
    made: TestHouse
    channel: MetaChannel
    store: Store

    def hear(self, sender: str = GUL, **message: Any) -> None:
        told = webhook("instagram", event(sender={"id": sender}, message=message))
        for envelope in self.channel.receive_all(posted("instagram", told), self.made.clock.now()):
            accept(self.made.house, self.channel, envelope)
        while self.made.queue.jobs:
            name, argument = self.made.queue.jobs.pop(0)
            if name == "ingest":
                self.made.queue.jobs.insert(0, (name, argument))
                self.made.work_one()

    def texts(self) -> list[str]:
        with self.store.read() as session:
            return list(session.scalars(select(MessageRow.text).order_by(MessageRow.id)))

    def answers(self) -> int:
        with self.store.read() as session:
            return len(session.scalars(select(OutboxRow.id)).all())


@pytest.fixture
def town(store: Store) -> Iterator[Town]:
    made, channel = make_house(store), account("instagram")
    made.house = replace(made.house, channels={"instagram": channel})
    return Town(made, channel, store)


def test_its_words_files_and_bytes_go_and_nothing_is_answered(town: Town, store: Store) -> None:
    picture = [{"type": "image", "payload": {"url": STORE}}]
    town.hear(mid="m_1", text="the lineman took money", attachments=picture)
    town.hear(mid="m_2", text="and no light")
    answered = town.answers()
    town.hear(mid="m_1", is_deleted=True)
    assert town.texts() == ["", "and no light", ""]
    assert town.answers() == answered
    with store.read() as session:
        first = session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id)).first()
        assert first is not None
        assert (first.body, first.person) == (b"", "erased")
        [file] = session.scalars(select(MediaRow))
        assert (file.url, file.sha256) == (None, None)
        assert ("envelope", str(first.id)) in set(erasures.every(session))  # from a restored backup too
    town.hear(mid="m_1", text="the lineman took money")  # Meta comes again with what it had
    assert town.texts() == ["", "and no light", ""]


def test_what_was_only_told_in_it_is_no_part_of_the_complaint(town: Town, store: Store) -> None:
    town.hear(mid="m_1", text="the lineman took money")
    town.hear(mid="m_2", text="no light for days")
    with store.write() as session:
        found = conversations.get(session, session.scalars(select(ConversationRow.id)).one())
        assert found is not None
        told = Field("the lineman took money\nno light for days", 1.0, Source.TEXT)
        conversations.save(session, found.with_(complaint=found.complaint.learn({"description": told})))
    town.hear(mid="m_1", is_deleted=True)
    with store.read() as session:
        kept = conversations.get(session, found.id)
    assert kept is not None
    assert kept.complaint.get("description") == "no light for days"
    town.hear(mid="m_2", is_deleted=True)
    with store.read() as session:
        kept = conversations.get(session, found.id)
    assert kept is not None
    assert kept.complaint.get("description") is None


def test_a_registered_complaint_keeps_its_record_and_says_so(town: Town, store: Store) -> None:
    town.hear(mid="m_1", text="anonymous please")
    with store.write() as session:
        found = conversations.get(session, session.scalars(select(ConversationRow.id)).one())
        assert found is not None
        hidden = Field("yes", 1.0, Source.DIALOGUE)
        conversations.save(session, found.with_(complaint=found.complaint.learn({"anonymous": hidden})))
    town.hear(mid="m_2", text="done")
    town.hear(mid="m_2", is_deleted=True)
    with store.read() as session:
        number = session.scalars(select(TicketRow.number)).one()
        assert tickets.record(session, number).get("description") == "no light for three days"
        remarks = [one.words.get("remark", "") for one in tickets.events(session, number)]
    assert town.texts()[1] == ""
    assert any("took a message back" in one for one in remarks)


def test_nobody_takes_back_what_another_said(town: Town) -> None:
    town.hear(mid="m_1", text="the lineman took money")
    town.hear(sender=SAIRA, mid="m_1", is_deleted=True)
    town.hear(mid="m_9", is_deleted=True)
    assert town.texts()[0] == "the lineman took money"
