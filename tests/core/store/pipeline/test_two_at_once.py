"""Two units of work that change one conversation: both changes are kept, on either database."""

from datetime import UTC, datetime, timedelta

import pytest

from core.complaint import Complaint, Field, Source
from core.conversation import Conversation, begin, merged
from core.messages import Address, InboundMessage
from core.store.engine import Store
from core.store.pipeline import conversations

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PERSON = "tel:+923001234567"


def told(**fields: str) -> dict[str, Field]:
    return {name: Field(value, 1.0, Source.DIALOGUE) for name, value in fields.items()}


def kept(store: Store, **fields: str) -> Conversation:
    new = begin(PERSON, InboundMessage("sms", "M1", Address(PERSON)), NOW)
    with store.write() as session:
        conversations.save(session, new.with_(complaint=Complaint(told(**fields))))
    return read(store, new.id)


def read(store: Store, id: str) -> Conversation:
    with store.read() as session:
        found = conversations.get(session, id)
    assert found is not None
    return found


def change(store: Store, conversation: Conversation, **fields: str) -> None:
    with store.write() as session:
        conversations.save(session, conversation.with_(complaint=conversation.complaint.learn(told(**fields))))


def test_what_another_learnt_since_it_was_read_stays(store: Store) -> None:
    before = kept(store, phone="1")
    change(store, before.with_(language="ps", asking="district", last_at=NOW + timedelta(seconds=1)), category="gas")
    change(store, before.with_(channel="whatsapp", urgent=True), district="Mardan")
    after = read(store, before.id)
    assert {name: field.value for name, field in after.complaint.fields.items()} == {
        "phone": "1",
        "category": "gas",
        "district": "Mardan",
    }
    assert (after.language, after.asking, after.channel, after.urgent) == ("ps", "district", "whatsapp", True)
    assert after.last_at == NOW + timedelta(seconds=1)
    assert after.version == before.version + 2


def test_one_unit_of_work_may_change_it_twice_and_back(store: Store) -> None:
    before = kept(store)
    with store.write() as session:
        changed = conversations.save(session, before.with_(state="finished"))
        conversations.save(session, changed.with_(state="open", asking="phone"))
    assert (read(store, before.id).state, read(store, before.id).asking) == ("open", "phone")


def test_what_was_forgotten_is_not_brought_back_by_another(store: Store) -> None:
    before = kept(store, phone="1", email="a@example.org")
    change(store, before, category="gas")
    with store.write() as session:
        conversations.save(session, before.with_(complaint=before.complaint.forget("phone", "email")))
    assert set(read(store, before.id).complaint.fields) == {"category"}


FIELDS = {
    "both told it: the later one counts": ({}, {"district": "Swat"}, {"district": "Mardan"}, {"district": "Swat"}),
    "nobody changed it": ({"phone": "1"}, {"phone": "1"}, {"phone": "1"}, {"phone": "1"}),
    "forgotten here, told anew there": ({"phone": "1"}, {}, {"phone": "2"}, {"phone": "2"}),
    "forgotten there": ({"phone": "1"}, {"phone": "1"}, {}, {}),
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields(name: str) -> None:
    before, ours, theirs, result = (Complaint(told(**fields)) for fields in FIELDS[name])
    start = begin(PERSON, InboundMessage("sms", "M1", Address(PERSON)), NOW).with_(complaint=before)
    assert merged(start, start.with_(complaint=ours), start.with_(complaint=theirs)).complaint == result
