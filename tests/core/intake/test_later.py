"""Who says that they answer later, and who comes back with a greeting."""

from datetime import timedelta

import pytest

from core.conversation import Conversation
from core.intake import later
from core.intake.result import IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from tests.core.intake.given import NOW, context, heard, told

PUTS_OFF = [
    "later",
    "not now",
    "I will tell you later",
    "i am busy",
    "baad mein batata hoon",
    "abhi nahi, baad mein",
    "abhi busy hun",
    "thori der baad",
    "بعد میں بتاؤں گا",
    "ابھی مصروف ہوں",
    "وروسته به درته ووایم",
    "rosto ba darta owayam",
]
TELLS = [
    "later the police came and beat him",
    "pani baad mein aya aur ganda tha",
    "abhi tak bijli nahi hai",
    "بعد میں پولیس آئی",
    "Baadshah Khan",
    "wait for three hours in the hospital",
    "",
]


def asked(asking: str | None = "address") -> Conversation:
    return told("en", description="no light in our street").with_(asking=asking)


@pytest.mark.parametrize("text", PUTS_OFF)
def test_later_is_left_in_peace(text: str) -> None:
    given = context(heard(text), asked())
    assert later.puts_off(given)


@pytest.mark.parametrize("text", TELLS)
def test_what_tells_something_is_heard(text: str) -> None:
    assert not later.puts_off(context(heard(text), asked()))


@pytest.mark.parametrize("asking", [None, "where", "where@again", "danger@district", "withdraw@KP-2026-000001-5"])
def test_not_where_nothing_is_asked_or_it_presses(asking: str | None) -> None:
    assert not later.puts_off(context(heard("later"), asked(asking)))


@pytest.mark.parametrize(("hours", "text", "back"), [(3, "salam", True), (0.2, "salam", False), (3, "Toru", False)])
def test_who_comes_back_is_told_what_it_was_about(hours: float, text: str, *, back: bool) -> None:
    found = asked().with_(kept=asked(), last_at=NOW - timedelta(hours=hours))
    given = context(heard(text), found)
    handled = IntakeResult(found, (Reply("Wa-alaikum-assalam.\n\nWhich place?"),))
    assert later.comes_back(given, handled) is back
    if back:
        said = later.remind(given, handled).replies[0].text
        about = say("go_on", "en", about="no light in our street")
        assert said == f"Wa-alaikum-assalam.\n\n{about}\n\nWhich place?"
