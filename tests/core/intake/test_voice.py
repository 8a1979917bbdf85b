"""Voice notes are complaints."""

from typing import Any

import pytest

from core.complaint import Field, Source
from core.helpline import RECORDED
from core.intake import voice
from core.intake.result import IntakeResult
from core.messages import Address, Automatic, InboundMessage
from core.ports import Reply
from core.reference.phrasebook import say
from core.text.gazetteer import HOME, districts
from tests.core.intake.given import FILM, NOW, PHOTO, SOUND, heard, record, told, turn

DESCRIBED = {"description": Field("no light", 0.9, Source.DIALOGUE)}


@pytest.mark.parametrize(
    ("message", "sound", "alone"),
    [
        (heard(attachments=(SOUND,)), True, True),
        (heard(attachments=(FILM,)), True, True),
        (heard(attachments=(PHOTO,)), False, False),
        (heard(), False, False),
        (heard("please listen", attachments=(SOUND,)), True, False),
        (heard("  ", attachments=(SOUND,)), True, True),
        (heard(attachments=(SOUND,), choice="confirm:yes"), True, False),
        (heard(attachments=(PHOTO, SOUND)), True, True),
    ],
)
def test_what_is_spoken(message: InboundMessage, sound: bool, alone: bool) -> None:
    assert (voice.has_sound(message), voice.is_voice(message)) == (sound, alone)


@pytest.mark.parametrize(
    ("text", "attachments", "fields", "recorded"),
    [
        ("please listen", (SOUND,), {}, True),
        ("please listen", (SOUND,), DESCRIBED, True),
        ("there has been no light here since the storm", (SOUND,), DESCRIBED, False),
        ("there has been no light here since the storm", (SOUND,), {}, True),
        ("see this film", (FILM,), DESCRIBED, False),
        ("please look", (PHOTO,), {}, False),
    ],
)
def test_a_few_words_around_a_recording(text: str, attachments: Any, fields: Any, recorded: bool) -> None:
    assert voice.is_recorded_story(heard(text, attachments=attachments), turn(fields=fields)) is recorded


def mailed(subject: str | None, text: str = "", **more: Any) -> InboundMessage:
    given = {
        "subject": subject,
        "attachments": (SOUND,),
        "sender": Address("pbx@example.org"),
        "language": "und",
        **more,
    }
    return heard(text, **given)


@pytest.mark.parametrize(
    ("message", "phone", "person"),
    [
        (mailed("Voicemail from 0300 1234567"), "+923001234567", "tel:+923001234567"),
        (mailed("New message in mailbox 201", "Caller: +923009999999"), "+923009999999", "tel:+923009999999"),
        (mailed("Voice message"), None, "mailto:pbx@example.org"),
        (mailed("صوتی پیغام"), None, "mailto:pbx@example.org"),
        (mailed("Voicemail", automatic=Automatic.AUTO_REPLY), None, "mailto:pbx@example.org"),
    ],
)
def test_a_voicemail_is_its_callers(message: InboundMessage, phone: str | None, person: str) -> None:
    left = voice.voicemail(message, "mailto:pbx@example.org", NOW)
    assert left is not None
    assert left.conversation is not None
    known = left.conversation
    assert (known.person, known.channel, known.language, left.spoken) == (person, "ivr", "ur", True)
    assert (known.complaint.get("description"), known.complaint.get("phone")) == (RECORDED, phone)


@pytest.mark.parametrize(
    "message",
    [
        heard("voicemail", attachments=(SOUND,)),  # no mail
        mailed("Voicemail", attachments=(PHOTO,)),
        mailed("Please listen to this"),
        mailed("Voicemail", "a long letter " * 200),
        mailed("Voicemail", automatic=Automatic.BOUNCE),
    ],
)
def test_anything_else_is_no_voicemail(message: InboundMessage) -> None:
    assert voice.voicemail(message, "mailto:pbx@example.org", NOW) is None


def test_words_stay_where_there_are_any() -> None:
    assert voice.recorded(record(description="no light")).get("description") == "no light"
    assert voice.recorded(record()).get("description") == RECORDED


@pytest.mark.parametrize(
    ("first", "reply", "said"),
    [
        (True, "Thank you.\n\nWhere is it?", f"{say('voice_kept', 'en')}\n\nWhere is it?"),
        (True, "Where is it?", f"{say('voice_kept', 'en')}\n\nWhere is it?"),
        (False, "Thank you.\n\nWhere is it?", "Thank you.\n\nWhere is it?"),
    ],
)
def test_what_is_said_of_the_note_stands_first(first: bool, reply: str, said: str) -> None:
    answered = voice.answered(IntakeResult(told(), (Reply(reply),)), first=first)
    assert ([one.text for one in answered.replies], answered.spoken) == ([said], True)


def test_nobody_reads_the_mark_and_districts_are_numbered() -> None:
    asked = told(description=RECORDED).with_(asking="district")
    answer = voice.in_words(IntakeResult(asked, (Reply(f"Complaint: {RECORDED}"), Reply("Thanks.\n\nWhich district?"))))
    assert answer.replies[0].text == f"Complaint: {say('voice_words', 'en')}"
    names = [name for name, one in districts().items() if one.province == HOME]
    assert answer.replies[1].text.startswith("Thanks.\n\n")
    assert answer.replies[1].text.endswith(f"\n{len(names)}. {names[-1]}")
    assert answer.conversation is not None
    assert answer.conversation.asking == f"district:{','.join(names)}"


def test_words_that_came_take_the_marks_place() -> None:
    answer = voice.in_words(IntakeResult(told(description=f"{RECORDED} no light at all")))
    assert answer.conversation is not None
    assert answer.conversation.complaint.get("description") == "no light at all"
    plain = IntakeResult(told(description="no light"), (Reply("Where?"),))
    assert voice.in_words(plain) is plain
