"""What ended long ago is erased with its evidence and raw messages, on the main road, on both databases."""

import dataclasses
import os
from pathlib import Path

import pytest
from sqlalchemy import select, update

from core import casework as c
from core.errors import NotFound
from core.messages import OutboundMessage
from core.store.casework import erasures, tickets
from core.store.casework.tables import BlobToEraseRow
from core.store.engine import Store
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.tables import MediaRow
from core.store.helpline import recordings
from core.store.helpline.tables import CallAnswerRow, CallRow
from core.store.persons import addresses
from core.store.persons.addresses import Proof
from core.store.persons.tables import PersonAddressRow
from core.store.pipeline import outbox
from core.store.pipeline.envelopes import INLINE_BYTES
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, MessageRow, OutboxRow
from core.ticket import CITIZEN
from gateway.pipeline.timing import erase
from tests.core.casework.given import OFFICER
from tests.core.store.given import shared_cases
from tests.fakes.house import TestHouse, make_house

LONG = "no light " * (INLINE_BYTES // 8)
"""Larger than what the database keeps."""


class Years:
    """A house whose files grow old with its clock."""

    def __init__(self, store: Store) -> None:
        self.road: TestHouse = make_house(store)
        self.road.house = dataclasses.replace(self.road.house, cases=shared_cases())
        self.store, self.count = store, 0

    def complain(self, sender: str, *, pictures: str = "1", text: str = "done") -> str:
        self.count += 1
        self.road.hear(text, id=f"M{self.count}", sender=sender, pictures=pictures)
        self.road.work()
        with self.store.read() as session:
            return next((t.number for t in tickets.of_person(session, f"tel:{sender}")), "")

    def close(self, number: str) -> None:
        with self.store.write() as session:
            now = self.road.clock.now()
            do = self.road.house.cases.do
            do(session, number, lambda t, at, p: c.propose_resolution(t, "done", OFFICER, at, p), now)
            do(session, number, lambda t, at, p: c.citizen_satisfied(t, CITIZEN, at, p), now)

    def pass_(self, days: int) -> int:
        """Time goes by; how many were erased."""
        self.road.clock.pass_(days=days)
        for file in self.files():
            stamp = self.road.clock.now().timestamp() - days * 86400
            os.utime(file, (stamp, stamp))
        return erase(self.road.house)

    def files(self) -> list[Path]:
        shelf = self.store.blobs.shelf
        assert isinstance(shelf, FileBlobs)
        return [shelf._path(name) for name in shelf.names()]


@pytest.fixture
def years(store: Store) -> Years:
    return Years(store)


def test_a_photograph_goes_with_the_last_case_that_holds_it(years: Years) -> None:
    first, second = years.complain("+923001111111"), years.complain("+923002222222")
    assert len(years.files()) == 1, "the same picture is kept once"
    years.close(first)
    assert years.pass_(1826) == 1
    assert len(years.files()) == 1, "the other case holds it"
    with years.store.read() as session:
        assert session.scalars(select(BlobToEraseRow)).all() == []
        assert session.scalars(select(MediaRow.sha256).order_by(MediaRow.id)).first() is None
    years.close(second)
    assert years.pass_(1826) == 1
    assert years.files() == []


def test_a_large_raw_message_goes_too(years: Years) -> None:
    number = years.complain("+923001111111", pictures="0", text=f"done {LONG}")
    assert len(years.files()) == 1
    assert b"no light" not in years.files()[0].read_bytes(), "sealed"
    years.close(number)
    assert years.pass_(1826) == 1
    assert years.files() == []
    with years.store.read() as session:
        row = session.scalars(select(EnvelopeRow)).one()
    assert (row.body, row.blob, row.facts, row.person) == (b"", None, {}, "erased")


def test_a_file_of_two_letters_goes_with_the_second(years: Years) -> None:
    first, second = years.complain("+923001111111", pictures="0"), years.complain("+923002222222", pictures="0")
    with years.store.write() as session:  # both came in one envelope
        one, other = session.scalars(select(EnvelopeRow.id).order_by(EnvelopeRow.id)).all()
        session.execute(update(MessageRow).where(MessageRow.envelope_id == other).values(envelope_id=one, position=1))
    years.close(first)
    years.pass_(1826)

    def body() -> bytes | None:
        with years.store.read() as session:
            return session.scalars(select(EnvelopeRow.body).where(EnvelopeRow.id == one)).one()

    assert body() != b""
    years.close(second)
    years.pass_(1826)
    assert body() == b""


def test_what_never_became_a_case_is_forgotten_too(years: Years) -> None:
    assert years.complain("+923001111111", text="no gas here") == ""
    assert years.pass_(1824) == 0
    assert years.pass_(2) == 1
    assert years.files() == []
    with years.store.read() as session:
        assert session.scalars(select(ConversationRow.person)).all() == ["erased"]
        assert session.scalars(select(MessageRow.text)).all() == [""]
    assert years.pass_(10) == 0, "once"


def test_a_recording_stays_as_long_as_its_case_is_open(years: Years) -> None:
    """It is in the case without being a message of it."""
    number = years.complain("+923001111111")
    with years.store.write() as session:
        case = tickets.conversation_of(session, number)
        assert case is not None
        recordings.keep_recording(session, "RE1", "https://x", case.person, case.id, years.road.clock.now(), "ivr")
    years.pass_(1900)
    with years.store.read() as session:
        [recorded] = session.scalars(select(EnvelopeRow).where(EnvelopeRow.provider_id == "RE1"))
        assert recorded.facts == {"recording": "https://x"}


def test_a_picture_put_again_in_this_very_hour_is_looked_at_later(years: Years) -> None:
    number = years.complain("+923001111111")
    years.close(number)
    years.road.clock.pass_(days=1826)
    [file] = years.files()
    stamp = years.road.clock.now().timestamp() - 60
    os.utime(file, (stamp, stamp))
    assert erase(years.road.house) == 1
    assert years.files() == [file], "whoever put it may be about to write it down"
    years.road.clock.pass_(hours=2)
    erase(years.road.house)
    with pytest.raises(NotFound):
        years.store.blobs.get(file.name)


def test_what_was_merged_goes_with_the_case_it_was_merged_into(years: Years) -> None:
    first, second = years.complain("+923001111111"), years.complain("+923002222222")
    with years.store.write() as session:
        now = years.road.clock.now()
        years.road.house.cases.merge(
            session, first, second, lambda t, main, at, policy: c.merge(t, main, OFFICER, at, policy), now
        )
    years.pass_(1826)
    assert whose(years, first) != "erased"
    years.close(second)
    years.pass_(1826)
    assert (whose(years, first), whose(years, second)) == ("erased", "erased")


def test_a_case_that_nobody_ever_ended_goes_after_twice_the_time(years: Years) -> None:
    number = years.complain("+923001111111")
    years.pass_(3600)
    assert whose(years, number) != "erased"
    years.pass_(100)
    assert whose(years, number) == "erased"


def test_two_addresses_are_one_persons_as_long_as_anything_of_theirs_is_kept(years: Years) -> None:
    number, other = "+923001234567", "+923009999999"
    years.complain(number, text="it is about water")
    with years.store.write() as session:
        now = years.road.clock.now()
        for one in (number, other):
            addresses.join(session, f"twilio:PK.{one[-4:]}", [f"tel:{one}"], Proof.CHANNEL, now)
    for days, left in ((1, {f"tel:{number}", f"tel:{other}"}), (3649, set())):
        years.pass_(days)
        with years.store.read() as session:
            known = {one for one in session.scalars(select(PersonAddressRow.person)) if one != addresses.NOBODY}
        assert known == left, days
    with years.store.read() as session:
        assert not [row for row in session.scalars(select(PersonAddressRow)) if number in row.address + row.person]
        assert {kind for kind, _ in erasures.every(session)} >= {erasures.ADDRESS}
        assert addresses.person_of(session, f"twilio:PK.{number[-4:]}") == f"twilio:PK.{number[-4:]}"


def test_messages_of_ours_without_a_conversation_go_too(years: Years) -> None:
    now = years.road.clock.now()
    with years.store.write() as session:
        said = OutboundMessage("", "string", "+923003333333", "an alarm", "en")
        outbox.stage(session, said, cause="alarm:x", person="tel:+923003333333", conversation_id=None, now=now)
    years.pass_(1826)
    with years.store.read() as session:
        assert session.scalars(select(OutboxRow)).all() == []
        assert ("outbox", "1") in erasures.every(session), "a restored backup does not bring it back"


def test_files_that_no_row_names_are_deleted(years: Years) -> None:
    years.complain("+923001111111")
    years.store.blobs.put(b"of a transaction that failed")
    assert len(years.files()) == 2
    years.pass_(2)
    assert len(years.files()) == 1


def whose(years: Years, number: str) -> str:
    with years.store.read() as session:
        return tickets.get(session, number).person


def test_a_call_that_was_told_nothing_is_erased_too(store: Store) -> None:
    """Who hung up before there was a conversation."""
    years = Years(store)
    now = years.road.clock.now()
    with store.write() as session:
        for sid in ("CA1", "CA2"):
            row = CallRow(sid=sid, person="tel:+923001234567", conversation_id="none", state={"heard": "x"})
            row.started_at = row.last_at = now
            session.add(row)
        session.flush()
        session.add(CallAnswerRow(sid="CA1", turn=1, answer="what was said", heard={"words": "x"}))
    years.pass_(years.road.house.keep.days - 1)
    with store.write() as session:
        session.execute(update(CallRow).where(CallRow.sid == "CA2").values(last_at=years.road.clock.now()))
    years.pass_(2)
    with store.read() as session:
        calls = session.scalars(select(CallRow).order_by(CallRow.sid)).all()
        assert [(row.person, row.state) for row in calls] == [("erased", {}), ("tel:+923001234567", {"heard": "x"})]
        assert session.scalars(select(CallAnswerRow)).all() == []
        assert (erasures.CALL, "CA1") in set(erasures.every(session))
