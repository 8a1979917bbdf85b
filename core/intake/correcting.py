"""A name, a place, a number that is wrong in a registered case: corrected by what the citizen says.

It is heard as a correction of the summary would be: the dialogue gets the case's record, with the summary as what was
asked. What is then known better goes into the record, and their words into the case's history. Another district is an
officer's to decide: the words are kept with the case.
"""

import re
from dataclasses import replace

from core.complaint import Field
from core.intake import steps, the_case
from core.intake.context import Context
from core.intake.dialogue_acts import Act, says
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.ports import Reply, Turn, TurnResult
from core.reference.phrasebook import say

_CORRECTED = ("complainant_name", "address", "phone", "email", "cnic", "incident_date")
_LONGEST = 40
"""Words: whoever writes more tells something."""
_LABELLED = re.compile(
    r"\W*(?:the |my |mera |meri |right |durust |sahi |میرا |درست |صحیح |زما |سم )?"
    r"(?:name|naam|nam|place|jagah|jaga|address|pata|phone|number|نام|جگہ|پتہ|فون|نمبر|نوم|ځای|ټلیفون|شمېره)\s*[:=]",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,.;:\n،۔؛]+|\b(?:but|balke|lekin|magar)\b|(?<!\w)(?:بلکہ|لیکن|بلکې|خو)(?!\w)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|nahi|nahin|nai|nhi|na)\b|(?<!\w)(?:نہیں|نه|نہ)(?!\w)", re.IGNORECASE)
_AROUND = re.compile(
    r"^\s*(?:(?:it|its|it's|is|the|right|correct|one|place|address|asal|asli|mein|sahi|durust|jagah|jaga|pata|ye|yeh|woh|wo|اصل|صحیح|درست|جگہ|یہ|وہ|سم|ځای|دا)\s+)*"
    r"|\s*(?:hai|he|hy|h|da|de|dai|ہے|دی|ده)?\s*$",
    re.IGNORECASE,
)
_AS_SHOWN = "confirmed"


def correction(context: Context, result: TurnResult) -> IntakeResult | None:
    """What is made of a correction; None where the message is none, or of no case. Raises DialogueUnavailable.

    Opens the store by itself: while the engine is asked no transaction is open.
    """
    text = context.message.text.strip()
    of_words = says(Act.CORRECTS, text) or labelled(text)
    of_acts = "corrects" in result.understanding.acts
    if not (of_words or of_acts) or Act.NEW_MATTER in context.acts or len(text.split()) > _LONGEST:
        return None
    if result.understanding.urgent or result.understanding.danger is not None:
        return None
    with context.means.store.read() as session:
        case = the_case.case_of(session, context)
    if case is None or not case.lately or not case.ticket.open or case.asked_about:
        return None
    record = case.told_in.complaint
    known = {name: value for name in record.fields if (value := record.get(name))}
    asked = Turn(f"{case.told_in.id}:right", f"{context.turn_id}:right", text, case.ticket.language, known, _AS_SHOWN)
    again = context.means.engine.turn(asked)
    news = {name: again.fields[name] for name in _CORRECTED if _is_new(name, again, known)}
    if "address" in news:
        news["address"] = replace(news["address"], value=whole_place(text, news["address"].value))
    district = _is_new("district", again, known)
    if not (news or district) and of_words and _names_no_value(again):
        told = say("correct_how", case.ticket.language)
        return IntakeResult(case.told_in.with_(last_at=context.now), (Reply(told),))
    if not (news or district or (of_words and of_acts)):
        return None
    word = FollowUp(case.ticket.number, FollowUpKind.CORRECTED, context.message.text, case.told_in, news)
    return steps.about_case(word, context.now)


def _is_new(name: str, again: TurnResult, known: dict[str, str]) -> bool:
    field: Field | None = again.fields.get(name)
    return field is not None and field.believed and field.value != known.get(name)


def labelled(text: str) -> bool:
    """Is it a field and its value, as the citizen was shown to write it ("name: Gul Zaman")?"""
    return _LABELLED.match(text) is not None


def whole_place(text: str, place: str) -> str:
    """The clause in which the new place stands, without "it is" around it: "Bazar chowk, near the mosque"."""
    clauses = [one for one in _CLAUSE.split(text[:500]) if place.casefold() in one.casefold()]
    if not clauses or says(Act.CORRECTS, clauses[-1]) or _NOT.search(clauses[-1]):
        return place
    return _AROUND.sub("", clauses[-1]).strip(" -") or place


def _names_no_value(again: TurnResult) -> bool:
    """Does the dialogue ask what it should be?"""
    question = (again.asking or "").partition("@")[0].partition(":")[0]
    return question in (*_CORRECTED, "correction")
