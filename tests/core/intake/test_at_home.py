"""Somebody is beaten at home: nobody is told without her yes, unless her life is in danger now."""

import pytest

from core.conversation import FINISHED
from core.intake import at_home
from core.reference.phrasebook import say
from tests.core.intake.given import Engine, context, heard, told, turn

BEATEN = "my husband beats me"


@pytest.mark.parametrize(
    ("text", "kind", "home"),
    [
        (BEATEN, "violence", True),
        ("mere shohar mujhe marte hain", "violence", True),
        ("میرا شوہر روز مجھے مارتا ہے", "violence", True),
        ("زما خاوند ما وهي", "violence", True),
        ("zama khawand ma wahi", "violence", True),
        ("my father in law slaps me every day and keeps my money", "violence", True),
        ("my husband is beating me right now", "violence", False),
        ("my husband beats me with an iron rod, I am bleeding", "violence", False),
        ("میرا شوہر اس وقت مجھے مار رہا ہے", "violence", False),
        ("neighbours beat my brother", "violence", False),
        ("pani ghar me aa gaya", "flood", False),
    ],
)
def test_what_is_told_of_home(text: str, kind: str, home: bool) -> None:
    assert at_home.is_told(text, kind) is home


ASKED = told(description=BEATEN).with_(asking=at_home.ASKED)


def test_it_is_asked_and_nothing_is_registered() -> None:
    handled = at_home.ask(context(heard(BEATEN)), told(), turn(asking=None))
    assert not handled.register
    assert handled.conversation is not None
    assert (handled.conversation.asking, handled.conversation.urgent) == (at_home.ASKED, False)
    assert "0800-22227" in handled.replies[0].text
    assert say("at_home_asked", handled.conversation.language) in handled.replies[0].text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("no", "at_home_advice"),
        ("not now, but I am afraid of the night", "at_home_advice"),
        ("is there a darul aman in Swabi?", "at_home_shelter"),
        ("چېرته لاړه شم", "at_home_shelter"),
        ("میں کہاں جاؤں", "at_home_shelter"),
        ("is 1099 free? I have no balance", "at_home_free"),
        ("will the police come to my house?", "at_home_who"),
        ("پوليس به کور ته راځي؟", "at_home_who"),
        ("kisi ko bataya to nahi ap ne", "at_home_who"),
        ("he looks into my phone, how do I delete this", "at_home_delete"),
        ("که هغه زما موبایل وګوري دا پیغامونه به وویني", "at_home_delete"),
        ("kisi ko na batana", "at_home_listens"),
        ("thanks", "at_home_listens"),
    ],
)
def test_whatever_she_says_is_answered_and_nobody_is_told(text: str, key: str) -> None:
    handled = at_home.answer(context(heard(text), ASKED))
    assert handled is not None
    assert not handled.register
    assert handled.replies[0].text == say(key, ASKED.language)


@pytest.mark.parametrize("text", ["yes", "haan", "هو", "he is beating me right now with a stick"])
def test_her_yes_is_an_emergency(text: str) -> None:
    handled = at_home.answer(context(heard(text), ASKED))
    assert handled is not None
    assert handled.register


def test_another_matter_goes_on_without_what_was_told() -> None:
    assert at_home.answer(context(heard("new complaint: no electricity"), ASKED)) is None
    assert at_home.going_on(ASKED).complaint.get("description") is None
    assert at_home.going_on(ASKED).state != FINISHED


def test_a_death_is_not_her_matter() -> None:
    assert not at_home.is_told("my husband has died and the pension stopped", "violence")
    assert Engine().asked == []
