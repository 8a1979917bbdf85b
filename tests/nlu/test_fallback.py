"""The plain questions by themselves: without state, without Rasa, and never at a loss."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.complaint import FIELDS
from core.ports import Outcome, Turn
from nlu.dialogue.catalogue import questions
from nlu.fallback import PlainQuestions

ENGINE = PlainQuestions()
ASKABLE = [None, *questions(), "correction", "category:*", "category:gas,roads,other", "district:Upper Dir,Lower Dir",
           "district@confirmed", "correction:description,category", "moon", "moon:sun@star"]  # fmt: skip


def turn(text: str, asking: str | None = None, **known: str) -> Turn:
    return Turn("c", "1", text, "und", known, asking)


def test_the_same_turn_has_the_same_answer() -> None:
    asked = turn("bijli nahi hai mardan mein", phone="+923001112233")
    assert ENGINE.turn(asked) == PlainQuestions().turn(asked)


def test_nothing_is_asked_that_is_known() -> None:
    known = {"phone": "+923001112233", "complainant_name": "Gul", "address": "Toru"}
    assert ENGINE.turn(turn("bijli nahi hai mardan mein", **known)).asking == "confirmed"


def test_only_phone_is_asked_of_somebody_who_cannot_be_reached() -> None:
    known = {"complainant_name": "Gul", "address": "Toru"}
    assert ENGINE.turn(turn("bijli nahi hai mardan mein", **known)).asking == "phone"
    assert ENGINE.turn(turn("bijli nahi hai mardan mein", email="a@b.org", **known)).asking == "confirmed"


def test_it_is_always_there() -> None:
    ENGINE.ping()
    assert ENGINE.understand(["gas nahi hai", ""])[0].category == "gas"


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=80),
    asking=st.sampled_from(ASKABLE),
    known=st.dictionaries(st.sampled_from(FIELDS), st.text(min_size=1, max_size=20)),
    choice=st.one_of(st.none(), st.text(max_size=20)),
)
def test_whatever_is_written_is_answered(
    text: str, asking: str | None, known: dict[str, str], choice: str | None
) -> None:
    result = ENGINE.turn(Turn("c", "1", text, "und", known, asking, choice))
    assert set(result.fields) <= set(FIELDS)
    assert result.outcome in set(Outcome)
    assert result.replies or result.outcome in (Outcome.CONFIRMED, Outcome.TRACK)
    assert all(field.value and 0 <= field.confidence <= 1 for field in result.fields.values())
