"""How we speak: a word of sympathy before the first question, sorry for anger, no insult and no salutation repeated."""

import re
from dataclasses import replace

from core.intake import in_danger, other_province
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.ports import Outcome
from core.reference.phrasebook import say
from core.text.insults import has_insult, without_insults

_SALUTATION = re.compile(
    r"(?:(?:dear|respected|honou?rable)\s+(?:sir|madam|sirs)(?:\s*(?:/|or|and)\s*(?:sir|madam))?"
    r"|to whom it may concern|جنابِ?\s*عالی|محترم(?:\s+جناب)?|janab-?e?-?\s*aa?li)\s*[,،!.:۔\n-]+\s*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.۔])\s")


def adjust(context: Context, handled: IntakeResult) -> IntakeResult:
    """What is said, in our tone."""
    before, after = context.found, handled.conversation
    if after is None or after.id != before.id or handled.case is not None:
        return handled
    spoken = replace(handled, replies=tuple(replace(reply, text=decent(reply.text)) for reply in handled.replies))
    if (
        handled.last
        or not handled.replies
        or after.urgent
        or in_danger.asked(after)
        or after.asking == other_province.ASKED
    ):
        return spoken
    if has_insult(context.message.text):
        sorry = say("sorry_for_anger", after.language)
        said_already = spoken.replies[0].text.startswith(_SENTENCE.split(sorry)[0])
        return spoken if said_already else spoken.saying_first(sorry)
    asks = handled.result is not None and handled.result.outcome is Outcome.ASKING and after.asking is not None
    if asks and not before.complaint.get("description") and after.complaint.get("description"):
        return spoken.saying_first(say("sympathy", after.language))
    return spoken


def decent(text: str) -> str:
    """A text to be shown, with insults as dots and without "Dear Sir"."""
    return _SALUTATION.sub("", without_insults(text))
