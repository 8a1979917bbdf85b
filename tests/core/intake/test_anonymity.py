"""The wish not to be named."""

from dataclasses import replace

import pytest

from core.intake import anonymity
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from tests.core.intake.given import context, heard, told

WISHES = ("please keep my name secret", "mera naam zahir na karein", "میرا نام ظاہر نہ کریں")


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize(
    ("more", "alone"),
    [
        ("", True),
        (", the teacher is absent", False),
        (" there is no water in our street today", False),
    ],
)
def test_the_wish_alone_is_the_dialogues_own_word(wish: str, more: str, alone: bool) -> None:
    assert anonymity.is_the_wish_alone(wish + more) is alone
    said = anonymity.without_wish(heard(wish + more), "en").text
    assert said == ("anonymous" if alone else wish + more)


@pytest.mark.parametrize(
    ("tongue", "word"), [("ur", "گمنام"), ("ps", "بې نومه"), ("roman_ur", "gumnaam"), ("xx", "anonymous")]
)
def test_it_is_said_in_the_conversations_language(tongue: str, word: str) -> None:
    assert anonymity.without_wish(heard(WISHES[0]), tongue).text == word


@pytest.mark.parametrize("text", ["", "no light in Mardan", "what is your name?", "my name is Gul"])
def test_anything_else_is_no_wish(text: str) -> None:
    before = told()
    assert anonymity.learn(before, heard(text)) is before
    assert anonymity.without_wish(heard(text), "en").text == text


def test_it_is_learnt_and_the_first_words_choose_the_language() -> None:
    before = told("und")
    after = anonymity.learn(before, heard(WISHES[0]))
    assert (anonymity.nameless(before), anonymity.nameless(after), after.language) == (False, True, "en")
    asked = anonymity.learn(told("ur").with_(asking="district"), heard(WISHES[0]))
    assert (anonymity.nameless(asked), asked.language) == (True, "ur"), "a conversation keeps its language"


def test_it_is_confirmed_once() -> None:
    before, after = told(description="no light"), told(description="no light", anonymous="yes")
    sentence = say("nameless", "en")
    answer = IntakeResult(after, (Reply("Where?"),))
    assert [one.text for one in anonymity.confirm(context(found=before), answer).replies] == [f"{sentence}\n\nWhere?"]
    emergency = replace(answer, last="where?")
    assert [one.text for one in anonymity.confirm(context(found=before), emergency).replies] == ["Where?", sentence]


@pytest.mark.parametrize(
    "answer",
    [
        IntakeResult(None),
        IntakeResult(told()),
        IntakeResult(told(anonymous="yes").with_(id="another")),
        IntakeResult(told(anonymous="yes"), case=FollowUp("KP-1", FollowUpKind.NAMELESS, "", told())),
    ],
    ids=["nobody", "not wished", "another conversation", "said of a case"],
)
def test_where_there_is_nothing_to_confirm_nothing_is_said(answer: IntakeResult) -> None:
    assert anonymity.confirm(context(), answer) is answer
    wished = IntakeResult(told(anonymous="yes"))
    assert anonymity.confirm(context(found=told(anonymous="yes")), wished) is wished
