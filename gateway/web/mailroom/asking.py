"""The writer is asked, on the phone or by the email that the letter gives, for what the letter lacks."""

from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.intake import letter_owner
from core.store.pipeline import conversations
from gateway.house import House
from gateway.pipeline.one_way import cannot_be_answered
from gateway.web.mailroom.register import lacking, way_back

NO_WAY = _("Say first which phone or email is the writer's: only one that you confirmed is written to.")
NOTHING_MISSING = _("Nothing is missing in this letter: register it.")
ONE_WAY = _("Our SMS cannot be answered: call the writer, or ask by letter.")
BUSY = _("Somebody is telling us something else from this number just now. Please try again later.")


def why_not(house: House, session: Session, conversation: Conversation) -> LazyString | None:
    """Why the writer cannot be asked now; None where they can."""
    back = way_back(house, conversation.complaint)
    if back is None:
        return NO_WAY
    if not lacking(conversation.complaint):
        return NOTHING_MISSING
    if cannot_be_answered(house, *back):
        return ONE_WAY
    person = f"mailto:{back[1]}" if "@" in back[1] else f"tel:{back[1]}"
    talking = conversations.open_one(session, person, since=house.clock.now() - house.limits.idle)
    return BUSY if talking is not None and talking.asking is not None and talking.id != conversation.id else None


def ask(house: House, session: Session, conversation: Conversation, written: datetime, now: datetime) -> str:
    """Stage the question; on whose line it stands. ``written`` is the letter's day."""
    back = way_back(house, conversation.complaint)
    assert back is not None, "why_not was asked before"
    return letter_owner.ask(session, conversation, *back, written, now).person
