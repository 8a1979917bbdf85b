"""What the lists show."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import LazyString, format_datetime
from sqlalchemy.orm import Session

from core.helpline import RECORDED, Kind, Outcome, Why
from core.personal import masked
from core.store.people import staff
from core.store.road import conversations
from core.store.road.conversations import Conversation
from core.store.voice import helpline, recordings
from core.store.voice.helpline_tables import HelplineTaskRow
from core.taxonomy import categories
from core.text.gazetteer import districts
from gateway.house import House
from gateway.web.helpline.words import LANGUAGES, LAST_CALL, OUTCOME, WHY

HERE = ZoneInfo("Asia/Karachi")


@dataclass(frozen=True, slots=True)
class Line:
    """A task in a list. ``holder`` is who has it open now, ``mine`` when that is the reader themself."""

    task: HelplineTaskRow
    number: str
    why: LazyString
    about: str
    language: LazyString
    files: int
    holder: str | None
    mine: bool
    last_call: LazyString | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that an agent brought to an end today."""

    task: HelplineTaskRow
    ticket: str | None
    outcome: LazyString
    by: str


@dataclass(frozen=True, slots=True)
class Lists:
    live: list[Line]
    hear: list[Line]
    call_back: list[Line]
    ended: list[Ended]


def look(house: House, me: int, language: str) -> Lists:
    """Everything on the first page."""
    now = house.clock.now()
    _settle(house, now)
    today = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    with house.store.read() as session:
        names = {person.id: person.name for person in staff.everybody(session)}

        def lines(kind: Kind) -> list[Line]:
            rows = helpline.waiting(session, kind)
            found = ((row, conversations.get(session, row.conversation_id)) for row in rows)
            return [_line(session, row, told, names, me, now, language) for row, told in found if told is not None]

        return Lists(
            lines(Kind.LIVE),
            lines(Kind.HEAR),
            lines(Kind.CALL_BACK),
            [
                Ended(
                    row,
                    helpline.has_ticket(session, row),
                    OUTCOME[Outcome(row.outcome)],
                    names.get(row.done_by or 0, ""),
                )
                for row in helpline.done_since(session, today)
                if row.outcome
            ],
        )


def here(moment: datetime | None) -> str:
    """A time by Peshawar's clock, in the page's language."""
    return str(format_datetime(moment, "d MMM, HH:mm")) if moment is not None else ""


def _settle(house: House, now: datetime) -> None:
    """What a caller finished themselves meanwhile, by WhatsApp say, needs no agent any more."""
    with house.store.read() as session:
        rows = helpline.waiting(session, Kind.HEAR)
        over = [row.id for row in rows if _went_on(conversations.get(session, row.conversation_id), row)]
    if over:
        with house.store.write() as session:
            for task_id in over:
                helpline.finish_if_free(session, task_id, Outcome.OTHERWISE, now)


def _went_on(told: Conversation | None, row: HelplineTaskRow) -> bool:
    if told is None or row.why == Why.WHY_NOT:
        return False
    return told.state == conversations.FINISHED and told.complaint.get("description") not in (None, RECORDED)


def _line(
    session: Session,
    row: HelplineTaskRow,
    told: Conversation,
    names: dict[int, str],
    me: int,
    now: datetime,
    language: str,
) -> Line:
    held = row.locked_until is not None and row.locked_until >= now
    number = masked("phone", told.address) if told.address.startswith("+") else ""
    return Line(
        row,
        number,
        WHY[Why(row.why)],
        _about(told, language),
        LANGUAGES.get(told.language, LANGUAGES["und"]),
        len(recordings.of_conversation(session, told.id)),
        names.get(row.locked_by or 0) if held else None,
        held and row.locked_by == me,
        LAST_CALL.get(str(row.details.get("last", ""))),
    )


def _about(told: Conversation, language: str) -> str:
    category = categories().get(told.complaint.get("category") or "")
    district = districts().get(told.complaint.get("district") or "")
    place = {"ur": district.urdu, "ps": district.pashto}.get(language, district.name) if district else None
    return " · ".join(filter(None, (category.named(language) if category else None, place)))
