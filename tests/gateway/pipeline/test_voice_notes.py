"""Who cannot write sends their voice: the recording is the complaint, and numbers are all that is asked for."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.complaint import BELIEVED
from core.conversation import OPEN, Conversation
from core.helpline import RECORDED, Kind, Why
from core.store.casework import tickets
from core.store.engine import Store
from core.store.evidence import media
from core.store.helpline import tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations
from nlu.fallback import PlainQuestions
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel

CITIZEN = "tel:+923001234567"


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    made.house = replace(made.house, engine=PlainQuestions())
    return made


def say(house: TestHouse, id: str, text: str = "", sounds: str = "", minutes: float = 3, **more: str) -> str:
    """The citizen writes or speaks, some minutes after the last time; what they are answered, in one text."""
    house.clock.pass_(minutes=minutes)
    before = len(house.said)
    house.hear(text, id=id, **{"language": "ur", **({"sounds": sounds} if sounds else {}), **more})
    house.work()
    return "\n".join(house.said[before:])


def told(house: TestHouse, person: str = CITIZEN) -> Conversation:
    with house.house.store.read() as session:
        found = conversations.latest(session, person)
    assert found is not None
    return found


def to_hear(house: TestHouse) -> list[HelplineTaskRow]:
    with house.house.store.read() as session:
        return list(tasks.waiting(session, Kind.HEAR))


def test_a_voice_note_becomes_a_ticket_by_numbers_alone(house: TestHouse) -> None:
    first = say(house, "V1", sounds="1")
    assert "صوتی پیغام مل گیا" in first
    assert "1. بجلی" in first
    assert "یہ شکایت کس بارے میں ہے" in first
    second = say(house, "T1", "1")
    assert "نمبر سے جواب دیں" in second
    number = next(line.split(".")[0] for line in second.splitlines() if line.endswith("مردان"))
    say(house, "T2", number)
    say(house, "V2", sounds="1")  # the place is told by voice
    summary = say(house, "T3", "گمنام")
    assert "(صوتی پیغام)" in summary
    assert RECORDED not in "\n".join(house.said)
    say(house, "T4", "ہاں")
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, CITIZEN)
        record = tickets.record(session, ticket.number)
        conversation = tickets.conversation_of(session, ticket.number)
        assert conversation is not None
        files = media.of_conversation(session, conversation.id)
        [task] = tasks.waiting(session, Kind.HEAR)
        assert tasks.has_ticket(session, task) == ticket.number
    assert (ticket.category, ticket.district) == ("electricity", "Mardan")
    assert record.get("description") == RECORDED
    assert len(files) == 2
    assert ticket.number in house.said[-1]


def test_several_notes_are_one_complaint_and_none_meets_silence(house: TestHouse) -> None:
    for n in range(3):
        assert say(house, f"V{n}", sounds="1", minutes=0.3) != ""
    assert "اسی شکایت" in house.said[-1]
    with house.house.store.read() as session:
        assert len(media.of_conversation(session, told(house).id)) == 3
    assert len(to_hear(house)) == 1


def test_who_answers_numbers_by_voice_again_and_again_is_left_in_peace(house: TestHouse) -> None:
    for n in range(2):
        assert "1. بجلی" in say(house, f"V{n}", sounds="1")
    answer = say(house, "V9", sounds="1")
    assert "1. بجلی" not in answer
    assert "نمبر لکھنا مشکل" in answer
    assert told(house).state == OPEN
    assert len(to_hear(house)) == 1


def test_after_a_greeting_the_note_is_the_complaint(house: TestHouse) -> None:
    say(house, "T1", "السلام علیکم")
    assert "1. بجلی" in say(house, "V1", sounds="1")


def test_words_that_come_later_take_the_recordings_place(house: TestHouse) -> None:
    say(house, "V1", sounds="1")
    say(house, "T1", "ہمارے محلے میں تین دن سے بجلی نہیں ہے اور ٹرانسفارمر جل گیا ہے")
    words = told(house).complaint.get("description") or ""
    assert RECORDED not in words
    assert "ٹرانسفارمر" in words


def test_a_note_within_a_written_complaint_is_heard_too(house: TestHouse) -> None:
    say(house, "T1", "ہمارے محلے میں تین دن سے بجلی نہیں ہے")
    assert say(house, "V1", sounds="1") != ""
    assert "بجلی" in (told(house).complaint.get("description") or "")
    [task] = to_hear(house)
    assert task.details == {"more": True}


def test_a_film_without_words_is_one_too(house: TestHouse) -> None:
    assert "1. بجلی" in say(house, "V1", sounds="1", sound="video/mp4")
    assert told(house).complaint.get("description") == RECORDED


def test_pictures_stay_an_album(house: TestHouse) -> None:
    say(house, "P1", pictures="1")
    assert say(house, "P2", pictures="1", minutes=0.2) == ""
    assert to_hear(house) == []


@pytest.mark.parametrize("automatic", [{}, {"automatic": "auto-reply"}])
def test_a_voicemail_that_comes_as_mail_is_its_callers(house: TestHouse, automatic: dict[str, str]) -> None:
    text = "You have a new voicemail from 0301 7654321, 42 seconds."
    answer = say(house, "M1", text, "1", sound="audio/wav", subject="New voicemail from 03017654321", **automatic)
    assert answer == ""  # a telephone system is not asked questions
    caller = told(house, "tel:+923017654321")
    assert (caller.complaint.get("description"), caller.address) == (RECORDED, "+923017654321")
    assert caller.complaint.get("phone") == "+923017654321"
    [task] = to_hear(house)
    assert (task.why, task.conversation_id) == (Why.RECORDED, caller.id)
    with house.house.store.read() as session:
        assert len(media.of_conversation(session, caller.id)) == 1


def test_two_voicemails_are_two_complaints(house: TestHouse) -> None:
    for n in range(2):
        say(house, f"M{n}", "voicemail", "1", subject="New voicemail from 03017654321")
    assert len(to_hear(house)) == 2


def test_a_mail_with_a_recording_is_asked_for_what_is_missing_and_not_for_words(house: TestHouse) -> None:
    house.channel.asks_all_at_once = True
    answer = say(house, "M1", "please listen", "1", sound="audio/mp4", subject="my complaint", language="en")
    assert told(house).complaint.get("description") == RECORDED
    assert len(to_hear(house)) == 1
    assert "1." in answer
    assert "district" in answer.lower()


def test_the_mark_is_believed(house: TestHouse) -> None:
    """Else the dialogue would ask for words again."""
    say(house, "V1", sounds="1")
    assert told(house).complaint.fields["description"].confidence >= BELIEVED


@dataclass
class Speaking(StringChannel):
    """A channel with these recordings of ours."""

    recorded: tuple[str, ...] = ("voice_kept", "ask_district", "ask_confirmed")

    def recording(self, name: str, language: str) -> str | None:
        return f"https://arzi.example.org/{language}/{name}.mp3" if name in self.recorded else None

    def recording_file(self, language: str, file: str) -> Path | None:
        return None


def test_a_spoken_answer_stands_beside_the_text_where_there_is_one(house: TestHouse) -> None:
    channel = house.channel = Speaking()
    house.house = replace(house.house, channels={"string": channel})

    def heard() -> list[str | None]:
        found = [one.recording for one in channel.sent]
        channel.sent.clear()
        return found

    say(house, "V1", sounds="1")
    assert heard() == [None, "https://arzi.example.org/ur/voice_kept.mp3"]
    say(house, "T1", "1")
    assert heard() == [None, "https://arzi.example.org/ur/ask_district.mp3"]
    say(house, "T2", "مردان")
    assert heard() == [None]  # nobody recorded the next question
    assert all(one is None for one in heard())


def test_who_writes_is_not_spoken_to(house: TestHouse) -> None:
    channel = house.channel = Speaking(recorded=("ask_category", "ask_district", "ask_address", "ask_confirmed"))
    house.house = replace(house.house, channels={"string": channel})
    say(house, "T1", "تین دن سے بجلی نہیں ہے")
    assert [one.recording for one in channel.sent] == [None]
