"""A phone or an email is proven by a code that is sent there, to whoever asked for it and nobody else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.casework.reach import Channels
from core.intake.own_addresses import ASKS_A_DAY, read
from core.intake.result import OwnAddress
from core.services.cases import Cases
from core.store.engine import Store
from core.store.persons import addresses
from core.store.pipeline.tables import ConversationRow, OutboxRow
from tests.core.store.test_persons import ID, NUMBER, OTHER, cases_of, person_of, told
from tests.fakes.house import TestHouse, make_house

KEY = "+923001234567"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("code 0300-1234567", OwnAddress(NUMBER)),
        ("Code: +92 300 1234567", OwnAddress(NUMBER)),
        ("کوڈ ۰۳۰۰۱۲۳۴۵۶۷", OwnAddress(NUMBER)),
        ("کوډ 0300 1234567", OwnAddress(NUMBER)),
        ("code Gul@Example.org", OwnAddress("mailto:gul@example.org")),
        ("0300 1234567 4821 0937", OwnAddress(NUMBER, "48210937")),
        ("03001234567 48210937", OwnAddress(NUMBER, "48210937")),
        ("۰۳۰۰۱۲۳۴۵۶۷ ۴۸۲۱ ۰۹۳۷", OwnAddress(NUMBER, "48210937")),
        ("gul@example.org 4821-0937", OwnAddress("mailto:gul@example.org", "48210937")),
        ("code", None),
        ("code 17301-1234567-1", None),
        ("code KP-2026-000001-5", None),
        ("KP-2026-000001-5 4821 0937", None),
        ("2026 000001 5 4821 0937", None),
        ("0300 1234567", None),
        ("03001234567 03111234567", None),
        ("my number is 0300 1234567 and the code is 4821 0937", None),
        ("the code of the meter is 0300 1234567", None),
        ("code " + "0" * 200, None),
        ("", None),
    ],
)
def test_only_a_message_that_is_nothing_else(text: str, found: OwnAddress | None) -> None:
    assert read(text) == found


class Town:
    """A citizen on one channel (who writes from ``sender``), and a phone elsewhere."""

    def __init__(
        self, store: Store, secret: str | None = "a secret of the tests", phones: tuple[str, ...] = ("string",)
    ) -> None:
        self.store = store
        self.made: TestHouse = make_house(store)
        on = Channels(frozenset({"string"}), phones, ("string",))
        self.made.house = replace(self.made.house, cases=Cases(channels=on, secret=secret))
        self.count = 0

    def say(self, text: str, sender: str = "+923009999999") -> str:
        """What is answered."""
        self.count += 1
        before = len(self.made.said)
        self.made.hear(text, id=f"own{self.count}", sender=sender)
        self.made.work()
        return "\n".join(self.made.said[before:])

    def codes(self) -> list[str]:
        """Those that are on their way to the phone."""
        with self.store.read() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("own:")).order_by(OutboxRow.id))
            return [re.sub(r"\D", "", str(row.message["text"])[:9]) for row in rows]


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


def test_a_code_makes_what_was_told_from_there_theirs(town: Town, store: Store) -> None:
    """A changed number is a new person, until a code says otherwise."""
    number = told(store, NUMBER, "c1", ("+923001234567",))
    assert "If we can write to +923001234567" in town.say("code 0300 1234567")
    [code] = town.codes()
    assert "+923001234567 is yours" in town.say(f"0300 1234567 {code}")
    assert person_of(store, NUMBER) == person_of(store, OTHER) == OTHER
    assert cases_of(store, OTHER) == [number]
    with store.read() as session:
        [joined] = [one for one in addresses.of_person(session, OTHER) if one.address == NUMBER]
        assert (joined.proven, joined.reason) == (addresses.Proof.CODE, "string own2")
        assert set(session.scalars(select(ConversationRow.person))) == {OTHER}


def test_the_code_goes_to_the_phone_and_is_the_askers_alone(town: Town, store: Store) -> None:
    town.say("code 0300 1234567")
    with store.read() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.cause.startswith("own:"))).one()
        assert (row.message["to"], row.person, row.channel) == (KEY, NUMBER, "string")
    [code] = town.codes()
    assert "not right" in town.say(f"0300 1234567 {code}", sender="+923008888888")
    assert "not right" in town.say(f"0301 1234567 {code}")
    assert person_of(store, NUMBER) == NUMBER


def test_a_code_is_good_for_half_an_hour(town: Town, store: Store) -> None:
    town.say("code 0300 1234567")
    [code] = town.codes()
    town.made.clock.pass_(hours=2)
    assert "not right" in town.say(f"0300 1234567 {code}")
    assert person_of(store, NUMBER) == NUMBER


def test_who_guesses_is_shut_out(town: Town, store: Store) -> None:
    town.say("code 0300 1234567")
    [code] = town.codes()
    for wrong in range(5):
        assert "not right" in town.say(f"0300 1234567 1111 000{wrong}")
    assert "not right" in town.say(f"0300 1234567 {code}")
    assert person_of(store, NUMBER) == NUMBER


def test_nobody_is_flooded_with_codes(town: Town, store: Store) -> None:
    for hour in range(12):
        town.say("code 0300 1234567")
        town.say("code 0300 1234567")
        town.made.clock.pass_(hours=1)
        assert len(town.codes()) == min(hour + 1, ASKS_A_DAY)


def test_who_asks_is_told_the_same_whether_it_is_known_or_not(town: Town, store: Store) -> None:
    told(store, NUMBER, "c1", ("+923001234567",))
    known, unknown = town.say("code 0300 1234567"), town.say("code 0301 1234567")
    assert known.replace("+923001234567", "x") == unknown.replace("+923011234567", "x")


@pytest.mark.parametrize(("secret", "phones"), [(None, ("string",)), ("a secret of the tests", ())])
def test_where_no_code_can_be_sent_none_is(store: Store, secret: str | None, phones: tuple[str, ...]) -> None:
    town = Town(store, secret, phones)
    assert "If we can write" in town.say("code 0300 1234567")
    assert town.codes() == []
    assert "not right" in town.say("0300 1234567 4821 0937")


def test_what_a_clerk_parted_no_code_joins(town: Town, store: Store) -> None:
    with store.write() as session:
        addresses.join(session, ID, [OTHER], addresses.Proof.CHANNEL, town.made.clock.now())
        addresses.split(session, ID, "two brothers", town.made.clock.now() + timedelta(days=1))
        assert addresses.join(session, OTHER, [ID], addresses.Proof.CODE, town.made.clock.now()) == OTHER
    assert person_of(store, ID) == ID
