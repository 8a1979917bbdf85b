"""An emergency is not a form: numbers, a kind word, one question."""

from typing import Any

import pytest

from core.complaint import Field, Source
from core.conversation import FINISHED, OPEN
from core.intake import emergency, helplines
from core.intake.result import FollowUpKind
from core.messages import Location
from core.ports import Understanding
from core.reference.phrasebook import say
from core.text.danger.taken_back import takes_back
from core.text.urgent import danger
from tests.core.intake.given import NOW, PHOTO, Engine, heard, told, turn

URGENT = Understanding(urgent=True)
FIRE = "our house is on fire, children are inside"


@pytest.mark.parametrize(
    ("kind", "said", "first", "also", "never"),
    [
        ("fire", "", "1122", None, "1700"),
        ("flood", "pani ghar me aa gaya bache chhat pe hain", "1122", "1700", "0800-22227"),
        ("collapse", "د دیوال لاندې یو سړی ګیر دی", "1122", "1700", "1121"),
        ("violence", "my husband beats me", "0800-22227", "1099", "1121"),
        ("violence", "خاوند مې وهي", "0800-22227", "15", "1121"),
        ("violence", "two men beat my father with sticks", "15", "1122", "0800-22227"),
        ("abduction", "mere bete ko utha le gaye bacha 6 saal ka", "15", "1121", "0800-22227"),
        ("abduction", "my brother of 30 is missing", "15", None, "1121"),
        ("abduction", "police ne mere bhai ko band rakha hai", "1099", None, "15"),
        ("child", "mera beta 8 saal ka usko kutte ne kata", "1122", None, "1121"),
        ("child", "my son of five was bitten by a dog", "1122", None, "15"),
        ("suicide", "", "1122", "0311-7786264", "1700"),
        (None, "", "1122", "15", "0800-22227"),
    ],
)
def test_the_likeliest_number_stands_first(
    kind: str | None, said: str, first: str, also: str | None, never: str
) -> None:
    heading, *lines = helplines.numbers(kind, "en", said).splitlines()
    called = [line.partition(": ")[0] for line in lines]
    assert heading == say("emergency_call", "en")
    assert called[0] == first
    assert also is None or also in called
    assert never not in called
    assert len(called) == len(set(called)), "each number once"
    assert all(line.partition(": ")[2] for line in lines), "each with a name"


@pytest.mark.parametrize("language", ["en", "ur", "ps", "roman_ur"])
def test_who_gets_no_answer_is_told_what_fits_the_kind(language: str) -> None:
    told = emergency.no_help_or_hurt("1122 does not answer", language, "pani ghar me aa gaya bache chhat pe hain")
    assert say("advice.flood", language) in told
    assert "1700" in told
    assert "0800-22227" not in told


@pytest.mark.parametrize("language", ["en", "ur", "ps", "roman_ur"])
def test_who_thinks_of_suicide_is_spoken_to_otherwise(language: str) -> None:
    assert emergency.kindness("suicide", language) == say("kindness.suicide", language)
    assert emergency.kindness("fire", language) == say("kindness", language)


@pytest.mark.parametrize(
    ("known", "asked", "question"),
    [
        ({}, emergency.WHERE, "emergency_where"),
        ({"district": "Mardan"}, emergency.WHERE, "emergency_where_exactly"),
        ({"district": "Mardan", "address": "Bagh-e-Haram"}, None, "emergency_more"),
        ({"latitude": "34.2", "longitude": "72.0"}, None, "emergency_more"),
    ],
)
def test_it_is_registered_at_once_and_only_the_place_is_asked(
    known: dict[str, str], asked: str | None, question: str
) -> None:
    result = emergency.after_talking(
        told(**known), heard(FIRE), turn(understanding=Understanding(urgent=True, danger="fire")), NOW
    )
    assert result is not None
    assert result.conversation is not None
    after = result.conversation
    assert (result.register, result.last) == (True, say(question, "en"))
    assert (after.urgent, after.asking, after.state) == (True, asked, OPEN if asked else FINISHED)
    assert (after.complaint.get("description"), after.complaint.get("category")) == (FIRE, "municipal")
    assert result.replies[0].text.startswith(say("emergency_call", "en"))


@pytest.mark.parametrize(
    ("known", "message", "category"),
    [
        ({"category": "health"}, FIRE, "health"),  # what is known stays
        ({}, "they are shooting at us", "police"),
        ({}, "a man fires a gun at us", "police"),
        ({}, "a live wire fell on my son", "electricity"),
    ],
)
def test_whose_matter_it_is(known: dict[str, str], message: str, category: str) -> None:
    result = emergency.after_talking(
        told(**known), heard(message), turn(understanding=Understanding(urgent=True, danger=danger(message))), NOW
    )
    assert result is not None
    assert result.conversation is not None
    assert result.conversation.complaint.get("category") == category


def test_nobody_in_danger_or_told_before_is_no_new_emergency() -> None:
    assert emergency.after_talking(told(), heard("no light"), turn(), NOW) is None
    known = told().with_(urgent=True)
    assert emergency.after_talking(known, heard(FIRE), turn(understanding=URGENT), NOW) is None


def test_after_a_complaint_that_is_over_it_is_one_of_its_own() -> None:
    over = told(description="no light").with_(state=FINISHED)
    result = emergency.after_talking(over, heard(FIRE), turn(understanding=URGENT), NOW)
    assert result is not None
    assert result.conversation is not None
    assert (result.conversation.id != over.id, result.conversation.complaint.get("description")) == (True, FIRE)


ENGINE = Engine({"Mardan": Understanding(district="Mardan", confidence={"district": 0.9})})


@pytest.mark.parametrize(
    ("known", "asking", "message", "place", "again"),
    [
        ({}, emergency.WHERE, heard("Mardan"), {"district": "Mardan", "address": "Mardan"}, False),
        ({}, emergency.WHERE, heard("hurry, please"), {}, True),
        ({}, emergency.WHERE_AGAIN, heard("hurry, please"), {}, False),
        ({"district": "Swat"}, emergency.WHERE, heard("Khwazakhela bazaar"), {"address": "Khwazakhela bazaar"}, False),
        (
            {"district": "Swat", "address": "Mingora"},
            emergency.WHERE,
            heard("Khwazakhela"),
            {"address": "Mingora"},
            False,
        ),
        ({"district": "Swat"}, emergency.WHERE, heard(attachments=(PHOTO,)), {"district": "Swat"}, False),
    ],
)
def test_the_answer_to_where_goes_to_the_case(
    known: dict[str, str], asking: str, message: Any, place: dict[str, str], again: bool
) -> None:
    result = emergency.hear_where(told(**known).with_(asking=asking, urgent=True), message, ENGINE)
    assert result.case is not None
    assert result.conversation is not None
    word = result.case
    assert (word.said, word.text, word.files) == (FollowUpKind.PLACE, message.text, len(message.attachments))
    assert place.items() <= {name: one.value for name, one in word.news.items()}.items()
    assert (result.conversation.asking, result.conversation.state) == (
        (emergency.WHERE_AGAIN, OPEN) if again else (None, FINISHED)
    )
    assert result.replies[0].text == say("emergency_where_again" if again else "emergency_thanks", "en")


def test_a_pin_needs_no_words() -> None:
    pinned = told().with_(complaint=told().complaint.learn({"latitude": Field("34.2", 1.0, Source.CHANNEL)}))
    result = emergency.hear_where(
        pinned.with_(asking=emergency.WHERE_AGAIN), heard(location=Location(34.2, 72.0)), ENGINE
    )
    assert result.case is not None
    assert result.case.news["latitude"].value == "34.2"


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("1122 does not answer", "en", "other_numbers"),
        ("is there another number?", "en", "other_numbers"),
        ("1122 wale phone nahi utha rahe", "roman_ur", "other_numbers"),
        ("کوئی اور نمبر", "ur", "other_numbers"),
        ("بل نمبر شته؟", "ps", "other_numbers"),
        ("my brother is burnt, he was taken to hospital", "en", "sorry_hurt"),
        ("bhai jal gaya hai hospital le gaye", "roman_ur", "sorry_hurt"),
        ("بھائی جل گیا ہے، ہسپتال لے گئے", "ur", "sorry_hurt"),
        ("ورور مې سوځېدلی، روغتون ته مو بوتلو", "ps", "sorry_hurt"),
        ("near the mosque in Toru", "en", ""),
    ],
)
def test_no_help_and_somebody_hurt_have_their_answer(text: str, language: str, key: str) -> None:
    told = emergency.no_help_or_hurt(text, language)
    assert told.endswith(say(key, language)) if key else told == ""
    assert ("15" in told) is (key == "other_numbers")
    assert takes_back(text) is None


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("Sheikh Maltoon", True),
        ("near Katlang bazar", True),
        ("village Toru, behind the mosque on the left side", True),
        ("محله خداداد", True),
        ("he is 30 years old his face is burnt", False),
        ("his face is burnt", False),
        ("mujhe dar lag raha hai", False),
        ("1122 not picking up", False),
        ("jaldi karo", False),
    ],
)
def test_what_is_said_at_where_is_a_place_only_where_it_names_one(text: str, *, is_place: bool) -> None:
    after = emergency.hear_where(told().with_(asking=emergency.WHERE, urgent=True), heard(text), Engine())
    assert after.conversation is not None
    assert (after.conversation.complaint.get("address") is not None) is is_place


@pytest.mark.parametrize(
    "text", ["thank you they came", "police aa gayi hai", "ریسکیو پہنچ گئی", "ریسکیو راغله", "the ambulance has come"]
)
def test_who_says_that_help_came_is_answered(text: str) -> None:
    assert emergency.no_help_or_hurt(text, "en") == say("help_came", "en")
