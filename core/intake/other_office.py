"""The citizen says that another office should have it: "why the male office? it is for girls", "send it to the DHO".

Before anybody there has begun, the case goes where they say if that office has such work or stands above the one that
has it, or where it belongs by what they add. Otherwise their words are kept, they are told why it is there, and a
person of ours looks at it.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework import add_word, assign
from core.casework.own_notes import MEANT_ELSEWHERE
from core.casework.routing import Wanted, route, rules, whom_about
from core.complaint import Complaint, Field, Source
from core.conversation import Conversation
from core.errors import NotFound
from core.intake import steps
from core.intake.context import Context
from core.intake.dialogue_acts import folded
from core.intake.result import FollowUp, FollowUpKind, IntakeResult
from core.offices import served
from core.offices.directory import Area, Directory, Office
from core.offices.kinds import kinds_of_bodies
from core.ports import Reply, Turn
from core.reference.phrasebook import say
from core.reference.tables import rows
from core.services.cases import Cases
from core.text.lexicon import any_of, lines
from core.text.normalise import fold_letters
from core.ticket import SYSTEM, Ticket, TicketState

_MOST = 30
"""Words of who says that it is the wrong office."""
_SUMMARY = "confirmed"
_MOVABLE = frozenset({TicketState.REGISTERED, TicketState.ASSIGNED})
_BRIBES = frozenset({"anti_corruption_circle"})


def is_said(text: str) -> bool:
    """Does it say that another office should have it?"""
    return len(text.split()) <= _MOST and _wrong().search(folded(text)) is not None


def of_case(
    session: Session, context: Context, ticket: Ticket, told_in: Conversation, language: str
) -> IntakeResult | None:
    """What becomes of it when the case is there already; None where they say no such thing."""
    text = context.message.text.strip()
    if not is_said(text) or not ticket.open:
        return None
    cases = context.means.cases
    directory, now_with = cases.book.directory(session), cases.office(session, ticket)
    found = _wanted_office(text, _said(told_in.complaint), ticket, now_with, directory, context)
    movable = ticket.state in _MOVABLE and ticket.owner is None and not ticket.urgent
    after = told_in.with_(last_at=context.now)
    if found is not None and movable:
        word = FollowUp(ticket.number, FollowUpKind.OFFICE, text, after, office=found.id)
        return IntakeResult(after, (Reply(say("moved", language)),), case=word)
    if now_with is None:
        return None
    told = say("office_right", language, number=ticket.number, office=now_with.named(language))
    after = after.with_(needs_person=True)
    return IntakeResult(after, (Reply(told),), case=FollowUp(ticket.number, FollowUpKind.KEPT, text, after))


def store(session: Session, cases: Cases, word: FollowUp, now: datetime) -> None:
    """Their words are kept, and the case goes to that office. Raises NotFound, Conflict."""
    assert word.office is not None
    office = cases.book.directory(session).get(word.office)
    cases.do(session, word.number, lambda ticket, at, policy: add_word(ticket, word.text, at, policy), now)
    cases.do(
        session,
        word.number,
        lambda ticket, at, policy: assign(
            ticket, office.id, MEANT_ELSEWHERE, SYSTEM, at, policy, office_name=office.named(ticket.language)
        ),
        now,
    )


def at_summary(context: Context) -> IntakeResult | None:
    """What becomes of it before anything is registered: their words are part of it, and the office is told."""
    told, text = context.conversation, context.message.text.strip()
    if not is_said(text):
        return None
    description = f"{told.complaint.get('description') or ''} {text}".strip()
    known = told.complaint.learn({"description": Field(description, 1.0, Source.DIALOGUE)})
    told = told.with_(complaint=known)
    values = {name: value for name in known.fields if (value := known.get(name))}
    result = context.means.engine.turn(Turn(told.id, context.turn_id, "", told.language, values, f"{_SUMMARY}:again"))
    handled = steps.after_turn(told, replace(result, language=told.language))
    with context.means.store.read() as session:
        office = context.means.cases.would_send(session, known, context.now)
    if office is None:
        return handled
    return handled.saying_first(say("would_go_to", told.language, office=office.named(told.language)))


def _wanted_office(
    text: str, said: str, ticket: Ticket, now_with: Office | None, directory: Directory, context: Context
) -> Office | None:
    """Another office than the one that has it, that may have it."""
    area = directory.area(ticket.district)
    if area is None:
        return None
    area = Area(area.province, area.division, area.district, now_with.tehsil if now_with is not None else None)
    above = list(directory.above(now_with)) if now_with is not None else []
    for kinds in _named(text):
        for kind in kinds:
            if kind in kinds_of_bodies():
                found = served.body(kind, area.district, fold_letters(f"{said} {text}"), directory)
            else:
                found = directory.find(kind, area)
            if found is None or (now_with is not None and found.id == now_with.id):
                continue
            if found in above or found.kind in _kinds_of(ticket.category, f"{said} {text}"):
                return found
    about = whom_about(f"{said} {text}", ticket.category, ticket.district, directory)
    against = {one for one in (ticket.against_office, about.id if about else None) if one is not None}
    try:
        found = route(
            Wanted(ticket.category, ticket.district, f"{said} {text}", against), directory, context.now
        ).office
    except NotFound:
        return None
    if now_with is not None and found.id == now_with.id and _ABOVE.search(folded(text)) and above:
        return above[0]
    return found if now_with is None or found.id != now_with.id else None


_ABOVE = re.compile(
    r"\b(?:higher|above|senior|upar|uper|oopar|bare|bade|porta|pas|loy)\b|(?<!\w)(?:اوپر|بڑے|پورته|لوی|بل|دوسرے)(?!\w)"
    r"|\bkhil[ae]a?f\b|خلاف"
)


def _kinds_of(category: str, said: str) -> frozenset[str]:
    """The kinds of office that have such work; where money was asked for, those against corruption too."""
    kinds = {kind for rule in rules() if category in rule.categories for kind in rule.kinds}
    return frozenset(kinds | (_BRIBES if _BRIBE.search(folded(said)) else frozenset()))


_BRIBE = re.compile(
    r"\b(?:brib\w*|rishwat\w*|r[ie]shwat\w*|corrupt\w*|paise|paisay|pese|hazar|zara)\b|رشوت|پیسے|پیسې|ہزار|زره|بډې"
)


def _said(complaint: Complaint) -> str:
    return " ".join(filter(None, (complaint.get("description"), complaint.get("address"))))


def _named(text: str) -> list[Sequence[str]]:
    """The kinds of office that are named, in the order of the list."""
    told = fold_letters(text.lower())
    return [kinds for kinds, words in _called() if words.search(told)]


@functools.cache
def _called() -> Sequence[tuple[Sequence[str], re.Pattern[str]]]:
    made = []
    for row in rows("offices/called.csv"):
        words = any_of(row["words"])
        assert words is not None
        made.append((row["kinds"].split("|"), words))
    return made


@functools.cache
def _wrong() -> re.Pattern[str]:
    names = "|".join(
        re.escape(folded(word)).replace(r"\ ", " ") + (r"\w*" if word.endswith("*") else "")
        for row in rows("offices/called.csv")
        for word in row["words"].split("|")
    )
    told = "|".join(f"(?:{line})" for line in lines("acts/wrong_office.txt")).replace("NAMED", f"(?:{names})")
    return re.compile(rf"(?<!\w)(?:{fold_letters(told)})(?!\w)")
