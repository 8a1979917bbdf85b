"""What is in another province: whose matter it is and where to turn. Nothing is registered for an office that takes
nothing from us: it is passed on only where somebody of that office is known here (offices of other provinces are
generated, and nobody sits in them)."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from core.asking import Asking
from core.casework.routing import Wanted, route
from core.complaint import Complaint, Field, Source
from core.conversation import FINISHED, OPEN, Conversation
from core.errors import NotFound
from core.intake import steps
from core.intake.context import Context
from core.intake.dialogue_acts import Act, is_only
from core.intake.result import IntakeResult
from core.offices.directory import Directory
from core.offices.generate import companies_of, division_of
from core.ports import Outcome, Reply, TurnResult
from core.reference.phrasebook import say
from core.reference.tables import rows
from core.text.gazetteer import districts, other_province_of
from core.text.places import best_district

ASKED = "elsewhere"
"""``Conversation.asking`` after it was told, in case that it is in our province all the same."""
_CITIES = {"Karachi": {"ur": "کراچی", "ps": "کراچۍ"}, "Quetta": {"ur": "کوئٹہ", "ps": "کوټه"}}
"""Cities of several districts, called as everybody calls them; as their divisions are."""
_OF_THE_SENDER = ("complainant_name", "phone", "email", "cnic", "anonymous", "language")
_TELLING = frozenset({Outcome.ASKING, Outcome.CONFIRMED, Outcome.CHAT})
_BELIEVED, _FEW = 0.6, 8
_DENIES = re.compile(
    r"(?:no|not|nahi|nahin|nai|nhi|na|wrong|sorry|ghalat|galat|actually|asal|نہیں|غلط|اصل|نه|نا|غلطه)(?!\w)",
    re.IGNORECASE,
)
_TURN_TO = re.compile(
    r"(?:who|whom|where|which|how|number|contact|call|kis|kisko|kahan|kaha|kidhar|kaise|kese|rabta|chaa|cha ta|charta"
    r"|کس|کسے|کہاں|کدھر|کیسے|رابطہ|نمبر|فون|چا|چاته|چېرته|چیرته|څنګه|شمېره|نمبر)(?!\w)",
    re.IGNORECASE,
)


def province_of(complaint: Complaint) -> str | None:
    """The other province that a complaint is from; None for our own, and where no district is known."""
    return other_province_of(complaint.get("district") or "")


def conclude(session: Session, context: Context, result: TurnResult) -> IntakeResult | None:
    """Instead of the next question, once a complaint is told and its place is elsewhere: whose it is and where to turn.
    None where it goes on: it is ours, or somebody there takes it from us."""
    told = steps.after_turn(context.conversation, result).conversation
    assert told is not None
    if told.complaint.get("district") is None and (one := _city_of_several(result)):
        told = told.with_(complaint=told.complaint.learn({"district": Field(one, _BELIEVED, Source.TEXT)}))
    province = province_of(told.complaint)
    if province is None or result.outcome not in _TELLING or told.urgent or not told.complaint.get("description"):
        return None
    directory = context.means.cases.book.directory(session)
    if takes_it(directory, told.complaint, context.now):
        return None
    reply = Reply(in_words(told.complaint, told.language))
    return IntakeResult(told.with_(asking=ASKED), (reply,), result=result)


def may_be(context: Context, result: TurnResult) -> bool:
    """Is a place elsewhere known or learnt now? A cheap look."""
    learnt = result.fields.get("district")
    named = (context.conversation.complaint.get("district"), learnt.value if learnt is not None else None)
    return any(other_province_of(one) is not None for one in named if one) or _city_of_several(result) is not None


def _city_of_several(result: TurnResult) -> str | None:
    """The first of the districts that are offered, where all are of one other province: "Quetta" needs no question."""
    asked = Asking.read(result.asking)
    offered = asked.options if asked.question == "district" else ()
    provinces = {other_province_of(one) for one in offered}
    return offered[0] if len(provinces) == 1 and None not in provinces else None


def takes_it(directory: Directory, complaint: Complaint, now: datetime) -> bool:
    """Is there an office for it in that province in which somebody is known to be?"""
    district = complaint.get("district") or ""
    try:
        office = route(
            Wanted(complaint.get("category") or "other", district, complaint.get("description") or ""), directory, now
        ).office
    except NotFound:
        return False
    return directory.staffed(office, now)


def in_words(complaint: Complaint, language: str) -> str:
    """Whose matter it is, where to turn, and that nothing is registered."""
    district, province = complaint.get("district") or "", province_of(complaint) or ""
    place = _place(district, language)
    whose = say("elsewhere_ours", language, place=place, province=named(province, language))
    lines = "\n".join(f"- {line}" for line in _whom(province, district, complaint.get("category") or "", language))
    return "\n\n".join((whose, say("elsewhere_turn_to", language, lines=lines), say("elsewhere_home", language)))


def answer(context: Context) -> IntakeResult | None:
    """What needs no dialogue of what is said then: thanks, and the question whom to call. None for all else."""
    told, text = context.conversation, context.message.text.strip()
    if any(is_only(act, text) for act in (Act.THANKS, Act.POLITE, Act.AGREED)):
        over = told.with_(state=FINISHED, asking=None)
        return IntakeResult(over, (Reply(say("elsewhere_bye", told.language)),))
    if len(text.split()) <= _FEW and _home_district(context) is None and _TURN_TO.search(text):
        district, province = told.complaint.get("district") or "", province_of(told.complaint) or ""
        lines = _whom(province, district, told.complaint.get("category") or "", told.language)
        listed = "\n".join(f"- {line}" for line in lines)
        return IntakeResult(told, (Reply(say("elsewhere_turn_to", told.language, lines=listed)),))
    return None if _another_matter(context) else _still(told, text)


def _still(told: Conversation, text: str) -> IntakeResult:
    """Whatever else they say of it: that we cannot, once more and kindly, and what is left there; not what they have
    tried already."""
    district, province = told.complaint.get("district") or "", province_of(told.complaint) or ""
    lines = list(_whom(province, district, told.complaint.get("category") or "", told.language))
    if _PORTAL.search(text) and len(lines) > 1:
        lines = [line for line in lines if not _PORTAL.search(line)]
    listed = "\n".join(f"- {line}" for line in lines)
    said = say("elsewhere_still", told.language, province=named(province, told.language), lines=listed)
    return IntakeResult(told, (Reply(said),))


def _another_matter(context: Context) -> bool:
    """Is it announced as one, in a district of ours, or plainly of another kind?"""
    text = context.message.text.strip()
    if Act.NEW_MATTER in context.acts or _home_district(context) is not None or not text:
        return True
    if len(text.split()) < _SEVERAL:
        return False
    heard = context.means.engine.understand([text])[0]
    told = context.conversation.complaint.get("category")
    other = heard.category not in (None, "other", told) and heard.confidence.get("category", 0.0) >= _OF_ITS_OWN
    return heard.urgent or (other and heard.district is None)


_PORTAL = re.compile(r"portal|پورٹل|پورټل", re.IGNORECASE)
_SEVERAL = 4
"""Words of a complaint."""
_OF_ITS_OWN = 0.85
"""How surely another category must be read for a complaint of its own."""


def going_on(context: Context, conversation: Conversation) -> Conversation:
    """The conversation for whatever else is said: the same complaint in our province ("no, Swat"), or another one."""
    here = _home_district(context)
    text = context.message.text
    same = here is not None and (len(text.split()) <= _FEW or _DENIES.match(text.strip()) is not None)
    if same:
        return conversation.with_(asking="district", complaint=conversation.complaint.forget("district", "address"))
    kept = {name: one for name, one in conversation.complaint.fields.items() if name in _OF_THE_SENDER}
    return conversation.with_(asking=None, state=OPEN, complaint=Complaint(kept))


def _home_district(context: Context) -> str | None:
    """The district of ours that the message names, or its pin lies in."""
    pinned = context.conversation.complaint.get("district") if context.message.location is not None else None
    name, sure, others = best_district(context.message.text)
    for one in (pinned, name if sure >= _BELIEVED or others else None):
        if one is not None and other_province_of(one) is None:
            return one
    return None


def announce(context: Context, handled: IntakeResult) -> IntakeResult:
    """Whose matter it is, once, when the place is learnt of what somebody there takes from us."""
    before, after = context.found, handled.conversation
    if after is None or after.id != before.id or handled.case is not None or handled.last or after.asking == ASKED:
        return handled
    province = province_of(after.complaint)
    if province is None or province == province_of(before.complaint):
        return handled
    return handled.saying_first(say("elsewhere", after.language, province=named(province, after.language)))


def not_sent(complaint: Complaint, number: str, language: str) -> str:
    """What is told with the number where there was nobody to pass it on to; "" for a complaint of ours."""
    return say("elsewhere_not_sent", language, number=number) if province_of(complaint) is not None else ""


def named(province: str, language: str) -> str:
    """A province's name in a language."""
    return _names().get(province, {}).get(language) or province


def _place(district: str, language: str) -> str:
    city = division_of(other_province_of(district) or "", district)
    if city in _CITIES:
        return _CITIES[city].get(language, city)
    found = districts().get(district)
    if found is None or language not in ("ur", "ps"):
        return district
    return (found.pashto if language == "ps" else "") or found.urdu or district


def _whom(province: str, district: str, category: str, language: str) -> Iterator[str]:
    """Whom to turn to, the nearest first: a number only where its source is known (offices/elsewhere.csv)."""
    company = companies_of(province, district).get({"electricity": "power"}.get(category, category))
    listed = [row for row in rows("offices/elsewhere.csv") if _serves(row, province, district, category)]
    if company is not None and not any(company in row["en"] for row in listed):
        yield say("elsewhere_company", language, company=company)
    for row in listed:
        yield f"{row['number']}: {row[language]}" if row["number"] else row[language]


def _serves(row: dict[str, str], province: str, district: str, category: str) -> bool:
    wanted = ((row["province"], province), (row["districts"], district), (row["categories"], category))
    return all(not cell or cell == "*" or value in cell.split("|") for cell, value in wanted)


@cache
def _names() -> dict[str, dict[str, str]]:
    return {
        row["name"]: {"ur": row["urdu"].partition("|")[0], "ps": row["pashto"].partition("|")[0]}
        for row in rows("places/provinces.csv")
    }
