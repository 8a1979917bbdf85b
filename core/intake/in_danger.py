"""Perhaps somebody is in danger: whom to call comes first, then the question whether it is so.

"Yes" or silence makes it an emergency; "no" lets the complaint go on where it was; whatever else is said goes on too,
and a clerk sees it at once among what is unfinished. So a figure of speech raises no alarm, and nobody in danger waits
for a form.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.asking import Asking
from core.complaint import Field, Source
from core.conversation import FINISHED, Conversation, begin
from core.intake import at_home, emergency, helplines, known_case, of_a_case, steps, the_case
from core.intake.context import Context
from core.intake.dialogue_acts import Act, folded, is_only
from core.intake.registration import register
from core.intake.result import IntakeResult
from core.messages import Button, InboundMessage, OutboundMessage
from core.ports import DialogueEngine, Outcome, Reply, Turn, TurnResult
from core.reference.phrasebook import LANGUAGES, say
from core.services.cases import Cases
from core.store.pipeline import conversations, outbox, unfinished
from core.text.asked import tone_of
from core.text.danger.taken_back import denies, takes_back
from core.text.urgent import find_danger, perhaps_danger

ASKED = "danger@"
"""``Conversation.asking`` while it is asked; what the dialogue had asked follows."""
SILENCE = timedelta(minutes=10)
"""Who does not answer for so long is taken to be in danger."""
_YES, _NO = "danger:yes", "danger:no"
_TELLING = frozenset({Outcome.ASKING, Outcome.CHAT, Outcome.CONFIRMED})


def asked(conversation: Conversation) -> bool:
    """Is it asked just now?"""
    return (conversation.asking or "").startswith(ASKED)


def going_on(conversation: Conversation) -> Conversation:
    """The conversation as the dialogue left it."""
    return conversation.with_(asking=(conversation.asking or "").removeprefix(ASKED) or None)


def may_be_asked(found: Conversation, result: TurnResult) -> bool:
    """Is something told, of which it is not known yet whether it is an emergency?"""
    return not found.urgent and result.outcome in _TELLING


def ask(conversation: Conversation, message: InboundMessage, result: TurnResult, now: datetime) -> IntakeResult:
    """The numbers to call, and the question. What the turn told is kept; what the dialogue asked waits."""
    if conversation.state == FINISHED:
        conversation = steps.learn(begin(conversation.person, message, now), message, now)
    handled = steps.after_turn(conversation, result)
    assert handled.conversation is not None
    told, language = handled.conversation, handled.conversation.language
    if told.complaint.get("description") is None:
        words = Field(message.text.strip(), 0.9, Source.DIALOGUE)
        told = told.with_(complaint=told.complaint.learn({"description": words}))
    said = f"{told.complaint.get('description') or ''} {message.text}"
    question = f"{helplines.numbers(result.understanding.danger, language, said)}\n\n{say('danger_asked', language)}"
    buttons = (Button(say("danger_yes", language), _YES), Button(say("danger_no", language), _NO))
    return IntakeResult(
        told.with_(asking=f"{ASKED}{Asking.read(result.asking).unseen.text or ''}"),
        (Reply(question, buttons),),
        result=result,
    )


def hear(
    conversation: Conversation, message: InboundMessage, engine: DialogueEngine, turn_id: str
) -> IntakeResult | None:
    """What is made of the answer; None where it is none. Raises DialogueUnavailable."""
    text = message.text.strip()
    if _is_no(message, text):
        return _goes_on(going_on(conversation), engine, turn_id)
    sure = find_danger(text)
    if not (_is_yes(message, text) or (sure is not None and sure.sure)):
        return None
    kind = sure.kind if sure else perhaps_danger(conversation.complaint.get("description") or "")
    return emergency.registered(IntakeResult(conversation), message, kind)


def _is_yes(message: InboundMessage, text: str) -> bool:
    return message.choice == _YES or _is_title("danger_yes", text) or is_only(Act.AGREED, text)


def _is_no(message: InboundMessage, text: str) -> bool:
    plain = message.choice == _NO or _is_title("danger_no", text) or is_only(Act.DENIED, text)
    return plain or denies(text) or takes_back(text) is not None


def _is_title(key: str, text: str) -> bool:
    return bool(text) and folded(text) in {folded(say(key, language)) for language in LANGUAGES}


def _goes_on(conversation: Conversation, engine: DialogueEngine, turn_id: str) -> IntakeResult:
    """Nobody is in danger: what the dialogue had asked is asked again."""
    known = {name: value for name in conversation.complaint.fields if (value := conversation.complaint.get(name))}
    turn = Turn(conversation.id, turn_id, "", conversation.language, known, conversation.asking)
    result = engine.turn(turn)
    handled = steps.after_turn(conversation, replace(result, language=conversation.language))
    words = [replace(reply, text=reply.text.partition("\n\n")[2] or reply.text) for reply in result.replies[:1]]
    handled = replace(handled, replies=(*words, *result.replies[1:]))
    return handled.saying_first(say("danger_not", conversation.language))


def answer(context: Context) -> IntakeResult | None:
    """The answer to the question; None where they say something else."""
    return hear(context.conversation, context.message, context.means.engine, context.turn_id)


def is_sure(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """Somebody is in danger: no form. More words of the same emergency go to its case."""
    case = the_case.case_of(session, context)
    if case is not None and case.lately and case.ticket.open and known_case.of_its_own(context, result):
        return known_case.threat_or_question(session, case, context, result)
    if case is not None and case.lately and case.ticket.urgent and case.ticket.open:
        more = the_case.added(case, context)
        return emergency.still(more, result.understanding.danger, result.language, context.message.text)
    conversation = context.conversation
    if at_home.is_told(context.message.text, result.understanding.danger) and not context.found.urgent:
        return at_home.ask(context, conversation, result)
    if case is not None and case.lately and case.ticket.open:
        conversation = _in_its_district(conversation, case, context, result)
    return emergency.after_talking(conversation, context.message, result, context.now)


def _in_its_district(
    conversation: Conversation, case: the_case.KnownCase, context: Context, result: TurnResult
) -> Conversation:
    """Whoever tells of danger in the matter of their case, and names no district, is where the case is."""
    if of_a_case.is_another_matter(result, case.ticket, context.message.text) or not case.ticket.district:
        return conversation
    begun = conversation if conversation.state != FINISHED else begin(context.person, context.message, context.now)
    begun = steps.learn(begun, context.message, context.now)
    if "district" in result.fields or begun.complaint.get("district"):
        return begun
    place = Field(case.ticket.district, _OF_THE_CASE, Source.TEXT)
    return begun.with_(complaint=begun.complaint.learn({"district": place}))


_OF_THE_CASE = 0.7
"""How surely it is in the district of their case."""


def may_be(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """Perhaps somebody is: the numbers, and is it so? Of a case that is known the numbers are enough."""
    if not may_be_asked(context.found, result) or _nobody_is(context, result):
        return None
    if at_home.is_told(context.message.text, result.understanding.danger):
        return at_home.ask(context, context.conversation, result)
    case = the_case.case_of(session, context)
    told_of_it = case is not None and case.lately and case.ticket.open and not case.ticket.urgent
    if case is not None and told_of_it and tone_of(context.message.text):
        return the_case.added(case, context)  # whoever has died is in danger no more, and hunger is no attack
    another = case is not None and of_a_case.is_another_matter(result, case.ticket, context.message.text)
    if case is not None and case.lately and case.ticket.open and not another:
        if known_case.of_its_own(context, result) or _doubted(result):
            return None
        return emergency.still(
            the_case.added(case, context), result.understanding.danger, result.language, context.message.text
        )
    return ask(context.conversation, context.message, result, context.now)


def _nobody_is(context: Context, result: TurnResult) -> bool:
    """Who tells of a death that is over, of what the police did to a grown man, or of an animal's bite is not asked
    whether a life is in danger: the first is condoled with, the second complains, the third is told what to do."""
    text, kind = context.message.text, result.understanding.danger
    if Act.BEREAVED in context.acts:
        return kind not in _FROM_OUTSIDE
    return helplines.is_a_bite(text) or (kind in {"abduction", "threat"} and helplines.by_police(text))


_FROM_OUTSIDE = frozenset({"fire", "gas", "electrocution", "flood", "collapse", "trapped", "suicide"})
"""Dangers that go on after a death."""


def _doubted(result: TurnResult) -> bool:
    """Do the acts, which are read apart from the words of danger, hear no emergency where they hear something?"""
    acts = result.understanding.acts
    return bool(acts) and "emergency" not in acts


def due(session: Session, now: datetime) -> list[str]:
    """Ids of the conversations in which nobody answered."""
    return list(unfinished.silent_since_asked(session, ASKED, now - SILENCE))


def register_silent(session: Session, cases: Cases, conversation_id: str, now: datetime) -> str | None:
    """Nobody answered: an emergency, and they are told so. Whose line has a message now; None where they did answer."""
    found = conversations.get(session, conversation_id)
    if found is None or not asked(found) or found.last_at > now - SILENCE:
        return None
    said = found.complaint.get("description") or ""
    record = emergency.complaint(found.complaint, said, perhaps_danger(said))
    told = found.with_(asking=emergency.WHERE, urgent=True, complaint=record)
    conversations.save(session, told)
    session.flush()
    ticket, _ = register(session, told, now, cases)
    if told.address:
        words = f"{say('danger_silent', told.language, number=ticket.number)}\n{say('emergency_where', told.language)}"
        message = OutboundMessage("", told.channel, told.address, words, told.language, subject=told.subject)
        outbox.stage(session, message, cause=f"danger:{told.id}", person=told.person, conversation_id=told.id, now=now)
    return told.person
