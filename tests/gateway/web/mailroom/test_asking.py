"""The writer is asked whether a letter is theirs, then for what it lacks; who cannot be reached gets the slip."""

import json

import pytest
from flask.testing import FlaskClient

from core.errors import DeliveryFailed, WindowClosed
from core.messages import Envelope
from core.store import worklist
from core.store.casework import tickets
from core.store.engine import Store
from core.store.mailroom import letters
from core.store.mailroom.tables import ASKING, LetterRow
from core.store.pipeline import conversations
from gateway.pipeline.accept import accept
from tests.fakes.parts import StringChannel
from tests.gateway.web.mailroom.paper import ENGLISH, Mailroom, make_mailroom

PHONE = "+923001234567"
VAGUE = {**ENGLISH, "found": {"complainant_name": ["Gul Khan", 0.9], "phone": [PHONE, 0.55]}}


@pytest.fixture
def mailroom(store: Store) -> Mailroom:
    return make_mailroom(store)


def ask(mailroom: Mailroom, letter: int, **form: str) -> tuple[FlaskClient, int]:
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    values = {"version": mailroom.version(letter), "do": "ask", "phone": "0300 1234567", "confirm_phone": "on", **form}
    status = mailroom.post(clerk, f"/mailroom/{letter}", **values).status_code
    mailroom.house.work()
    return clerk, status


def say(mailroom: Mailroom, text: str, *, id: str, choice: str | None = None) -> list[str]:
    """Somebody writes from that phone; what they are answered."""
    told = len(mailroom.whatsapp.sent)
    body = json.dumps({"from": PHONE, "text": text, "choice": choice}).encode()
    now = mailroom.house.clock.now()
    accept(mailroom.house.house, mailroom.whatsapp, Envelope("whatsapp", id, body, now))
    mailroom.house.work()
    return [message.text for message in mailroom.whatsapp.sent[told:]]


def row(mailroom: Mailroom, letter: int) -> LetterRow:
    with mailroom.house.house.store.read() as session:
        return letters.get(session, letter)


def test_the_writer_says_yes_and_is_asked_for_what_is_missing(mailroom: Mailroom) -> None:
    letter = mailroom.letter(VAGUE)
    clerk, status = ask(mailroom, letter)
    assert status == 302
    (question,) = mailroom.whatsapp.sent
    assert "Did you write it?" in question.text
    assert "22/11/2026" in question.text
    assert "Gul" not in question.text, "a stranger may read this"
    assert row(mailroom, letter).state == ASKING
    assert "Its writer is being asked (1)" in clerk.get("/mailroom").text

    mailroom.house.clock.pass_(hours=100)  # longer than a conversation is kept in mind
    assert say(mailroom, "what?", id="1") == ["Did you write the letter that we have? Please answer yes or no."]
    thanks, asked = say(mailroom, "", id="2", choice="letter:yes")
    assert thanks.startswith("Thank you. We have your letter")
    assert asked == "please tell: description, category, district"
    assert "KP-2026-000001" in say(mailroom, "done", id="3")[-1]
    page = mailroom.clerk().get("/mailroom").text
    assert "Its writer is being asked" not in page
    assert "KP-2026-000001" in page
    assert row(mailroom, letter).state == letters.REGISTERED
    with mailroom.house.house.store.read() as session:
        ticket = tickets.of_conversation(session, row(mailroom, letter).conversation_id)
        assert ticket is not None
        assert tickets.record(session, ticket.number).get("complainant_name") == "Gul Khan"


def test_somebody_else_is_told_nothing_and_the_letter_is_back(mailroom: Mailroom) -> None:
    letter = mailroom.letter(VAGUE)
    clerk, _ = ask(mailroom, letter)
    assert say(mailroom, "No, I did not", id="1") == ["Thank you. We will not write to you about it any more."]
    assert "Waiting (1)" in clerk.get("/mailroom").text
    page = clerk.get(f"/mailroom/{letter}").text
    assert "says that they did not write it" in page
    assert "0300 1234567" not in page
    with mailroom.house.house.store.read() as session:
        assert conversations.of_letter(session, f"tel:{PHONE}") is None
        known = conversations.get(session, row(mailroom, letter).conversation_id)
    assert known is not None
    assert "phone" not in known.complaint.fields


def test_who_does_not_answer_is_not_waited_for_for_ever(mailroom: Mailroom) -> None:
    letter = mailroom.letter(VAGUE)
    ask(mailroom, letter)
    mailroom.house.clock.pass_(days=6)
    clerk = mailroom.clerk()
    clerk.get("/mailroom")
    assert row(mailroom, letter).state == worklist.WAITING
    assert "did not answer" in clerk.get(f"/mailroom/{letter}").text


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"phone": ""}, "only one that you confirmed"),
        ({"description": "no light", "category": "Municipal services", "district": "Mardan"}, "Nothing is missing"),
    ],
)
def test_nobody_is_asked_without_need_or_way(mailroom: Mailroom, form: dict[str, str], why: str) -> None:
    letter = mailroom.letter(VAGUE)
    clerk, status = ask(mailroom, letter, **form)
    assert status == 400
    assert mailroom.whatsapp.sent == []
    page = mailroom.post(clerk, f"/mailroom/{letter}", version=mailroom.version(letter), do="ask").text
    assert why in page


def test_who_is_telling_something_else_is_not_disturbed(mailroom: Mailroom) -> None:
    letter = mailroom.letter(VAGUE)
    say(mailroom, "there is no water", id="0")
    assert ask(mailroom, letter)[1] == 400


def test_sms_is_tried_when_whatsapp_refuses_and_then_the_slip(mailroom: Mailroom) -> None:
    sms = StringChannel(name="sms")
    mailroom.house.house.channels["sms"] = sms  # type: ignore[index]
    letter = mailroom.letter()
    clerk = mailroom.clerk()
    clerk.get(f"/mailroom/{letter}")
    mailroom.whatsapp.faults.append(WindowClosed("no template"))
    form = {"version": mailroom.version(letter), "do": "register", "confirm_phone": "on", "phone": PHONE}
    form |= {"description": "dark", "category": "Municipal services", "district": "Mardan"}
    assert mailroom.post(clerk, f"/mailroom/{letter}", **form).status_code == 302
    mailroom.house.work()
    assert sms.sent == []
    sms.faults.append(DeliveryFailed("no such phone"))
    mailroom.house.sweep()
    mailroom.house.work()
    assert row(mailroom, letter).unreached_at is None
    mailroom.house.sweep()
    assert row(mailroom, letter).unreached_at is not None
    mailroom.house.sweep()
    page = clerk.get("/mailroom").text
    assert "Not reached: post the slip (1)" in page
    mailroom.post(clerk, f"/mailroom/{letter}/posted")
    assert "Not reached" not in clerk.get("/mailroom").text


def test_an_unreachable_writer_is_asked_over_sms_in_the_same_words(mailroom: Mailroom) -> None:
    sms = StringChannel(name="sms")
    mailroom.house.house.channels["sms"] = sms  # type: ignore[index]
    letter = mailroom.letter(VAGUE)
    mailroom.whatsapp.faults.append(WindowClosed("no template"))
    ask(mailroom, letter)
    mailroom.house.sweep()
    mailroom.house.work()
    assert "Did you write it?" in sms.sent[0].text
    assert row(mailroom, letter).state == ASKING
