"""After the number the case is known: what belongs to it, and what begins something new."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.complaint import Field, Source
from core.intake import known_case
from core.intake.result import FollowUpKind
from core.messages import Location
from core.ports import Outcome
from core.ticket import TicketState
from tests.core.intake.cases import a_case
from tests.core.intake.given import NOW, PHOTO, context, heard, told, turn

K = FollowUpKind
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
ABOUT_WATER = {
    "description": Field("no water", 0.9, Source.DIALOGUE),
    "category": Field("water_supply", 0.9, Source.TEXT),
}


@pytest.mark.parametrize(
    ("message", "later", "changes", "said"),
    [
        ({"attachments": (PHOTO,)}, A_DAY, {}, K.ADDED),
        ({"location": Location(34.2, 72.0)}, A_DAY, {}, K.ADDED),
        ({"attachments": (PHOTO,)}, A_WEEK, {}, None),
        ({"text": "mera naam na likhein"}, A_WEEK, {}, K.NAMELESS),
        ({"text": "mera naam na likhein"}, A_DAY, {"anonymous": True}, None),
        ({"text": "ek aur masla hai"}, A_DAY, {}, None),
        ({"text": "no light in the next street either"}, A_DAY, {}, None),
    ],
)
def test_what_is_certain_before_the_dialogue(
    session: Session, message: dict[str, Any], later: timedelta, changes: dict[str, Any], said: FollowUpKind | None
) -> None:
    ticket, _ = a_case(session)
    given = context(heard(**message), told().with_(id="C2"), own=(ticket.with_(**changes),), now=NOW + later)
    result = known_case.before_talking(session, given)
    word = result.case if result is not None else None
    assert (word.said if word else None) == said
    assert word is None or word.files == len(message.get("attachments", ()))


@pytest.mark.parametrize(("state", "told_so"), [(TicketState.ASSIGNED, True), (TicketState.PROPOSED, False)])
def test_a_second_yes_confirms_nothing_again(session: Session, state: TicketState, told_so: bool) -> None:
    ticket, _ = a_case(session)
    own = (ticket.with_(state=state),)
    result = known_case.before_talking(session, context(heard("haan ji"), told().with_(id="C2"), own=own))
    assert (result is not None) is told_so, "where they are asked whether it is solved, yes means that"
    assert result is None or ticket.number in result.replies[0].text


@pytest.mark.parametrize(
    ("text", "outcome", "state", "comes_to"),
    [
        ("nothing has happened yet", Outcome.CHAT, TicketState.ASSIGNED, "no_progress"),
        ("when will it be done?", Outcome.TRACK, TicketState.ASSIGNED, "standing"),
        ("when will it be done?", Outcome.CONFIRMED, TicketState.ASSIGNED, None),
        ("when will it be done?", Outcome.CHAT, TicketState.PROPOSED, None),
        ("when will it be done?", Outcome.CHAT, TicketState.CLOSED, None),
        ("thank you", Outcome.CHAT, TicketState.ASSIGNED, None),
    ],
)
def test_asking_after_it(
    session: Session, text: str, outcome: Outcome, state: TicketState, comes_to: str | None
) -> None:
    ticket, _ = a_case(session)
    given = context(heard(text), told().with_(id="C2"), own=(ticket.with_(state=state),))
    result = known_case.asks_after_it(session, given, turn(outcome))
    word = result.case if result is not None else None
    told_of = word.said.value if word is not None else ("standing" if result is not None else None)
    assert told_of == comes_to
    assert told_of != "standing" or ticket.number in result.replies[0].text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "outcome", "fields", "said"),
    [
        ("the pole fell as well", Outcome.CHAT, {}, K.ADDED),
        ("the pole fell as well", Outcome.TRACK, {}, None),
        ("ok", Outcome.CHAT, {}, None),
        ("ek aur masla hai, pani nahi", Outcome.ASKING, ABOUT_WATER, None),
        ("there is no water in our street", Outcome.ASKING, ABOUT_WATER, None),
        ("is the water off for the same reason?", Outcome.ASKING, ABOUT_WATER, K.KEPT),
    ],
)
def test_words_that_the_dialogue_did_not_need_belong_to_the_case(
    session: Session, text: str, outcome: Outcome, fields: dict[str, Field], said: FollowUpKind | None
) -> None:
    ticket, _ = a_case(session)
    given = context(heard(text), told().with_(id="C2"), own=(ticket,))
    result = known_case.after_talking(session, given, turn(outcome, fields=fields))
    word = result.case if result is not None else None
    assert (word.said if word is not None else None) == said


@pytest.mark.parametrize(
    ("found", "known"),
    [
        ({}, True),
        ({"asking": "description"}, True),
        ({"asking": "district"}, False),
        ({"description": "no water"}, False),
    ],
)
def test_nobody_is_in_a_case_while_they_tell_another(session: Session, found: dict[str, str], known: bool) -> None:
    ticket, _ = a_case(session)
    asking = found.pop("asking", None)
    telling = told(description=found["description"]) if found else told()
    given = context(heard("so"), telling.with_(id="C2", asking=asking), own=(ticket,))
    assert (known_case.case_of(session, given) is not None) is known
