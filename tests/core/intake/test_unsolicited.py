"""What is said of an open case without being asked is kept with it, and answered."""

import pytest
from sqlalchemy.orm import Session

from core.complaint import Field, Source
from core.intake import unsolicited
from core.intake.result import FollowUp, FollowUpKind
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.pipeline import conversations
from core.ticket import Severity
from tests.core.intake.cases import a_case
from tests.core.intake.given import NOW, told

K = FollowUpKind
WISH = {"anonymous": Field("yes", 0.95, Source.DIALOGUE)}
ADDRESS = {"address": Field("near the mosque", 0.9, Source.DIALOGUE)}


@pytest.mark.parametrize(
    ("said", "text", "news", "words", "kind"),
    [
        (K.ADDED, "the pole fell", {}, "the office sees it", "word"),
        (K.NO_PROGRESS, "nobody came", {}, "reminded the office", "no_progress"),
        (K.NAMELESS, "do not name me", {}, "", "nameless"),
        (K.ADDED, "do not name me", WISH, "the office sees it", "word"),
    ],
)
def test_it_is_kept_and_answered(
    session: Session, said: FollowUpKind, text: str, news: dict[str, Field], words: str, kind: str
) -> None:
    ticket, conversation = a_case(session)
    before = len(tickets.events(session, ticket.number))
    reply = unsolicited.store(session, Cases(), FollowUp(ticket.number, said, text, conversation, news), NOW)
    assert reply is not None
    assert words in reply.text
    assert len(tickets.events(session, ticket.number)) > before, kind
    assert tickets.get(session, ticket.number).anonymous is (said is K.NAMELESS or bool(news))


def test_the_wish_not_to_be_named_is_about_the_person(session: Session) -> None:
    first, conversation = a_case(session)
    second, _ = a_case(session, id="C2")
    unsolicited.store(session, Cases(), FollowUp(first.number, K.NAMELESS, "", conversation), NOW)
    assert [tickets.get(session, one.number).anonymous for one in (first, second)] == [True, True]


@pytest.mark.parametrize(("text", "more"), [("near the mosque", 1), ("", 0)])
def test_the_place_of_an_emergency_is_learnt_in_silence(session: Session, text: str, more: int) -> None:
    ticket, conversation = a_case(session)
    before = len(tickets.events(session, ticket.number))
    word = FollowUp("", K.PLACE, text, conversation, ADDRESS)
    assert unsolicited.store(session, Cases(), word, NOW) is None
    assert tickets.record(session, ticket.number).get("address") == "near the mosque"
    assert len(tickets.events(session, ticket.number)) >= before + more


def test_what_is_taken_back_is_no_emergency_any_more(session: Session) -> None:
    ticket, conversation = a_case(session)
    conversations.save(session, conversation.with_(urgent=True))
    reply = unsolicited.store(session, Cases(), FollowUp("", K.TAKEN_BACK, "all is well", conversation), NOW)
    assert reply is not None
    after = tickets.get(session, ticket.number)
    assert (after.urgent, after.severity is Severity.CRITICAL) == (False, False)


def test_of_no_case_nothing_is_kept(session: Session) -> None:
    nobody = told().with_(id="C9")
    for said in (K.PLACE, K.TAKEN_BACK):
        assert unsolicited.store(session, Cases(), FollowUp("", said, "so", nobody), NOW) is None
