"""Answers that come late: who says "later" is left in peace, and who comes back with a greeting is told what it was
about."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only
from core.intake.result import IntakeResult
from core.ports import Reply
from core.reference.phrasebook import say

AWAY = timedelta(hours=1)
"""Who was silent for so long may not remember what was asked."""
_ABOUT = 60


def puts_off(context: Context) -> bool:
    """Is something of a complaint asked, and all that they say is that they will answer later?"""
    asks = (context.found.asking or "").partition(":")[0].partition("@")[0]
    return asks not in _PRESSING and bool(context.found.asking) and is_only(Act.LATER, context.message.text.strip())


_PRESSING = frozenset({"where", "danger", "withdraw"})


def wait(_: Session, context: Context) -> IntakeResult:
    """What was asked stays asked, and is not asked again now."""
    language = context.found.language
    return IntakeResult(context.conversation, (Reply(say("later", language)),))


def comes_back(context: Context, handled: IntakeResult) -> bool:
    """Only a greeting, after a silence, while something is asked."""
    found, after = context.found, handled.conversation
    away = found.kept is not None and context.now - found.last_at >= AWAY
    asked = found.asking is not None and after is not None and after.id == found.id and after.asking is not None
    told = bool(found.complaint.get("description"))
    return away and asked and told and bool(handled.replies) and is_only(Act.POLITE, context.message.text)


def remind(context: Context, handled: IntakeResult) -> IntakeResult:
    """What it was about, between the greeting and the question."""
    about = " ".join((context.found.complaint.get("description") or "").split())
    about = about if len(about) <= _ABOUT else about[: _ABOUT - 1] + "…"
    first, *others = handled.replies
    greeting, _, question = first.text.rpartition("\n\n")
    told = "\n\n".join(filter(None, (greeting, say("go_on", context.found.language, about=about), question)))
    return replace(handled, replies=(replace(first, text=told), *others))
