"""The wish to take an open case back is asked about once, and kept on "yes"."""

import pytest
from sqlalchemy.orm import Session

from core.conversation import FINISHED
from core.intake import withdrawing
from core.intake.result import FollowUpKind
from tests.core.intake.cases import a_case
from tests.core.intake.given import context, heard, told

K = FollowUpKind


@pytest.mark.parametrize(
    ("text", "choice", "answered", "said"),
    [
        ("yes", None, True, K.WITHDRAWN),
        ("x", "withdraw:yes", True, K.WITHDRAWN),
        ("Haan, wapas lein", None, True, K.WITHDRAWN),
        ("cancel my complaint", None, True, K.WITHDRAWN),
        ("no", None, True, None),
        ("x", "withdraw:no", True, None),
        ("the pole fell as well", None, False, None),
    ],
)
def test_the_answer(session: Session, text: str, choice: str | None, answered: bool, said: FollowUpKind | None) -> None:
    ticket, conversation = a_case(session)
    asking = withdrawing.ask(context(heard("close it"), told().with_(id="C2")), ticket, "en").conversation
    assert asking is not None
    assert withdrawing.asked(asking)
    result = withdrawing.answer(session, context(heard(text, choice=choice), asking))
    assert (result is not None) is answered
    if result is None:
        return
    assert (result.case.said if result.case is not None else None) == said
    assert result.conversation is not None
    assert result.conversation.id == conversation.id
    assert result.next_conversation is not None
    assert (result.next_conversation.state, result.next_conversation.asking) == (FINISHED, None)


def test_it_goes_on_when_something_else_is_said(session: Session) -> None:
    ticket, _ = a_case(session)
    asking = withdrawing.ask(context(), ticket, "ur").conversation
    assert asking is not None
    assert withdrawing.going_on(asking).asking is None
