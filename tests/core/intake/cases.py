"""A case of Gul's in a store, to try with what is said of it afterwards."""

from sqlalchemy.orm import Session

from core.conversation import FINISHED, Conversation
from core.intake.registration import register
from core.services.cases import Cases
from core.store.pipeline import conversations
from core.ticket import Ticket
from tests.core.intake.given import GUL, NOW, told

WHOLE = {"description": "no light", "category": "electricity", "district": "Mardan", "phone": GUL}
SECRET = "the secret of the tests"


def a_case(session: Session, cases: Cases | None = None, id: str = "C1", **more: str) -> tuple[Ticket, Conversation]:
    """A registered complaint, and the conversation in which it was told."""
    finished = conversations.save(session, told(**{**WHOLE, **more}).with_(id=id, state=FINISHED))
    ticket, _ = register(session, finished, NOW, cases or Cases())
    found = conversations.get(session, finished.id)
    assert found is not None
    return ticket, found
