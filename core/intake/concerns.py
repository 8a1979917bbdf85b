"""When a step of intake is concerned: a cheap look at the message, its sender's cases, the turn, or what came of it."""

from core.asking import Asking
from core.helpline import RECORDED
from core.intake import (
    at_home,
    emergency,
    in_danger,
    later,
    letter_owner,
    other_office,
    other_province,
    own_addresses,
    pins,
    second_complaint,
    voice,
    withdrawing,
)
from core.intake.context import Context
from core.intake.dialogue_acts import Act, parted, perhaps_parted
from core.intake.of_a_case import REPROACH
from core.intake.result import IntakeResult
from core.ports import Outcome, TurnResult
from core.text.gazetteer import other_province_of
from core.text.lexicon import words
from core.text.normalise import normalise

_PROOF, _SHORT = 17, 80
"""Digits of a tracking number and its code, and signs of a message that is nothing but these two."""
_PHONE = 10
"""Digits of a phone number."""


# By the message and what is known of its sender


def puts_off(context: Context) -> bool:
    return context.found.asking is not None and len(context.message.text) <= _SHORT and later.puts_off(context)


def may_be_two_matters(context: Context) -> bool:
    return parted(context.message.text) is not None or bool(perhaps_parted(context.message.text))


def asks_us_to_stop(context: Context) -> bool:
    return context.message.stop and context.message.trusted


def a_person_has_the_thread(context: Context) -> bool:
    return context.found.held(context.now)


def has_a_case(context: Context) -> bool:
    return context.linked is not None or bool(context.own)


def has_a_case_or_proves_one(context: Context) -> bool:
    text = context.message.text
    return has_a_case(context) or (len(text) <= _SHORT and sum(sign.isdigit() for sign in text) >= _PROOF)


def names_an_own_address(context: Context) -> bool:
    """Do they ask for a code to prove a phone or an email of theirs, or send it?"""
    text = context.message.text
    may_be = len(text) <= own_addresses.LONGEST and ("@" in text or sum(sign.isdigit() for sign in text) >= _PHONE)
    return may_be and own_addresses.read(text) is not None


def is_one_more_picture(context: Context) -> bool:
    message = context.message
    bare = bool(message.attachments) and not message.text and context.found.asking is not None
    return bare and not voice.is_voice(message)


def asked_whose_letter(context: Context) -> bool:
    return context.found.asking == letter_owner.ASKED


def asked_where(context: Context) -> bool:
    return context.found.asking in {emergency.WHERE, emergency.WHERE_AGAIN}


def asked_if_in_danger(context: Context) -> bool:
    return (context.found.asking or "").startswith(in_danger.ASKED)


def asked_of_home(context: Context) -> bool:
    return context.found.asking in {at_home.ASKED, at_home.LISTENS}


def names_an_office_at_summary(context: Context) -> bool:
    return Asking.read(context.found.asking).question == "confirmed" and other_office.is_said(context.message.text)


def asked_to_withdraw(context: Context) -> bool:
    return (context.found.asking or "").startswith(withdrawing.ASKED)


def was_told_whose_it_is(context: Context) -> bool:
    return context.found.asking == other_province.ASKED


def cannot_be_read(context: Context) -> bool:
    return context.message.unsupported is not None


def is_for_a_clerk(context: Context) -> bool:
    return context.channel.needs_desk


def is_a_voice_note(context: Context) -> bool:
    return bool(context.message.attachments) and voice.is_voice(context.message)


def tells_a_second(context: Context) -> bool:
    return has_a_case(context) and second_complaint.is_told(context)


# … by the turn


def is_urgent(_: Context, result: TurnResult) -> bool:
    return result.understanding.urgent


def asks_after_a_case(context: Context, result: TurnResult) -> bool:
    heard = result.outcome is Outcome.DISSATISFIED or not REPROACH.isdisjoint(result.understanding.acts)
    return has_a_case(context) and (heard or not context.acts.isdisjoint({Act.NO_PROGRESS, Act.WHEN}))


def may_be_about_a_case(context: Context, _: TurnResult) -> bool:
    return has_a_case(context)


def may_be_elsewhere(context: Context, result: TurnResult) -> bool:
    learnt, asking = result.fields.get("district"), result.asking or ""
    named = (context.conversation.complaint.get("district"), learnt.value if learnt is not None else None)
    elsewhere = any(other_province_of(one) is not None for one in named if one)
    return elsewhere or (asking.startswith("district") and ":" in asking and other_province.may_be(context, result))


def may_be_urgent(_: Context, result: TurnResult) -> bool:
    return result.understanding.danger is not None


def tells_a_second_now(context: Context, _: TurnResult) -> bool:
    return has_a_case(context) and second_complaint.is_told(context)


def always(_: Context, __: TurnResult) -> bool:
    return True


# … by what came of it


def was_spoken(context: Context, handled: IntakeResult) -> bool:
    told = (context.conversation, handled.conversation)
    return any((one.complaint.get("description") or "").startswith(RECORDED) for one in told if one is not None)


def waits_for_a_person(context: Context, handled: IntakeResult) -> bool:
    asked_now = handled.result is not None and handled.result.outcome is Outcome.HUMAN
    return asked_now or context.found.needs_person


def is_answered(_: Context, handled: IntakeResult) -> bool:
    return bool(handled.replies)


def tells_of_a_death_or_a_bite(context: Context) -> bool:
    said = normalise(context.message.text).lower()
    return Act.BEREAVED in context.acts or any(one in said for one in words("of_biters"))


def is_elsewhere(_: Context, handled: IntakeResult) -> bool:
    told = handled.conversation
    return told is not None and other_province_of(told.complaint.get("district") or "") is not None


def was_pinned(context: Context, handled: IntakeResult) -> bool:
    return context.message.location is not None and pins.answers(context, handled)


def comes_back(context: Context, handled: IntakeResult) -> bool:
    short = len(context.message.text) <= _SHORT and context.found.asking is not None
    return short and later.comes_back(context, handled)


def is_nameless(_: Context, handled: IntakeResult) -> bool:
    told = handled.conversation
    of_home = told is not None and told.asking in {at_home.ASKED, at_home.LISTENS}
    return told is not None and told.complaint.get("anonymous") == "yes" and not of_home
