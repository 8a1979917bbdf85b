"""What they say to "did you write this letter?"."""

import pytest

from core.intake import letter_owner
from core.ports import Understanding
from core.reference.phrasebook import say
from tests.core.intake.given import Engine, context, heard, told

ENGINE = Engine({"haan ji": Understanding(intent="affirm"), "bilkul nahi": Understanding(intent="deny")})


@pytest.mark.parametrize(
    ("said", "theirs"),
    [
        ({"choice": "letter:yes"}, True),
        ({"choice": "letter:no"}, False),
        ({"text": say("letter_yes", "ur")}, True),
        ({"text": say("letter_no", "ps").upper()}, False),
        ({"text": "haan ji"}, True),
        ({"text": "bilkul nahi"}, False),
        ({"text": "which letter?"}, None),
        ({"text": "  "}, None),
    ],
)
def test_yes_no_or_neither(said: dict[str, str], theirs: bool | None) -> None:
    asked = told("ur", description="no light", phone="+923001234567").with_(asking=letter_owner.ASKED)
    result = letter_owner.answer(context(heard(**said), asked, engine=ENGINE))
    assert result.conversation is not None
    known = result.conversation
    if theirs is None:
        assert (known.asking, result.replies[0].text) == (letter_owner.ASKED, say("letter_yes_or_no", "ur"))
        assert [button.payload for button in result.replies[0].buttons] == ["letter:yes", "letter:no"]
    elif theirs:
        assert (known.asking, known.complaint.get("phone")) == ("category@confirmed", "+923001234567")
        assert result.replies[1].text == "ur: category, district"
    else:
        assert (known.asking, known.complaint.get("phone"), known.needs_person) == (None, None, True)


def test_who_wrote_all_of_it_is_asked_whether_it_is_right() -> None:
    whole = told("en", description="no light", category="electricity", district="Mardan", phone="+923001234567")
    asked = whole.with_(asking=letter_owner.ASKED)
    result = letter_owner.answer(context(heard(choice="letter:yes"), asked, engine=ENGINE))
    assert result.conversation is not None
    assert result.conversation.asking == "confirmed"
