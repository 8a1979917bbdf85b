"""Where a complaint would go, told to whoever asks before it is registered: frightened people ask that first."""

from sqlalchemy.orm import Session

from core.conversation import OPEN
from core.intake import other_province
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.reference.phrasebook import say

GOES_TO = "goes_to"
"""The topic of the question (nlu/dialogue/service_questions.yml)."""


def name_office(session: Session, context: Context, handled: IntakeResult) -> IntakeResult:
    """The office's name before the answer, where it can be known; with the number it is told anyway."""
    after = handled.conversation
    if after is None or after.state != OPEN or context.linked is not None:
        return handled
    if handled.register or handled.case is not None:
        return handled
    if other_province.province_of(after.complaint) is not None:
        return handled
    office = context.means.cases.would_send(session, after.complaint, context.now)
    if office is None:
        return handled
    return handled.saying_first(say("would_go_to", after.language, office=office.named(after.language)))
