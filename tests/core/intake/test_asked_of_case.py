"""What is answered to a question about an open case, and what is none."""

import pytest
from sqlalchemy.orm import Session

from core.intake import asked_of_case
from core.ports import Outcome, Understanding
from core.reference.phrasebook import say
from core.services.cases import Cases
from tests.core.intake.cases import a_case
from tests.core.intake.given import context, heard, turn


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


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("who_comes", "who will come to fix it?"),
        ("who_comes", "will anyone come today"),
        ("who_comes", "kaun aye ga theek karne"),
        ("who_comes", "koi aayega kya?"),
        ("who_comes", "کون آئے گا ٹھیک کرنے؟"),
        ("who_comes", "څوک به راځي؟"),
        ("who_comes", "sok ba razi?"),
        ("may_come", "can I come to the office and ask myself?"),
        ("may_come", "should we go there"),
        ("may_come", "kia main khud ja k pooch sakta hoon"),
        ("may_come", "mujhe daftar jana hoga kya"),
        ("may_come", "کیا میں خود دفتر جا سکتا ہوں؟"),
        ("may_come", "زه خپله دفتر ته راتلی شم؟"),
        ("may_come", "za daftar ta ratle sham?"),
    ],
)
def test_who_comes_and_shall_i_come(session: Session, key: str, text: str) -> None:
    ticket, _ = a_case(session)
    reply = asked_of_case.answered(session, context(heard(text)), ticket, "en")
    assert reply is not None
    assert {"who_comes": "or who comes, we do not know", "may_come": "You need not come"}[key] in reply.text


@pytest.mark.parametrize(
    "text", ["which office has it now?", "konsa daftar hai ye", "میری شکایت کس کے پاس ہے", "زما شکایت د چا سره دی؟"]
)
def test_where_is_it_is_answered_with_its_state(session: Session, text: str) -> None:
    ticket, _ = a_case(session)
    reply = asked_of_case.answered(session, context(heard(text), own=(ticket,)), ticket, "en")
    assert reply is not None
    assert ticket.number in reply.text


@pytest.mark.parametrize(
    ("acts", "said", "answer"),
    [
        ({"asks_service_question", "topic:fee"}, "It is free.\n\nWhat is wrong?", "It is free."),
        ({"asks_service_question", "topic:office"}, "You need not come.\n\nWhat is wrong?", None),
        ({"tells", "topic:fee"}, "It is free.\n\nWhat is wrong?", None),
    ],
)
def test_of_the_service_the_dialogue_answers(acts: set[str], said: str, answer: str | None) -> None:
    result = turn(Outcome.ASKING, said, asking="description", understanding=Understanding(acts=frozenset(acts)))
    reply = asked_of_case.of_the_service(result)
    assert (reply.text if reply else None) == answer
