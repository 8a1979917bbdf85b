"""A row of a work list: who may take, keep, change and give back it, on both databases."""

from datetime import timedelta

import pytest

from core.conversation import begin
from core.errors import Conflict
from core.helpline import Kind, Outcome, Why
from core.messages import Address, InboundMessage
from core.store import worklist
from core.store.engine import Store
from core.store.helpline import tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations
from tests.fakes.parts import START

GUL, BIBI = 1, 2
LASTING = timedelta(minutes=3)


@pytest.fixture
def item(store: Store) -> int:
    """A waiting task."""
    message = InboundMessage("whatsapp", "SM1", Address("+923001234567"), text="help")
    with store.write() as session:
        conversation = conversations.save(session, begin("tel:+923001234567", message, START))
        made = tasks.add(session, Kind.CHAT, Why.WANTS_A_PERSON, conversation, START)
    assert made is not None
    return made


def lock(store: Store, item: int, who: int, minutes: int = 0) -> bool:
    with store.write() as session:
        now = START + timedelta(minutes=minutes)
        return worklist.lock(session, HelplineTaskRow, item, who, now, LASTING)


@pytest.mark.parametrize(
    ("who", "minutes", "taken"),
    [(GUL, 1, True), (BIBI, 1, False), (BIBI, 2, False), (BIBI, 4, True)],
    ids=["who has it keeps it", "another does not get it", "nor a little later", "but when the lock has run out"],
)
def test_a_lock_is_one_persons_until_it_runs_out(store: Store, item: int, who: int, minutes: int, taken: bool) -> None:
    assert lock(store, item, GUL)
    assert lock(store, item, who, minutes) is taken
    with store.read() as session:
        row = tasks.get(session, item)
        assert row.locked_by == (who if taken else GUL)
        assert row.held(START + timedelta(minutes=minutes))
        assert not row.free_to(GUL + BIBI - row.locked_by, START + timedelta(minutes=minutes))


def test_what_is_given_back_is_free_for_anybody_and_only_its_holder_gives_it_back(store: Store, item: int) -> None:
    lock(store, item, GUL)
    with store.write() as session:
        worklist.unlock(session, HelplineTaskRow, item, BIBI)
    assert not lock(store, item, BIBI)
    with store.write() as session:
        worklist.unlock(session, HelplineTaskRow, item, GUL)
    assert lock(store, item, BIBI)


@pytest.mark.parametrize(
    ("who", "version", "why"), [(BIBI, 1, "another has it"), (GUL, 2, "another version")], ids=["other", "old"]
)
def test_a_change_needs_the_lock_and_the_version_that_was_seen(
    store: Store, item: int, who: int, version: int, why: str
) -> None:
    lock(store, item, GUL)
    with store.write() as session, pytest.raises(Conflict):
        worklist.change(session, HelplineTaskRow, item, version, who, START, note=why)
    with store.write() as session:
        worklist.change(session, HelplineTaskRow, item, 1, GUL, START, note="mine")
    with store.read() as session:
        row = tasks.get(session, item)
        assert (row.note, row.version) == ("mine", 2)


def test_what_is_done_is_nobodys_to_take(store: Store, item: int) -> None:
    with store.write() as session:
        tasks.finish(session, item, Outcome.OTHERWISE, START)
    assert not lock(store, item, GUL)
