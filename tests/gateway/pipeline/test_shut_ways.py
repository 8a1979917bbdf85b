"""A provider's "no" to us loses no answer: the way is shut, tried now and then, and goes on when it answers."""

import dataclasses
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select

from channels.providers.twilio.codes import CODES
from channels.providers.twilio.reports import read_report
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed
from core.messages import Delivery, DeliveryState, Meaning, OutboundMessage
from core.store.engine import Store
from core.store.pipeline import early_reports, outbox, ways
from core.store.pipeline.tables import OutboxRow
from gateway.pipeline.reports import apply_report
from tests.fakes.house import TestHouse, make_house

REFUSED = AccountRefused("HTTP 401", code="20003")
BUSY_DAY = "MessageSid=P1&MessageStatus=failed&ErrorCode=63018"


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


def go_on(house: TestHouse, **span: float) -> None:
    house.clock.pass_(**span)
    house.sweep()
    house.work()


def rows(house: TestHouse) -> list[OutboxRow]:
    with house.house.store.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def shut(house: TestHouse) -> list[str]:
    with house.house.store.read() as session:
        return [way.part for way in ways.all_shut(session)]


def hear(house: TestHouse, *numbers: int) -> None:
    for n in numbers:
        house.hear(f"no light {n}", id=f"M{n}", sender=f"+92300000000{n}")
        house.work()


def test_nothing_is_lost_and_all_goes_on_when_it_answers(house: TestHouse) -> None:
    house.channel.faults += [REFUSED] * 3
    hear(house, 1, 2, 3)
    assert house.said == []
    assert shut(house) == ["string"]
    assert {row.state for row in rows(house)} == {"staged"}
    assert len(house.channel.faults) == 2, "while it is shut, one message at a time is tried"
    for _ in range(3):
        go_on(house, minutes=5)
    go_on(house, minutes=1)
    assert sorted(house.said) == [f"you said no light {n}" for n in (1, 2, 3)]
    assert shut(house) == []


def test_however_long_it_lasts(house: TestHouse) -> None:
    house.channel.faults += [REFUSED] * 100
    hear(house, 1)
    for _ in range(99):
        go_on(house, hours=1)
    assert house.said == []
    go_on(house, hours=1)
    assert house.said == ["you said no light 1"]
    house.channel.faults.append(DeliveryDelayed("busy"))
    hear(house, 2)
    go_on(house, hours=1)
    assert house.said[-1] == "you said no light 2"


def test_who_mended_it_need_not_wait(house: TestHouse) -> None:
    house.channel.faults.append(REFUSED)
    hear(house, 1, 2)
    with house.house.store.write() as session:
        ways.try_now(session, house.clock.now())
    go_on(house)
    assert house.said == ["you said no light 2"]
    go_on(house, seconds=31)
    assert house.said == ["you said no light 2", "you said no light 1"]


def test_one_message_that_is_refused_so_does_not_shut_the_way_for_all(house: TestHouse) -> None:
    class Picky(type(house.channel)):  # type: ignore[misc]
        def send(self, message: OutboundMessage) -> str:
            if message.to.endswith("1"):
                raise AccountRefused("the sender does not reach it", code="21606")
            return str(super().send(message))

    house.house = dataclasses.replace(house.house, channels={"string": Picky()})
    hear(house, 1)
    for n in range(2, 9):
        hear(house, n)
        go_on(house, minutes=6)
        go_on(house, minutes=6)
    assert [row.state for row in rows(house)] == ["failed", *["sent"] * 7]
    assert shut(house) == []


def test_a_template_that_is_paused_stops_no_free_text(house: TestHouse) -> None:
    house.channel.faults.append(AccountRefused("paused", code="63041", of_template=True))
    with house.house.store.write() as session:
        for n, template in ((1, "HX1"), (2, None)):
            message = OutboundMessage("", "string", f"+92300000000{n}", f"text {n}", template=template)
            person = f"tel:+92300000000{n}"
            outbox.stage(session, message, cause=f"c{n}", person=person, conversation_id=None, now=house.clock.now())
    go_on(house)
    assert (shut(house), house.said) == (["string/HX1"], ["text 2"])
    go_on(house, minutes=1)
    assert (shut(house), house.said) == ([], ["text 2", "text 1"])


def test_sending_goes_on_for_hours_and_is_given_up_in_the_end(house: TestHouse) -> None:
    house.channel.faults += [DeliveryDelayed("busy", code="20429")] * 10_000
    hear(house, 1)
    for _ in range(11 * 12):
        go_on(house, minutes=5)
    assert rows(house)[0].state == "staged"
    for _ in range(2 * 12):
        go_on(house, minutes=5)
    assert rows(house)[0].state == "failed"


def test_what_retry_after_says_is_heeded(house: TestHouse) -> None:
    house.channel.faults.append(DeliveryDelayed("429", code="429", after=3600))
    hear(house, 1)
    go_on(house, minutes=59)
    assert house.said == []
    go_on(house, minutes=1)
    assert house.said == ["you said no light 1"]


def test_a_limit_on_us_that_is_reported_late_puts_it_back_and_silences_nobody(house: TestHouse) -> None:
    hear(house, 1)
    delivery = read_report(dict(parse_qsl(BUSY_DAY)))
    assert delivery is not None
    assert apply_report(house.house, "string", delivery)
    with house.house.store.read() as session:
        assert not outbox.stopped(session, "string", "+923000000001")
    go_on(house, minutes=10)
    assert house.said == ["you said no light 1"] * 2
    assert not apply_report(house.house, "string", delivery), "of the message as it was, nothing more is heard"


@pytest.mark.parametrize("code", [code for code, one in CODES.items() if one.meaning is Meaning.PASSING])
def test_every_passing_code_in_a_late_report_puts_it_back(code: str) -> None:
    delivery = read_report({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": code})
    assert delivery is not None
    assert delivery.meaning is Meaning.PASSING


def test_no_to_us_that_is_reported_late_shuts_the_way(house: TestHouse) -> None:
    hear(house, 1)
    apply_report(house.house, "string", Delivery("P1", DeliveryState.FAILED, "30002", Meaning.US))
    assert shut(house) == ["string"]
    go_on(house, minutes=1)
    assert house.said == ["you said no light 1"] * 2
    assert shut(house) == []


def test_what_is_taken_and_refused_later_again_and_again_is_given_up(house: TestHouse) -> None:
    hear(house, 1)
    for n in range(1, 200):
        if rows(house)[0].state == "failed":
            break
        apply_report(house.house, "string", Delivery(f"P{n}", DeliveryState.FAILED, "63020", Meaning.US))
        go_on(house, minutes=10)
    assert rows(house)[0].state == "failed"
    assert house.clock.now() - rows(house)[0].staged_at < 1.1 * house.house.backoff.lasting


def test_a_report_before_our_own_write_of_the_id_is_kept_and_applied(house: TestHouse) -> None:
    class Fast(type(house.channel)):  # type: ignore[misc]
        def send(self, message: OutboundMessage) -> str:
            made = str(super().send(message))
            assert not apply_report(house.house, "string", Delivery(made, DeliveryState.DELIVERED))
            return made

    house.house = dataclasses.replace(house.house, channels={"string": Fast()})
    hear(house, 1)
    assert [row.state for row in rows(house)] == ["delivered"]


def test_what_was_kept_when_we_died_is_applied_by_the_sweep(house: TestHouse) -> None:
    hear(house, 1)
    house.channel.faults.append(DeliveryFailed("so that it is not under way", code="21211"))
    with house.house.store.write() as session:
        session.get_one(OutboxRow, 1).state = "sending"
        session.get_one(OutboxRow, 1).claimed_at = house.clock.now()
        session.flush()
        assert early_reports.keep(session, "string", Delivery("P1", DeliveryState.READ), house.clock.now())
        session.get_one(OutboxRow, 1).state = "sent"
    house.sweep()
    assert [row.state for row in rows(house)] == ["read"]


def test_a_report_on_nothing_of_ours_is_not_kept(house: TestHouse) -> None:
    hear(house, 1)
    with house.house.store.write() as session:
        assert not early_reports.keep(session, "string", Delivery("P9", DeliveryState.READ), house.clock.now())


def test_the_table_of_codes_is_whole() -> None:
    for code, one in CODES.items():
        assert code.isdigit()
        assert one.says
    assert CODES["63018"].meaning is Meaning.PASSING
    assert CODES["21610"].meaning is Meaning.STOPPED
