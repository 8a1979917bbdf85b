"""One person, several addresses: joined by proof, parted by a clerk, named by their number."""

from datetime import UTC, datetime, timedelta

import pytest

from core.complaint import Field, Source
from core.conversation import Conversation
from core.errors import NotFound, Rejected
from core.intake.registration import register
from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.services import persons
from core.services.cases import Cases
from core.store.casework import personal, tickets
from core.store.engine import Store
from core.store.persons import addresses
from core.store.persons.addresses import Proof
from core.store.pipeline import conversations, envelopes, outbox

NOW = datetime(2026, 11, 30, tzinfo=UTC)
NUMBER, OTHER, ID = "tel:+923001234567", "tel:+923009999999", "twilio:PK.13491208655302741918"
PARENT = "twilio:PK.ENT.777"
RECORD = {"category": "electricity", "district": "Mardan", "description": "no light", "phone": "+923001234567"}


def told(store: Store, person: str, id: str, senders: tuple[str, ...]) -> str:
    """A case of a filled store, as it was kept before persons had addresses; its number."""
    with store.write() as session:
        record = {
            name: Field(value, 1.0, Source.DIALOGUE)
            for name, value in RECORD.items()
            if name != "phone" or "+" in person
        }
        record.setdefault("anonymous", Field("yes", 1.0, Source.DIALOGUE))
        found = Conversation(id, person, "whatsapp", senders[-1], "en", NOW, NOW)
        found = found.with_(complaint=found.complaint.learn(record))
        conversations.save(session, found)
        session.flush()
        for n, sender in enumerate(senders):
            envelope = envelopes.add(session, Envelope("whatsapp", f"{id}-{n}", b"x", NOW), Peek(person), (b"x", None))
            assert envelope is not None
            heard = InboundMessage("whatsapp", f"{id}-{n}", Address(sender), text="no light")
            conversations.add_message(session, envelope, 0, id, heard, NOW)
        return register(session, found, NOW, Cases())[0].number


def join(store: Store, address: str, *others: str) -> str:
    with store.write() as session:
        return addresses.join(session, address, others, Proof.CHANNEL, NOW)


def person_of(store: Store, address: str) -> str:
    with store.read() as session:
        return addresses.person_of(session, address)


def cases_of(store: Store, person: str) -> list[str]:
    with store.read() as session:
        return sorted(one.number for one in tickets.of_person(session, person))


@pytest.mark.parametrize("address", [NUMBER, ID, "mailto:gul@example.org", "telegram:7", "hidden:SM1", "call:CA1"])
def test_keys_of_before_are_persons_of_their_own(store: Store, address: str) -> None:
    assert person_of(store, address) == address


@pytest.mark.parametrize("first", [NUMBER, ID])
def test_what_was_told_by_both_is_one_persons(store: Store, first: str) -> None:
    by_number = told(store, NUMBER, "c1", ("+923001234567",))
    by_id = told(store, ID, "c2", ("PK.13491208655302741918",))
    assert join(store, first, ID if first == NUMBER else NUMBER) == NUMBER
    assert person_of(store, ID) == NUMBER
    assert cases_of(store, NUMBER) == sorted([by_number, by_id])
    assert cases_of(store, ID) == []
    with store.read() as session:
        found = conversations.get(session, "c2")
        assert found is not None
        assert (found.person, found.version) == (NUMBER, 2)
        assert [(one.address, one.proven, one.since) for one in addresses.of_person(session, NUMBER)] == [
            (one, Proof.CHANNEL, NOW) for one in ((NUMBER, ID) if first == NUMBER else (ID, NUMBER))
        ]
        assert addresses.joined(session, NUMBER, [ID]) == NUMBER


def test_joined_twice_is_joined_once(store: Store) -> None:
    assert join(store, NUMBER, ID, PARENT) == join(store, NUMBER, ID, PARENT) == NUMBER
    with store.read() as session:
        assert len(addresses.of_person(session, NUMBER)) == 3
        assert addresses.joined(session, ID, [PARENT]) == NUMBER


def test_an_id_alone_with_its_parents_goes_to_the_number_that_the_parents_proved(store: Store) -> None:
    case = told(store, ID, "c1", ("PK.13491208655302741918",))
    join(store, NUMBER, PARENT)
    assert join(store, ID, PARENT) == NUMBER
    assert cases_of(store, NUMBER) == [case]


def test_another_number_with_a_new_id_is_a_new_person(store: Store) -> None:
    case = told(store, NUMBER, "c1", ("+923001234567",))
    join(store, NUMBER, ID)
    assert join(store, OTHER, "twilio:PK.9") == OTHER
    assert (person_of(store, "twilio:PK.9"), cases_of(store, OTHER), cases_of(store, NUMBER)) == (OTHER, [], [case])


def test_an_id_that_comes_with_another_number_leaves_what_was_told_before(store: Store) -> None:
    case = told(store, NUMBER, "c1", ("+923001234567", "PK.13491208655302741918"))
    join(store, NUMBER, ID)
    assert join(store, OTHER, ID) == OTHER
    assert (person_of(store, ID), cases_of(store, NUMBER), cases_of(store, OTHER)) == (OTHER, [case], [])


def test_a_clerk_parts_them_with_what_each_told_and_no_message_joins_them_again(store: Store) -> None:
    by_number = told(store, NUMBER, "c1", ("+923001234567",))
    by_id = told(store, ID, "c2", ("PK.13491208655302741918",))
    both = told(store, NUMBER, "c3", ("+923001234567", "PK.13491208655302741918"))
    join(store, NUMBER, ID)
    with store.write() as session:
        assert addresses.split(session, ID, "two brothers with one phone", NOW + timedelta(days=1)) == NUMBER
    assert (cases_of(store, ID), cases_of(store, NUMBER)) == ([by_id], sorted([by_number, both]))
    assert (join(store, NUMBER, ID), join(store, ID, NUMBER)) == (NUMBER, ID)
    with store.read() as session:
        [alone] = addresses.of_person(session, ID)
        assert (alone.proven, alone.apart, alone.since) == (Proof.CLERK, True, NOW + timedelta(days=1))
        assert addresses.joined(session, NUMBER, [ID]) == NUMBER


def test_what_cannot_be_parted(store: Store) -> None:
    join(store, NUMBER, ID)
    with store.write() as session:
        with pytest.raises(Rejected):
            addresses.split(session, ID, "  ", NOW)
        for address in (NUMBER, "twilio:PK.9"):
            with pytest.raises(NotFound):
                addresses.split(session, address, "why", NOW)


def test_a_case_that_was_proven_goes_along(store: Store) -> None:
    case = told(store, OTHER, "c1", ("+923009999999",))
    with store.write() as session:
        personal.join(session, case, ID, NOW)
    join(store, NUMBER, ID)
    with store.read() as session:
        assert [one.number for one in personal.of_citizen(session, NUMBER)] == [case]


@pytest.mark.parametrize(("said", "asked"), [("+923001234567", "PK.1"), ("PK.1", "+923001234567")])
def test_who_stopped_is_stopped_at_each_address_until_they_write_from_any(store: Store, said: str, asked: str) -> None:
    join(store, NUMBER, "twilio:PK.1")
    with store.write() as session:
        outbox.stop(session, "whatsapp", said, NOW)
        assert outbox.stopped(session, "whatsapp", asked)
        assert not outbox.stopped(session, "sms", asked)
        assert not outbox.stopped(session, "whatsapp", "PK.2")
        outbox.resume(session, "whatsapp", asked)
        assert not outbox.stopped(session, "whatsapp", said)


def test_who_is_erased_has_no_addresses_any_more(store: Store) -> None:
    by_id = told(store, ID, "c1", ("PK.13491208655302741918",))
    join(store, NUMBER, ID)
    with store.write() as session:
        kept = persons.find(session, "phone", "+923001234567")
        assert [one.number for one in kept.cases] == [by_id]
        persons.erase(session, kept, NOW, even_open=True)
        assert addresses.of_person(session, NUMBER) == []
        assert addresses.person_of(session, ID) == ID
