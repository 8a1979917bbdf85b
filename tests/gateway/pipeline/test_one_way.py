"""SMS from a name: nobody can answer it, so it says where an answer is heard, and nothing waits for one."""

from dataclasses import replace

import pytest
from pydantic import SecretStr, ValidationError

from channels import ivr, sms, whatsapp
from channels.providers.gsm7 import GSM7, encoding
from channels.providers.senders import is_one_way
from core.casework.proof import in_groups, message_code
from core.complaint import Field, Source
from core.conversation import Conversation
from core.intake.registration import register
from core.messages import Button, OutboundMessage
from core.ports import Surroundings
from core.store.engine import Store
from core.store.pipeline import conversations, outbox
from core.store.pipeline.tables import OutboxRow
from gateway.pipeline.one_way import cannot_be_answered, outgoing
from tests.channels.whatsapp.forms import TOKEN
from tests.fakes.house import TestHouse, make_house

PHONE = "+923001234567"
ACCOUNT = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN)}
PUBLIC = Surroundings("https://arzi.example.org", "PK", {"twilio": "http://127.0.0.1:1"})
FIELDS = {"category": "electricity", "district": "Mardan", "description": "no light", "phone": PHONE}
BUTTONS = (Button("Yes", "yes"), Button("No", "no"))


def house(store: Store, sender: str) -> TestHouse:
    made = make_house(store)
    channels = {
        "sms": sms.build(sms.Settings.model_validate({**ACCOUNT, "sender": sender}), PUBLIC),
        "whatsapp": whatsapp.build(whatsapp.Settings.model_validate({**ACCOUNT, "sender": "+14155238886"}), PUBLIC),
        "ivr": ivr.build(
            ivr.Settings.model_validate({**ACCOUNT, "number": "+92911334433", "sms_sender": sender, "prompts_dir": ""}),
            PUBLIC,
        ),
    }
    made.house = replace(made.house, channels=channels)
    made.house.cases.secret = "s" * 32
    return made


def staged(made: TestHouse, channel: str, to: str = PHONE, *, case: bool = True, cause: str = "c") -> OutboxRow:
    now = made.clock.now()
    record = {name: Field(value, 1.0, Source.DIALOGUE) for name, value in FIELDS.items()}
    told = Conversation("c1", f"tel:{PHONE}", channel, PHONE, "en", now, now)
    told = told.with_(complaint=told.complaint.learn(record))
    with made.house.store.write() as session:
        conversations.save(session, told)
        session.flush()
        if case:
            register(session, told, now, made.house.cases)
        message = OutboundMessage("", channel, to, "Is it solved?", buttons=BUTTONS)
        outbox.stage(session, message, cause=cause, person=told.person, conversation_id=told.id, now=now)
        session.flush()
        row = outbox.by_cause(session, cause)
        assert row is not None
        session.expunge(row)
    return row


@pytest.mark.parametrize("channel", ["sms", "ivr"])
def test_it_says_what_to_do_and_offers_no_answers(store: Store, channel: str) -> None:
    made = house(store, "KPGOVT")
    message = outgoing(made.house, staged(made, channel))
    number = message.text.partition("number=")[2].partition(" ")[0]
    assert message.buttons == ()
    assert f"https://arzi.example.org/track?number={number}" in message.text
    assert f"code {in_groups(message_code('s' * 32, number, made.clock.now()))}" in message.text
    assert "WhatsApp +14155238886" in message.text
    assert "Helpline +92911334433" in message.text
    assert encoding(message.text) == GSM7


def test_before_there_is_a_case_and_to_another_phone_there_is_no_code(store: Store) -> None:
    made = house(store, "KPGOVT")
    message = outgoing(made.house, staged(made, "sms", to="+923009999999"))
    assert "code" not in message.text
    assert "cannot be answered" in message.text


@pytest.mark.parametrize("sender", ["+92911334433", "8855"])
def test_from_a_number_it_is_as_ever(store: Store, sender: str) -> None:
    made = house(store, sender)
    message = outgoing(made.house, staged(made, "sms"))
    assert (message.text, message.buttons) == ("Is it solved?", BUTTONS)


@pytest.mark.parametrize(
    ("channel", "cause"), [("whatsapp", "c"), ("sms", "prove:x:1"), ("sms", "tried:x:1"), ("sms", "alarm:x:1")]
)
def test_other_ways_codes_and_alarms_are_as_they_are(store: Store, channel: str, cause: str) -> None:
    made = house(store, "KPGOVT")
    assert outgoing(made.house, staged(made, channel, cause=cause)).text == "Is it solved?"


def test_what_cannot_be_answered(store: Store) -> None:
    made = house(store, "KPGOVT")
    assert [cannot_be_answered(made.house, name, PHONE) for name in ("sms", "ivr", "whatsapp", "email")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "one_way"),
    [("KPGOVT", True), ("KP-GOVT", True), ("Arzi 1", True), ("8855", False), ("+92911334433", False)],
)
def test_senders(sender: str, one_way: bool) -> None:
    assert is_one_way(sender) is one_way
    assert sms.Settings.model_validate({**ACCOUNT, "sender": sender}).sender == sender


@pytest.mark.parametrize("sender", ["", "03001234567x99", "A NAME TOO LONG", "عرضی", "+0"])
def test_what_is_no_sender(sender: str) -> None:
    with pytest.raises(ValidationError):
        sms.Settings.model_validate({**ACCOUNT, "sender": sender})
