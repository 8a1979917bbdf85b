"""What is answered to a question about an open case, and what is none."""

import pytest
from sqlalchemy.orm import Session

from core.intake import asked_of_case
from core.reference.phrasebook import say
from core.services.cases import Cases
from tests.core.intake.cases import a_case
from tests.core.intake.given import context, heard


@pytest.mark.parametrize(
    "text",
    [
        "the transformer near the mosque is burnt",
        "koi hamari baat nahi sunta aur patwari paise mangta hai",
        "the teacher does not read the register",
        "thanks to this contractor our street is full of water and mud since last week",
        "مسجد کے قریب ٹرانسفارمر جل گیا ہے",
        "جومات ته نږدې ټرانسفارمر سوځېدلی دی",
        "yes",
    ],
)
def test_who_tells_more_is_not_answered(session: Session, text: str) -> None:
    ticket, _ = a_case(session)
    assert asked_of_case.answered(session, context(heard(text)), ticket, "en") is None


@pytest.mark.parametrize("anonymous", [True, False])
def test_who_sees_my_name_is_told_of_this_case(session: Session, anonymous: bool) -> None:
    ticket, _ = a_case(session)
    office = Cases().office(session, ticket)
    given = context(heard("will the patwari know my name?"))
    reply = asked_of_case.answered(session, given, ticket.with_(anonymous=anonymous), "en")
    named = say("seen_name", "en", office=office.named("en")) if office else say("seen_name_any", "en")
    assert reply is not None
    assert reply.text == (say("seen_nameless", "en") if anonymous else named)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("who is the officer", True),
        ("yeh kaun hai", True),
        ("the pole fell?", True),
        ("ایا دا سم دی", True),
        ("انہوں نے کچھ نہیں کیا", False),
        ("police wala ghar aya tha", False),
        ("when we go there they ask for money", False),
        ("څوک نه راځي", False),
        ("څو ورځې وشوې", False),
        ("the pole fell", False),
        ("", False),
    ],
)
def test_a_question(text: str, asks: bool) -> None:
    assert asked_of_case.asks(text) is asks
