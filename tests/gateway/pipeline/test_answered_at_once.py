"""Answers that are faster than our own write of the id that the provider gave: on each channel they find what they
answer."""

import dataclasses
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from channels.email.channel import Email
from core import casework as c
from core.messages import Envelope, OutboundMessage
from core.ports import NamingChannel
from core.store.casework import tickets
from core.store.engine import Store
from core.store.pipeline import outbox
from core.store.pipeline.tables import MessageRow, OutboxRow
from core.ticket import TicketState
from gateway.pipeline.accept import accept
from gateway.pipeline.deliver import deliver
from gateway.pipeline.ingest import ingest
from tests.channels.email.samples import OFFICE
from tests.core.casework.given import OFFICER
from tests.fakes.house import make_house
from tests.fakes.parts import StringChannel
from tests.gateway.pipeline.mail_post import Post, post_office

GUL, PHONE = "gul@example.org", "+923001234567"


@dataclasses.dataclass(frozen=True)
class AnsweredMail(Email):
    """Whoever it is sent to answers before the mail server has told us that it has it."""

    then: Callable[[], None] = lambda: None

    def send(self, message: OutboundMessage) -> str:
        made = super().send(message)
        self.then()
        return made


def answer_by_id(post: Post, text: str) -> None:
    """To the office's plain address: the mail's own id alone says what is answered."""
    asked = post.answers(GUL)[-1]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = GUL, OFFICE, f"Re: {asked['Subject']}"
    mail["Message-ID"], mail["In-Reply-To"] = "<at-once@example.org>", asked["Message-ID"]
    mail.set_content(text)
    house = post.house.house
    facts = {"peer": "203.0.113.10", "mail_from": GUL, "recipients": OFFICE}
    accept(house, post.channel, Envelope("email", "at-once", bytes(mail), post.house.clock.now(), facts))
    ingest(house, f"mailto:{GUL}")


def test_a_mail_is_answered_before_we_know_that_it_went_out(store: Store) -> None:
    with post_office(store) as post:
        ticket, _ = post.complain(GUL, "Water")
        post.do(ticket.number, lambda t, at, p: c.start(t, OFFICER, at, p))
        answers = iter(["the one at the mosque"])

        def at_once() -> None:
            for text in answers:
                answer_by_id(post, text)

        fast = AnsweredMail(post.channel.settings, post.channel.reader, then=at_once)
        assert isinstance(fast, NamingChannel)
        post.house.house = dataclasses.replace(post.house.house, channels={"email": fast})
        post.do(ticket.number, lambda t, at, p: c.ask_citizen(t, "Which pole is it?", OFFICER, at, p))
        assert post.get(ticket.number).state is not TicketState.WAITING
        assert len({turn.conversation for turn in post.house.engine.turns}) == 1


def test_the_id_that_is_kept_before_is_the_one_that_goes_out(store: Store) -> None:
    with post_office(store) as post:
        post.write(GUL, "Water", "no water")
        (asked,) = post.answers(GUL)
        with post.house.house.store.read() as session:
            row = session.get_one(OutboxRow, 1)
        assert row.provider_id == asked["Message-ID"] == post.channel.id_of(outbox.message_of(row))


@dataclasses.dataclass
class AnsweredChat(StringChannel):
    """The same of a chat, whose provider makes the ids."""

    then: Callable[[str], None] = lambda _id: None

    def send(self, message: OutboundMessage) -> str:
        made = super().send(message)
        self.then(made)
        return made


@pytest.mark.parametrize(("named", "of_the_case"), [("what is sent", True), ("their own words", False), (None, False)])
def test_a_chat_message_is_answered_before_we_know_its_id(store: Store, named: str | None, of_the_case: bool) -> None:
    """They tell of something else meanwhile: by the id alone it is about the case."""
    house = make_house(store)
    house.hear("done", id="M1")
    house.work()
    with house.house.store.read() as session:
        (ticket,) = tickets.of_person(session, f"tel:{PHONE}")
        case = tickets.conversation_of(session, ticket.number)
    house.hear("no teacher", id="M2")
    house.work()

    def at_once(made: str) -> None:
        fast.then = lambda _id: None
        ids = {"what is sent": made, "their own words": "M2"}
        more = {"in_reply_to": ids[named]} if named is not None else {}
        house.hear("the one at the mosque", id="M3", **more)
        ingest(house.house, f"tel:{PHONE}")

    fast = AnsweredChat(then=at_once)
    house.channel = fast
    house.house = dataclasses.replace(house.house, channels={"string": fast})
    with house.house.store.write() as session:
        told = OutboundMessage("", "string", PHONE, "Your case goes on.")
        assert case is not None
        outbox.stage(
            session, told, cause="notice", person=f"tel:{PHONE}", conversation_id=case.id, now=house.clock.now()
        )
    deliver(house.house, f"tel:{PHONE}")
    with house.house.store.read() as session:
        said_in = session.scalars(select(MessageRow.conversation_id).where(MessageRow.provider_id == "M3")).one()
    assert (said_in == case.id) is of_the_case
