"""One case on any channel: phone, email, number and check lead to it; it goes on elsewhere only after proof."""

import dataclasses
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import casework as c
from core.casework.proof import code_for, slip_code
from core.casework.sla import SlaRules
from core.complaint import Complaint, Field, Source
from core.messages import Envelope
from core.reference.categories import category_days
from core.services.cases import Cases
from core.store.casework import personal, tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.text.tracking import read_tracking_number
from core.ticket import TicketState
from gateway.channels import switched_on
from gateway.pipeline.accept import accept
from tests.core.casework.given import OFFICER
from tests.core.store.given import Desk
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel

SECRET, PHONE, MAIL, OTHER = "s" * 32, "+923001234567", "gul@example.org", "+923009999999"


class Town:
    """Three channels and the citizens on them."""

    def __init__(self, store: Store) -> None:
        self.road: TestHouse = make_house(store)
        self.channels = {name: StringChannel(name) for name in ("whatsapp", "sms", "email")}
        cases = Cases(SlaRules(category_days=category_days()), channels=switched_on(self.channels), secret=SECRET)
        self.road.house = dataclasses.replace(self.road.house, channels=self.channels, cases=cases)
        self.desk, self.store, self.count = Desk(store, cases, self.road.clock.now()), store, 0

    def hear(self, text: str, sender: str = OTHER, channel: str = "whatsapp", **more: str) -> list[str]:
        """What somebody says on a channel; what they hear back there."""
        self.count += 1
        before = len(self.channels[channel].sent)
        body = json.dumps({"from": sender, "text": text, **more}).encode()
        envelope = Envelope(channel, f"M{self.count}", body, self.road.clock.now())
        accept(self.road.house, self.channels[channel], envelope)
        self.go_on()
        return [one.text for one in self.channels[channel].sent[before:] if one.to == sender]

    def go_on(self) -> None:
        self.road.work()
        self.road.sweep()
        self.road.work()

    def by_mail(self) -> str:
        record = Complaint(
            {
                "description": Field("no light", 1.0, Source.DIALOGUE),
                "email": Field(MAIL, 1.0, Source.CHANNEL),
                "cnic": Field("17301-1234567-1", 1.0, Source.DIALOGUE),
            }
        )
        number = self.desk.open(record=record, person=f"mailto:{MAIL}")
        self.become(number, "email", MAIL)
        return number

    def by_letter(self) -> str:
        number = self.desk.open(person="letter:1")
        self.become(number, "letters", "")
        return number

    def become(self, number: str, channel: str, address: str) -> None:
        with self.store.write() as session:
            changed = {"channel": channel, "address": address}
            session.execute(update(TicketRow).where(TicketRow.number == number).values(**changed))

    def owns(self, person: str, number: str) -> bool:
        with self.store.read() as session:
            return number in [ticket.number for ticket in personal.of_citizen(session, person)]

    def get(self, number: str):
        with self.store.read() as session:
            return tickets.get(session, number)

    def ask(self, number: str) -> list[tuple[str, str]]:
        """The office says that it is solved; where the question went."""
        before = {name: len(channel.sent) for name, channel in self.channels.items()}
        self.desk.do(number, lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p))
        self.go_on()
        return [(name, one.to) for name, channel in self.channels.items() for one in channel.sent[before[name] :]]


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


def test_phone_email_cnic_number_and_check_lead_to_the_same_case(town: Town) -> None:
    number = town.by_mail()
    with town.store.read() as session:
        for kind, value in (("email", MAIL), ("cnic", "17301-1234567-1")):
            assert [one.number for one in personal.find(session, kind, value)] == [number]
        assert [one.number for one in personal.of_citizen(session, f"mailto:{MAIL}")] == [number]
    keyed = "".join(filter(str.isdigit, number))
    assert read_tracking_number(keyed) == read_tracking_number(number.lower()) == number
    wrong = keyed[:-1] + str((int(keyed[-1]) + 1) % 10)
    assert read_tracking_number(wrong) is None, "the check digit"


def test_a_mail_goes_on_in_whatsapp_with_the_code_that_was_mailed_and_back(town: Town) -> None:
    number = town.by_mail()
    told = town.hear(f"status {number}")
    assert "with its code" in told[0]
    assert "no light" not in " ".join(told)
    [mailed] = town.channels["email"].sent
    assert mailed.to == MAIL
    [code] = re.findall(r"\b\d{4} \d{4}\b", mailed.text.replace(number, ""))
    [told] = town.hear(f"{number} {code}")
    assert told.startswith(f"Thank you. You can go on with your complaint {number} here")
    assert town.owns(f"tel:{OTHER}", number)
    assert town.owns(f"mailto:{MAIL}", number), "and on the first channel too"
    town.desk.now += timedelta(minutes=1)
    assert town.ask(number) == [("whatsapp", OTHER)]
    town.hear("1")
    assert town.get(number).state is TicketState.CLOSED
    with town.store.read() as session:
        moved = [event for event in tickets.events(session, number) if event.kind == "move_on"]
    assert [(event.actor, event.data["channel"]) for event in moved] == [("citizen", "whatsapp")]


def test_a_letter_goes_on_in_whatsapp_with_the_code_on_its_slip(town: Town) -> None:
    number = town.by_letter()
    town.hear(f"status {number}")
    assert not town.channels["email"].sent + town.channels["sms"].sent, "it stands on the slip"
    told = town.hear(f"{number}\n{slip_code(SECRET, number)}")
    assert "You can go on" in told[0]
    assert town.ask(number) == [("whatsapp", OTHER)]


def test_a_call_goes_on_in_whatsapp_from_the_same_phone_without_any_code(town: Town) -> None:
    number = town.desk.open(person=f"tel:{PHONE}")
    town.become(number, "ivr", PHONE)
    assert number in town.hear("status", PHONE)[0]
    town.ask(number)
    town.hear("Yes, solved", PHONE)
    assert town.get(number).state is TicketState.CLOSED


def test_guessing_proves_nothing_and_is_ended(town: Town) -> None:
    number = town.by_mail()
    right = code_for(SECRET, number, town.road.clock.now())
    wrong = f"{int(right) ^ 1:08d}"
    for _ in range(5):
        assert "not right" in town.hear(f"{number} {wrong}")[0]
    assert "not right" in town.hear(f"{number} {right}")[0], "tried too often"
    assert not town.owns(f"tel:{OTHER}", number)
    town.road.clock.pass_(minutes=31)
    assert "You can go on" in town.hear(f"{number} {right}")[0]


def test_the_code_of_a_slip_is_too_long_to_be_guessed_and_always_counts(town: Town) -> None:
    number = town.by_letter()
    right = slip_code(SECRET, number)
    for _ in range(7):
        assert "not right" in town.hear(f"{number} {int(right) ^ 1}")[0]
    assert "You can go on" in town.hear(f"{number} {right}")[0]


def test_whether_there_is_such_a_case_is_not_told(town: Town) -> None:
    number = town.by_mail()
    there, not_there = town.hear(f"status {number}")[0], town.hear("status KP-2026-000009-0")[0]
    assert there.replace(number, "N") == not_there.replace("KP-2026-000009-0", "N")
    there, not_there = town.hear(f"{number} 1000 0000")[0], town.hear("KP-2026-000009-0 1000 0000")[0]
    assert there.replace(number, "N") == not_there.replace("KP-2026-000009-0", "N")


def test_a_code_is_sent_once_in_half_an_hour_however_often_it_is_asked_for(town: Town) -> None:
    number = town.by_mail()
    for _ in range(3):
        town.hear(f"status {number}")
    assert len(town.channels["email"].sent) == 1


def test_an_unproven_sender_proves_nothing(town: Town) -> None:
    number = town.by_letter()
    town.hear(f"{number} {slip_code(SECRET, number)}", trusted="no")
    assert not town.owns(f"tel:{OTHER}", number)


def test_two_complaints_of_one_person_stay_two(town: Town) -> None:
    for text in ("done", "done"):
        town.hear(text, PHONE)
    with town.store.read() as session:
        own = personal.of_citizen(session, f"tel:{PHONE}")
        conversations = session.scalars(select(TicketRow.conversation_id)).all()
    assert len(own) == len(set(conversations)) == 2
