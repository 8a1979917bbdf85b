"""What we cannot answer of a case is handed to a person: kept with it, listed on the desk of conversations, and the
citizen is told so once, in one sentence."""

from core.conversation import FINISHED, Conversation
from core.intake import steps
from core.intake.context import Context
from core.intake.handover import when_answered
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say
from core.ticket import Ticket


def handed(
    context: Context,
    ticket: Ticket,
    told_in: Conversation,
    language: str,
    *,
    first: str = "",
    key: str = "handed",
    alone: bool = False,
) -> IntakeResult:
    """Their words are kept with the case, and a person answers. ``first``: what we can say ourselves; ``key``: the
    phrase that tells that it is handed on; ``alone``: what we say ourselves tells so."""
    waits = context.found.needs_person
    told = "" if alone else say("handed_too" if waits else key, language)
    when = "" if waits or alone else when_answered(language, context.means.attendance, context.now)
    return passed_on(context, ticket, told_in, "\n\n".join(filter(None, (first, f"{told} {when}".strip()))))


def passed_on(context: Context, ticket: Ticket, told_in: Conversation, said: str) -> IntakeResult:
    """The same with words of one's own."""
    message = context.message
    word = FollowUp(ticket.number, FollowUpKind.KEPT, message.text, told_in, files=len(message.attachments))
    kept = steps.about_case(word, context.now)
    thread = told_in if context.found.id == told_in.id or context.found.state == FINISHED else context.conversation
    tongue = thread.language if thread.language != "und" else ticket.language
    return IntakeResult(
        thread.with_(needs_person=True, last_at=context.now, language=tongue),
        (Reply(said),) if said else (),
        case=kept.case,
    )
