"""The question whether it is solved reaches the citizen: on their channel, the next one, at last on paper."""

import dataclasses
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import casework as c
from core.casework.sla import SlaRules
from core.complaint import Complaint, Field, Source
from core.errors import DeliveryFailed, RecipientStopped
from core.messages import Delivery, DeliveryState, Envelope
from core.reference.categories import category_days
from core.services.cases import Cases
from core.store.casework import slips
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.pipeline.tables import OutboxRow
from core.ticket import CITIZEN
from gateway.channels import switched_on
from gateway.pipeline.accept import accept
from gateway.pipeline.reports import apply_report
from gateway.pipeline.timing import deadlines
from tests.core.casework.given import OFFICER
from tests.core.store.given import Desk
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel

PHONE = "+923001234567"
CHANNELS = ("whatsapp", "sms", "email")


class Town:
    """A house with several channels, and an officer's desk in it."""

    def __init__(self, store: Store) -> None:
        self.road: TestHouse = make_house(store)
        self.channels = {name: StringChannel(name) for name in CHANNELS}
        cases = Cases(SlaRules(category_days=category_days()), channels=switched_on(CHANNELS))
        self.road.house = dataclasses.replace(self.road.house, channels=self.channels, cases=cases)
        self.desk = Desk(store, cases, self.road.clock.now())
        self.store = store

    def open(self, **fields: str) -> str:
        told = {"description": "no light"} | fields
        record = Complaint({name: Field(value, 1.0, Source.DIALOGUE) for name, value in told.items()})
        return self.desk.open(record=record)

    def propose(self, number: str) -> None:
        self.desk.do(number, lambda t, at, p: c.propose_resolution(t, "pole replaced", OFFICER, at, p))
        self.go_on()

    def go_on(self) -> None:
        self.road.sweep()
        self.road.work()

    def said(self) -> dict[str, list[str]]:
        return {name: [one.to for one in channel.sent] for name, channel in self.channels.items() if channel.sent}

    def slips(self) -> list[slips.Slip]:
        with self.store.read() as session:
            return slips.waiting(session, lambda _: True)


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


def test_what_whatsapp_refuses_goes_by_sms_with_the_same_answers_to_choose(town: Town) -> None:
    number = town.open(phone=PHONE)
    town.channels["whatsapp"].faults.append(DeliveryFailed("no WhatsApp on this number", code="63003"))
    town.propose(number)
    assert town.said() == {"sms": [PHONE]}
    [question] = town.channels["sms"].sent
    assert f"{number} is solved" in question.text
    assert [button.payload for button in question.buttons] == [f"resolved:yes:{number}", f"resolved:no:{number}"]


def test_what_nobody_takes_ends_on_paper(town: Town) -> None:
    number = town.open(phone=PHONE, email="gul@example.org")
    for channel in town.channels.values():
        channel.faults.append(DeliveryFailed("refused"))
    town.propose(number)
    assert town.said() == {}
    [slip] = town.slips()
    assert (slip.ticket, slip.kind) == (number, c.NoticeKind.IS_IT_SOLVED)
    assert "pole replaced" in slip.text


def test_a_failure_reported_later_takes_the_next_way_once(town: Town) -> None:
    number = town.open(phone=PHONE)
    town.propose(number)
    assert town.said() == {"whatsapp": [PHONE]}
    for _ in range(2):
        apply_report(town.road.house, "whatsapp", Delivery("P1", DeliveryState.FAILED, "63024"))
        town.go_on()
    assert town.said() == {"whatsapp": [PHONE], "sms": [PHONE]}


def test_who_wants_no_messages_is_not_followed_from_channel_to_channel(town: Town) -> None:
    number = town.open(phone=PHONE, email="gul@example.org")
    town.channels["whatsapp"].faults.append(RecipientStopped("21610"))
    town.propose(number)
    assert town.said() == {"email": ["gul@example.org"]}


def test_answers_that_are_no_notice_of_a_case_take_no_other_way(town: Town) -> None:
    """The answer goes out, and is refused; nothing else is staged for it."""
    town.channels["whatsapp"].faults.append(DeliveryFailed("refused"))
    body = json.dumps({"from": PHONE, "text": "no gas"}).encode()
    envelope = Envelope("whatsapp", "M1", body, town.road.clock.now())
    accept(town.road.house, town.channels["whatsapp"], envelope)
    town.road.work()
    assert town.channels["whatsapp"].faults == [], "the answer was tried"
    with town.store.read() as session:
        [row] = session.scalars(select(OutboxRow)).all()
    assert (row.channel, row.state) == ("whatsapp", "failed")
    assert town.said() == {}
    assert town.slips() == []


@pytest.mark.parametrize(("refused_too", "told"), [((), {"sms": [PHONE]}), (("sms",), {})])
def test_the_number_of_a_case_is_always_told_on_another_way(
    town: Town, refused_too: tuple[str, ...], told: dict[str, list[str]]
) -> None:
    for name in ("whatsapp", *refused_too):
        town.channels[name].faults += [DeliveryFailed("refused", code="63024")] * 2
    body = json.dumps({"from": PHONE, "text": "done"}).encode()
    accept(town.road.house, town.channels["whatsapp"], Envelope("whatsapp", "M1", body, town.road.clock.now()))
    for _ in range(2):
        town.go_on()
    assert {name: to for name, to in town.said().items() if name != "whatsapp"} == told
    with town.store.read() as session:
        number = session.scalars(select(TicketRow.number)).one()
    if told:
        assert number in town.channels["sms"].sent[0].text
    else:
        [slip] = town.slips()
        assert number in slip.text


def by_post(town: Town, **more: object) -> str:
    number = town.desk.open(
        record=Complaint(
            {
                "description": Field("no light", 1.0, Source.CLERK),
                "complainant_name": Field("Gul Khan", 1.0, Source.CLERK),
                "address": Field("House 7, Katlang", 1.0, Source.CLERK),
            }
        ),
        person="letter:1",
        **more,
    )
    with town.store.write() as session:
        session.execute(update(TicketRow).where(TicketRow.number == number).values(channel="letters", address=""))
    return number


def test_who_wrote_a_letter_is_asked_by_a_slip_and_reminded_by_slips(town: Town) -> None:
    number = by_post(town)
    town.propose(number)
    [slip] = town.slips()
    assert (slip.name, slip.address, slip.district) == ("Gul Khan", "House 7, Katlang", "Mardan")
    with town.store.write() as session:
        assert slips.posted(session, [slip.id], "clerk:1", town.desk.now) == 0, "it was not printed yet"
        slips.printed(session, [slip.id], "clerk:1", town.desk.now)
        assert slips.posted(session, [slip.id], "clerk:1", town.desk.now) == 1
    assert town.slips() == []
    kinds = []
    for _ in range(9):
        town.road.clock.pass_(days=1)
        deadlines(town.road.house)
        kinds += [one.kind.value for one in town.slips()]
        with town.store.write() as session:
            ids = [one.id for one in slips.waiting(session, lambda _: True)]
            slips.printed(session, ids, "clerk:1", town.road.clock.now())
            slips.posted(session, ids, "clerk:1", town.road.clock.now())
    assert kinds == ["is_it_solved_again"] * 2


def test_a_slip_that_is_not_printed_gives_way_to_its_reminder_and_to_an_answer(town: Town) -> None:
    number = by_post(town)
    town.propose(number)
    town.road.clock.pass_(days=4)
    deadlines(town.road.house)
    [slip] = town.slips()
    assert slip.kind is c.NoticeKind.IS_IT_SOLVED_AGAIN
    town.desk.now += timedelta(days=4)
    town.desk.do(number, lambda t, at, p: c.citizen_satisfied(t, CITIZEN, at, p))
    assert town.slips() == []


def test_an_anonymous_letters_slip_has_neither_name_nor_address(town: Town) -> None:
    town.propose(by_post(town, anonymous=True))
    [slip] = town.slips()
    assert (slip.name, slip.address) == ("", "")
