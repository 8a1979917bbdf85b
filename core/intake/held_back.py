"""Who told of an emergency and fears that it becomes known: "do not register it", "tell nobody", "send nobody".

What those on duty were told cannot be taken back. But it is kept hidden, their wish stands in the case before
everything else, and a person looks at it: how far it can be left alone is not for a program to say.
"""

from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.intake import case_questions, handing_on
from core.intake.context import Context
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from core.text.asked import asked_in, wish_in
from core.text.places import best_district
from core.ticket import Ticket

_SURE = 0.6


def heard(context: Context, ticket: Ticket, told_in: Conversation, language: str) -> IntakeResult | None:
    """What is made of such a wish; None of anything else. Said again, it goes to the same person."""
    if wish_in(context.message.text) != "held_back":
        return None
    if ticket.anonymous and context.found.needs_person:
        return handing_on.handed(context, ticket, told_in, language)
    passed = handing_on.passed_on(context, ticket, told_in, "")
    assert passed.conversation is not None
    word = FollowUp(ticket.number, FollowUpKind.HELD_BACK, context.message.text, told_in, language=language)
    return IntakeResult(passed.conversation.with_(asking=None), case=word)


def while_asked_where(session: Session, context: Context, language: str) -> IntakeResult | None:
    """The same, and questions that we can answer, while it is asked where the emergency is; None for all else."""
    ticket, found, text = context.linked, context.found, context.message.text
    if ticket is None:
        return None
    wish = heard(context, ticket, found, language)
    if wish is not None:
        return wish
    asked = asked_in(text)
    names_place = best_district(text)[1] >= _SURE
    if asked is None or names_place or set(asked.topics) <= {"come"}:
        return None
    answer = case_questions.answered(session, context, ticket, found, language)
    if answer is None or not answer.replies:
        return None
    first, *others = answer.replies
    where = "" if ticket.district else say("emergency_where", language)
    told = Reply("\n\n".join(filter(None, (first.text, where))), first.buttons)
    assert answer.conversation is not None
    return IntakeResult(
        answer.conversation.with_(asking=found.asking, state=found.state), (told, *others), case=answer.case
    )
