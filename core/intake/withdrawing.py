"""Whoever wishes to take an open case back is asked once whether it is so. On "yes" the wish is kept in the case's
history and its office is told; nothing is closed by it."""

from sqlalchemy.orm import Session

from core.conversation import FINISHED, Conversation
from core.intake.context import Context
from core.intake.dialogue_acts import Act, folded, is_only
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.messages import Button
from core.ports import Reply
from core.reference.phrasebook import LANGUAGES, say
from core.store.casework import tickets
from core.ticket import Ticket

ASKED = "withdraw@"
"""``Conversation.asking`` while it is asked; the case's number follows."""
_YES, _NO = "withdraw:yes", "withdraw:no"


def asked(conversation: Conversation) -> bool:
    """Is it asked just now?"""
    return (conversation.asking or "").startswith(ASKED)


def going_on(conversation: Conversation) -> Conversation:
    """The conversation when something else was said: nothing is asked any more."""
    return conversation.with_(asking=None)


def ask(context: Context, ticket: Ticket, language: str) -> IntakeResult:
    """Shall it be withdrawn?"""
    question = say("withdraw_asked", language, number=ticket.number)
    buttons = (Button(say("withdraw_yes", language), _YES), Button(say("withdraw_no", language), _NO))
    return IntakeResult(
        context.conversation.with_(asking=f"{ASKED}{ticket.number}", language=language), (Reply(question, buttons),)
    )


def answer(session: Session, context: Context) -> IntakeResult | None:
    """What is made of the answer; None where it is none."""
    found, message = context.found, context.message
    said = message.choice or message.text.strip()
    yes = said == _YES or _is_title("withdraw_yes", said) or is_only(Act.AGREED, said) or is_only(Act.WITHDRAWS, said)
    no = said == _NO or _is_title("withdraw_no", said) or is_only(Act.DENIED, said)
    number = (found.asking or "").removeprefix(ASKED)
    told_in = tickets.conversation_of(session, number)
    if not (yes or no) or told_in is None:
        return None
    over = context.conversation.with_(state=FINISHED, asking=None)
    after = over if told_in.id == over.id else told_in.with_(last_at=context.now)
    ended = None if told_in.id == over.id else over
    if no:
        return IntakeResult(
            after, (Reply(say("withdraw_not", found.language, number=number)),), next_conversation=ended
        )
    word = FollowUp(number, FollowUpKind.WITHDRAWN, message.text, after)
    return IntakeResult(after, case=word, next_conversation=ended)


def _is_title(key: str, said: str) -> bool:
    return bool(said) and folded(said) in {folded(say(key, language)) for language in LANGUAGES}
