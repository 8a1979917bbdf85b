"""What citizens ask and say after the number, in four languages: each gets its answer, and not "we have added this"."""

from collections.abc import Sequence

import pytest

from core.reference.phrasebook import LANGUAGES, say
from core.store.engine import Store
from core.ticket import Action
from tests.gateway.pipeline.citizen import Citizen
from tests.gateway.pipeline.test_known_case import TONGUES, registered

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # what is said is the same on both

ASKED: dict[str, dict[str, str]] = {
    "en": {
        "thank you so much": "welcome", "no new matter": "welcome", "status": "status", "i asked WHEN": "standing",
        "will the school see my name?": "seen_name", "what if they threaten me?": "if_threatened",
        "did you add it?": "is_added", "how can I check?": "checks",
        "will a person listen to my voice note?": "who_reads", "why does the minister sleep?": "handed",
        "hello": "here", "bye": "welcome",
    },
    "ur": {
        "شکریہ": "welcome", "اسٹیٹس": "status", "کب": "standing", "پٹواری کو پتہ تو نہیں چلے گا؟": "seen_name",
        "اگر دھمکی ملی تو؟": "if_threatened", "کیا آپ نے شامل کیا؟": "is_added", "کیسے پتہ چلے گا؟": "checks",
        "کیا کوئی میری آواز سنے گا؟": "who_reads", "السلام علیکم": "here", "اور کوئی بات نہیں": "welcome",
    },
    "roman_ur": {
        "shukria": "welcome", "status": "status", "thanks": "welcome", "kab": "standing",
        "mera naam to nahi dikhega?": "seen_name", "agr dhamki mili to?": "if_threatened",
        "kya ap ne add kiya?": "is_added", "kaise check karun": "checks", "koi mera voice sunega?": "who_reads",
        "or koi masla nahi": "welcome", "ye thekedar kis ka rishtedar hai?": "handed",
    },
    "ps": {
        "مننه": "welcome", "حالت": "status", "حالت څه دی": "status", "اسٹیٹس": "status", "status": "status",
        "thanks": "welcome", "کله": "standing", "زما نوم به څوک ویني؟": "seen_name", "که ګواښ وشي نو؟": "if_threatened",
        "څنګه به خبر شم؟": "checks", "نوره خبره نشته": "welcome",
    },
}  # fmt: skip
WITHDRAWN = {
    "en": (("close it", "cancel my complaint", "I take it back"), "no", "yes"),
    "ur": (("درخواست واپس لینا چاہتا ہوں", "ختم کرو"), "نہیں", "ہاں"),
    "roman_ur": (("darkhwast wapas lena chahta hun", "band kar do", "cancel kar do"), "nahi", "ji haan"),
    "ps": (("شکایت واپس اخلم", "کینسل یې کړئ"), "نه", "هو"),
}
SOLVED = {
    "en": "it is solved", "ur": "مسئلہ حل ہو گیا", "roman_ur": "masla hal ho gya, band kar do", "ps": "مسله حل شوه",
}  # fmt: skip
THREATENED = {
    "en": "the SHO came to my house and threatened me to withdraw the complaint",
    "ur": "پولیس والا گھر آیا تھا دھمکی دے رہا تھا",
    "roman_ur": "police wala ghar aya tha dhamki de raha tha k shikayat wapis lo",
    "ps": "پولیس کور ته راغی او دهمکی یې راکړه",
}
HIDDEN = {
    "en": "hide my name", "ur": "میرا نام چھپائیں", "roman_ur": "naam chupana he", "ps": "زما نوم پټ کړئ",
}  # fmt: skip
ANOTHER = {
    "en": "new complaint: the school of Katlang has no teacher",
    "ur": "نئی شکایت: کاٹلنگ کے سکول میں استاد نہیں ہے",
    "roman_ur": "zama yaw bal shikayat ham sta, Katlang ke school mein ustad nahi hai",
    "ps": "اوس بله خبره. د کاټلنګ په ښوونځي کې ښوونکی نشته",
}
IN_FOUR = pytest.mark.parametrize("language", LANGUAGES)


def begins(key: str, language: str, number: str) -> str:
    """A phrase up to the first value in it that is not the number."""
    gap = "\0"
    values = dict.fromkeys(("office", "link", "state", "due", "date", "about"), gap)
    return say(key, language, number=number, **values).split(gap)[0].strip()


def notes(person: Citizen, number: str) -> Sequence[object]:
    return [words.get("remark") for kind, words in person.words(number) if kind == Action.NOTE]


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [(language, text, key) for language, asked in ASKED.items() for text, key in asked.items()],
)
def test_a_question_has_its_answer(store: Store, language: str, text: str, key: str) -> None:
    person, number = registered(store, TONGUES[language])
    answer = person.says(text)
    assert answer.startswith(begins(key, language, number))
    assert notes(person, number) == ([text] if key == "handed" else [])
    assert len(person.tickets()) == 1


@IN_FOUR
def test_a_withdrawal_is_asked_about_and_told_to_the_office(store: Store, language: str) -> None:
    person, number = registered(store, TONGUES[language])
    wishes, no, yes = WITHDRAWN[language]
    for wish in wishes:
        assert say("withdraw_asked", language, number=number) in person.says(wish)
        assert say("withdraw_not", language, number=number) in person.says(no)
    assert not notes(person, number)
    person.says(wishes[0])
    assert say("withdrawn", language, number=number) in person.says(yes)
    [remark] = notes(person, number)
    assert say("withdrawn_remark", "en") in str(remark)
    assert say("withdrawn_remark", "ur") in str(remark)
    assert person.notices(number)[-1] == "citizen_added"
    [ticket] = person.tickets()
    assert ticket.open


@IN_FOUR
def test_solved_is_kept_as_their_word(store: Store, language: str) -> None:
    person, number = registered(store, TONGUES[language])
    assert say("solved_said", language, number=number) in person.says(SOLVED[language])
    assert SOLVED[language] in str(notes(person, number)[-1])
    assert person.notices(number)[-1] == "citizen_added"


@IN_FOUR
def test_a_threat_is_kept_and_a_person_is_told(store: Store, language: str) -> None:
    person, number = registered(store, TONGUES[language])
    answer = person.says(THREATENED[language])
    assert "15" in answer
    assert say("threat_kept", language, number=number) in answer
    assert notes(person, number) == [THREATENED[language]]
    assert person.needs_person(number)


@IN_FOUR
def test_a_name_is_hidden_after_the_number(store: Store, language: str) -> None:
    person, _ = registered(store, TONGUES[language])
    assert say("nameless", language) in person.says(HIDDEN[language])
    [ticket] = person.tickets()
    assert ticket.anonymous


@IN_FOUR
def test_another_matter_begins_with_its_own_words(store: Store, language: str) -> None:
    person, number = registered(store, TONGUES[language])
    assert number not in person.says(ANOTHER[language])
    told = ANOTHER[language].split(":")[-1].split(". ")[-1].split(", ")[-1].strip()
    assert person.telling() == told


@pytest.mark.parametrize("text", ["bijli aa gayi thi lekin phir chali gayi", "masla hal nahi hua"])
def test_what_came_back_and_went_is_not_solved(store: Store, text: str) -> None:
    person, number = registered(store, TONGUES["roman_ur"])
    assert say("solved_said", "roman_ur", number=number) not in person.says(text)
    assert text in str(person.words(number)[-1])


def test_something_else_than_yes_or_no_is_no_withdrawal(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    person.says("close it")
    assert "added this" in person.says("the transformer near the mosque is burnt")
    assert notes(person, number) == ["the transformer near the mosque is burnt"]
