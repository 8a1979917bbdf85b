"""What the lists show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import LazyString, format_datetime
from sqlalchemy.orm import Session

from core.conversation import FINISHED, Conversation
from core.helpline import RECORDED, Kind, Outcome, Why
from core.offices.staff import Staff
from core.privacy.masking import hidden
from core.privacy.personal import masked, masked_address
from core.reference.categories import categories
from core.store.engine import Store
from core.store.helpline import recordings, tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.mailroom.letters import CHANNEL as LETTERS
from core.store.pipeline import conversations, thread
from core.store.staff import staff
from core.text.accused import accused
from core.text.gazetteer import districts
from core.ticket import Severity
from gateway.house import House
from gateway.web.helpline.forms import LABELS
from gateway.web.helpline.labels import LANGUAGES, LAST_CALL, OUTCOME, WHY
from gateway.web.shared import labels
from gateway.web.shared.holding import holding
from gateway.web.staff.authorization import task_allowed
from gateway.web.staff.scope import Scope, scope_of

HERE = ZoneInfo("Asia/Karachi")
_LOOK_BACK = timedelta(days=30)
_SHOWN = 90
_LOOKED_AT = 400
"""Signs of a text whose beginning is shown: there may be many blanks in it."""


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
class Chat:
    """A conversation in the list. ``waits`` since the citizen's last word that nobody answered; None: answered.
    ``taken_by`` has the thread; ``holder`` has it open now."""

    task: HelplineTaskRow
    who: str
    channel: str
    about: str
    language: LazyString
    said: str
    waits: datetime | None
    taken_by: str | None
    holder: str | None
    mine: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A complaint that was left half told. ``missing`` is what it lacks; ``serious``: shown at once."""

    told: Conversation
    who: str
    channel: str
    about: str
    said: str
    missing: list[LazyString | str]
    serious: bool


@dataclass(frozen=True, slots=True)
class Lists:
    chats: list[Chat]
    left_open: int
    live: list[Line]
    hear: list[Line]
    call_back: list[Line]
    ended: list[Ended]


def read_lists(house: House, person: Staff, language: str) -> Lists:
    """Everything on the first page that this person may see."""
    now = house.clock.now()
    _settle(house.store, now)
    today = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
    with house.store.read() as session:
        names = {one.id: one.name for one in staff.everybody(session)}
        scope = scope_of(house, session, person)

        def mine(rows: Sequence[HelplineTaskRow]) -> list[HelplineTaskRow]:
            return [row for row in rows if task_allowed(session, scope, row.id)]

        def lines(kind: Kind) -> list[Line]:
            rows = mine(tasks.waiting(session, kind))
            found = ((row, conversations.get(session, row.conversation_id)) for row in rows)
            return [
                _line(session, row, told, names, person.id, now, language) for row, told in found if told is not None
            ]

        chats = [
            _chat(session, row, names, person.id, now, language) for row in mine(tasks.waiting(session, Kind.CHAT))
        ]
        return Lists(
            sorted(filter(None, chats), key=lambda one: (one.waits is None, not one.urgent, one.waits or now)),
            len(_left(session, house, scope, now)),
            lines(Kind.LIVE),
            lines(Kind.HEAR),
            lines(Kind.CALL_BACK),
            [
                Ended(
                    row,
                    tasks.has_ticket(session, row),
                    OUTCOME[Outcome(row.outcome)],
                    names.get(row.done_by or 0, ""),
                )
                for row in mine(tasks.done_since(session, today))
                if row.outcome
            ],
        )


def unfinished(house: House, person: Staff, language: str) -> list[LeftOpen]:
    """What was left half told, as far as this person may see it: serious ones first, then the oldest."""
    now = house.clock.now()
    with house.store.read() as session:
        scope = scope_of(house, session, person)
        return [_left_open(told, language) for told in _left(session, house, scope, now)]


def here(moment: datetime | None) -> str:
    """A time by Peshawar's clock, in the page's language."""
    return str(format_datetime(moment, "d MMM, HH:mm")) if moment is not None else ""


def _settle(store: Store, now: datetime) -> None:
    """What a caller finished themselves meanwhile, by WhatsApp say, needs no agent any more."""
    with store.read() as session:
        rows = tasks.waiting(session, Kind.HEAR)
        over = [row.id for row in rows if _went_on(conversations.get(session, row.conversation_id), row)]
    if over:
        with store.write() as session:
            for task_id in over:
                tasks.finish_if_free(session, task_id, Outcome.OTHERWISE, now)


def _went_on(told: Conversation | None, row: HelplineTaskRow) -> bool:
    if told is None or row.why == Why.WHY_NOT or row.details.get("more"):
        return False
    return told.state == FINISHED and told.complaint.get("description") not in (None, RECORDED)


def _line(
    session: Session,
    row: HelplineTaskRow,
    told: Conversation,
    names: dict[int, str],
    me: int,
    now: datetime,
    language: str,
) -> Line:
    held = holding(row, names, me, now)
    number = masked("phone", told.address) if told.address.startswith("+") else ""
    return Line(
        row,
        number,
        WHY[Why(row.why)],
        _about(told, language),
        LANGUAGES.get(told.language, LANGUAGES["und"]),
        len(recordings.of_conversation(session, told.id)),
        held.by,
        held.mine,
        LAST_CALL.get(str(row.details.get("last", ""))),
    )


def _chat(
    session: Session, row: HelplineTaskRow, names: dict[int, str], me: int, now: datetime, language: str
) -> Chat | None:
    told = conversations.get(session, row.conversation_id)
    if told is None:
        return None
    last, answered = thread.last_heard(session, told.id), thread.last_by_agent(session, told.id)
    heard = last.received_at if last is not None else row.made_at
    since = max(row.made_at, heard) if answered is None else heard
    held = holding(row, names, me, now)
    return Chat(
        row,
        masked_address(told.address),
        labels.channel_name(told.channel),
        _about(told, language),
        LANGUAGES.get(told.language, LANGUAGES["und"]),
        _short(told, last.text if last is not None else ""),
        None if answered is not None and answered >= heard else (row.made_at if answered is None else since),
        names.get(told.held_by or 0) if told.held(now) else None,
        held.by,
        held.mine,
        row.urgent or told.urgent,
    )


def _left(session: Session, house: House, scope: Scope, now: datetime) -> list[Conversation]:
    """Open, told in part, and left: serious ones after minutes, the others after hours."""
    attendance = house.attendance
    soon, late = now - timedelta(minutes=attendance.left_minutes), now - timedelta(hours=attendance.left_hours)
    rows = conversations.left_open(session, now - _LOOK_BACK, soon)
    found = [
        told
        for told in rows
        if _worth(told)
        and not told.held(now)
        and (told.last_at <= late or _serious(told))
        and not told.needs_person
        and scope.allows_record(told.complaint, None)
    ]
    return sorted(found, key=lambda told: (not _serious(told), told.last_at))


def _worth(told: Conversation) -> bool:
    """Is there a complaint in it?"""
    return told.channel not in ("ivr", LETTERS) and told.complaint.get("description") not in (None, RECORDED)


def _serious(told: Conversation) -> bool:
    """A danger, an accusation of somebody in office, a serious kind."""
    said = told.complaint.get("description") or ""
    category = told.complaint.get("category") or ""
    usual = categories()[category].severity if category in categories() else Severity.NORMAL
    return told.urgent or usual in (Severity.HIGH, Severity.CRITICAL) or bool(accused(said, category))


def _left_open(told: Conversation, language: str) -> LeftOpen:
    missing: list[LazyString | str] = [LABELS.get(name, name) for name in told.complaint.missing()]
    return LeftOpen(
        told,
        masked_address(told.address),
        labels.channel_name(told.channel),
        _about(told, language),
        _short(told, told.complaint.get("description") or ""),
        missing,
        _serious(told),
    )


def _short(told: Conversation, text: str) -> str:
    """The beginning, with nothing of who wrote it: a list is nobody's desk."""
    words = " ".join(hidden(text, told.complaint, most=_LOOKED_AT).split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rsplit(" ", 1)[0] + " …"


def _about(told: Conversation, language: str) -> str:
    category = categories().get(told.complaint.get("category") or "")
    district = districts().get(told.complaint.get("district") or "")
    place = {"ur": district.urdu, "ps": district.pashto}.get(language, district.name) if district else None
    return " · ".join(filter(None, (category.named(language) if category else None, place)))
