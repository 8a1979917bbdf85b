"""Who asks where a complaint goes is told the office, before it is registered."""

import pytest
from sqlalchemy.orm import Session

from core.intake import destination
from core.intake.result import IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from core.services.cases import Cases
from tests.core.intake.cases import a_case
from tests.core.intake.given import NOW, context, record, told

BEATEN = {"description": "SHO ne betay ko mara", "category": "police", "district": "Nowshera"}


@pytest.mark.parametrize(
    ("known", "register", "told_so"),
    [
        (BEATEN, False, True),
        (BEATEN, True, False),  # the number's message says it
        ({"description": "no water"}, False, False),
        ({**BEATEN, "district": "Lahore"}, False, False),
    ],
)
def test_the_office_is_named(session: Session, known: dict[str, str], register: bool, told_so: bool) -> None:
    answer = IntakeResult(told(**known), (Reply("Next?"),), register=register)
    said = destination.name_office(session, context(), answer)
    office = Cases().would_send(session, record(**known), NOW)
    named = say("would_go_to", "en", office=office.named("en")) if office else ""
    assert said.replies[0].text == (f"{named}\n\nNext?" if told_so else "Next?")
    assert not told_so or "Nowshera" in named


def test_of_a_case_that_has_its_number_another_answer_tells(session: Session) -> None:
    ticket, conversation = a_case(session)
    answer = IntakeResult(conversation, (Reply("It is with the office."),))
    assert destination.name_office(session, context(found=conversation, linked=ticket), answer) == answer


@pytest.mark.parametrize("missing", ["category", "district"])
def test_while_the_place_or_the_matter_is_unknown_no_office_is(session: Session, missing: str) -> None:
    known = {name: value for name, value in BEATEN.items() if name != missing}
    assert Cases().would_send(session, record(**known), NOW) is None


def test_the_office_complained_about_is_never_named(session: Session) -> None:
    about_it = {"description": "the DPO asks for bribes and beats people", "category": "police", "district": "Nowshera"}
    office = Cases().would_send(session, record(**about_it), NOW)
    assert office is not None
    assert office.name != "District Police Office, Nowshera"
