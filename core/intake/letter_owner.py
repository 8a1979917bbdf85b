"""Whose letter is it? Before anything of a letter is told to a phone or an email address that stands on it, whoever
answers there is asked whether they wrote it. Then they are asked for what the letter lacks.

A clerk confirms that a number was read rightly; only its owner can say that it is theirs.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from core.asking import for_all
from core.conversation import OPEN, Conversation
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.messages import Button, InboundMessage, OutboundMessage
from core.ports import DialogueEngine, Reply
from core.reference.phrasebook import LANGUAGES, date_in_words, say
from core.store.mailroom.asking import CAUSE
from core.store.pipeline import conversations, outbox

ASKED = "letter_owner"
"""``Conversation.asking`` while we wait to hear whether they wrote it."""
_YES, _NO = "letter:yes", "letter:no"


def ask(
    session: Session, conversation: Conversation, channel: str, address: str, written: datetime, now: datetime
) -> Conversation:
    """Ask whoever is there, once; from now on what comes from there is about this letter.

    ``written`` is the day that stands on the letter, or when it came. Returns the conversation as it is kept.
    """
    person = f"mailto:{address}" if "@" in address else f"tel:{address}"
    asked = conversation.with_(
        channel=channel, address=address, person=person, asking=ASKED, state=OPEN, needs_person=False, last_at=now
    )
    conversations.save(session, asked)
    conversations.give_to(session, conversation.id, person)
    question = _question(asked.language, date_in_words(written))
    message = OutboundMessage(
        id="", channel=channel, to=address, text=question.text, language=asked.language, buttons=question.buttons,
        subject=say("letter_subject", asked.language) if channel == "email" else None,
    )  # fmt: skip
    cause = f"{CAUSE}{conversation.id}:owner:{now:%Y%m%dT%H%M%S}"
    outbox.stage(session, message, cause=cause, person=person, conversation_id=conversation.id, now=now)
    return asked


def answer(context: Context) -> IntakeResult:
    """What they say to "did you write it?"."""
    message, engine, language = context.message, context.means.engine, context.found.language
    answer = _answer(message, engine)
    known = context.found.with_(channel=message.channel, address=message.sender.address, last_at=context.now)
    if answer is None:
        return IntakeResult(known, (Reply(say("letter_yes_or_no", language), _buttons(language)),))
    if answer is False:
        stranger = known.with_(complaint=known.complaint.forget("phone", "email"), asking=None, needs_person=True)
        return IntakeResult(stranger, (Reply(say("letter_not_yours", language)),))
    missing = known.complaint.missing()
    asking = for_all(tuple(missing)).text
    question = engine.ask_all(missing, language)
    thanks = Reply(say("letter_go_on", language))
    return IntakeResult(known.with_(asking=asking), (thanks, question))


def _answer(message: InboundMessage, engine: DialogueEngine) -> bool | None:
    said = (message.choice or message.text).strip()
    for wanted, key, payload in ((True, "letter_yes", _YES), (False, "letter_no", _NO)):
        if said == payload or said.casefold() in {say(key, language).casefold() for language in LANGUAGES}:
            return wanted
    if not said:
        return None
    return {"affirm": True, "deny": False}.get(engine.understand([said])[0].intent)


def _question(language: str, day: str) -> Reply:
    return Reply(say("letter_is_it_yours", language, date=day), _buttons(language))


def _buttons(language: str) -> tuple[Button, ...]:
    return (Button(say("letter_yes", language), _YES), Button(say("letter_no", language), _NO))
