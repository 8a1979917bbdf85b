"""How we speak: sympathy before the first question, sorry for anger, no insult and no salutation repeated; and to
who writes Pashto in Latin letters, how to be answered in these (docs/decisions/0018)."""

import re
from dataclasses import replace

from core.conversation import Conversation
from core.intake import at_home, helplines, in_danger, other_province
from core.intake.context import Context
from core.intake.dialogue_acts import Act
from core.intake.result import IntakeResult
from core.ports import Outcome
from core.reference.phrasebook import LANGUAGES, say
from core.text.insults import has_insult, without_insults
from core.text.language import language, roman_pashto

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
    spoken = _kindly(context, spoken, before, after)
    return _with_a_way_back(spoken, after) if _begins_roman_pashto(context, before, after) else spoken


def _kindly(context: Context, spoken: IntakeResult, before: Conversation, after: Conversation) -> IntakeResult:
    """Sorry for anger; sympathy before the first question."""
    asked_already = in_danger.asked(after) or after.asking in _ANSWERED_ALREADY or Act.BEREAVED in context.acts
    if spoken.last or not spoken.replies or after.urgent or asked_already:
        return spoken
    if has_insult(context.message.text):
        sorry = say("sorry_for_anger", after.language)
        said_already = spoken.replies[0].text.startswith(_SENTENCE.split(sorry)[0])
        return spoken if said_already else spoken.saying_first(sorry)
    asks = spoken.result is not None and spoken.result.outcome is Outcome.ASKING and after.asking is not None
    if asks and not before.complaint.get("description") and after.complaint.get("description"):
        return spoken.saying_first(say("sympathy", after.language))
    return spoken


_ANSWERED_ALREADY = frozenset({other_province.ASKED, at_home.ASKED, at_home.LISTENS})


def condoling(context: Context, handled: IntakeResult) -> IntakeResult:
    """Whoever tells of a death is condoled with before anything else is said; not while somebody is in danger."""
    after = handled.conversation
    if after is not None and after.id == context.found.id and helplines.is_a_bite(context.message.text):
        return handled if after.urgent or context.found.complaint.get("description") else _bitten(handled, after)
    if Act.BEREAVED not in context.acts or after is None or handled.stop or handled.last:
        return handled
    urgent = after.urgent and handled.case is None
    held = context.found.held(context.now) and not handled.replies
    if urgent or held or not context.message.trusted or context.channel.needs_desk:
        return handled
    told = handled.case.conversation.language if handled.case is not None else after.language
    code, sure = language(context.message.text)
    return handled.saying_first(say("condolence", code if code in LANGUAGES and sure >= _SURE else told))


def _bitten(handled: IntakeResult, after: Conversation) -> IntakeResult:
    tongue = after.language
    return handled.saying_first(f"{helplines.numbers('medical', tongue)}\n{say('advice.bite', tongue)}")


_SURE = 0.8
"""How surely a language must be read to condole in it."""


def _begins_roman_pashto(context: Context, before: Conversation, after: Conversation) -> bool:
    known = bool(context.own) or context.linked is not None  # they were told it with their first complaint
    first = (before.kept is None or before.language != "ps") and not known
    return after.language == "ps" and first and not after.urgent and bool(roman_pashto(context.message.text))


def _with_a_way_back(spoken: IntakeResult, after: Conversation) -> IntakeResult:
    if not spoken.replies:
        return spoken
    *others, last = spoken.replies
    told = f"{last.text}\n\n{say('roman_instead', after.language)}"
    return replace(spoken, replies=(*others, replace(last, text=told)))


def decent(text: str) -> str:
    """A text to be shown, with insults as dots and without "Dear Sir"."""
    return _SALUTATION.sub("", without_insults(text))
