"""Alarms of emergencies: the office, the district's head and control room, and who is on duty are told until somebody
takes it. Each message and each call is a row of the outbox; the desks get a notice.
"""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from core.casework import Notice, NoticeKind, To
from core.casework.alarms import CALL, SMS, acknowledged, on_duty, when
from core.messages import OutboundMessage
from core.offices.directory import LADDER, Office
from core.privacy.masking import hidden
from core.reference.phrasebook import moment_in_words
from core.services import notifications
from core.services.cases import Cases
from core.store.casework import alarms, personal, tickets
from core.store.pipeline import outbox
from core.ticket import Level, Ticket

SPOKEN = "spoken"
"""The template of an outgoing message that is a call which says its text (channels/ivr/placing.py)."""
_ALSO_TOLD = ("rescue_office",)
_ABOUT = 140
_LANGUAGE = "en"


def raise_alarm(session: Session, cases: Cases, ticket: Ticket, now: datetime) -> None:
    """A new emergency: its first round at once. Doing it again changes nothing."""
    if alarms.raise_(session, ticket.number, now):
        go_on(session, cases, ticket.number, now)


def go_on(session: Session, cases: Cases, number: str, now: datetime) -> tuple[str, ...]:
    """A round that is due: tell all who are to know, unless somebody has taken it. The lines that have messages now."""
    alarm, ticket = alarms.get(session, number), tickets.get(session, number)
    if alarm is None or alarm.next_at is None or alarm.next_at > now:
        return ()
    if acknowledged(ticket):
        alarms.end(session, number, now)
        return ()
    this = alarm.round
    following = this + 1
    while when(cases.alarms, alarm.raised_at, following) <= now:  # after downtime one round stands for those missed
        following += 1
    if not alarms.go_on(session, number, this, when(cases.alarms, alarm.raised_at, following)):
        return ()
    told = _offices(session, cases, ticket)
    for office in told:
        notice = Notice(To.OFFICE, NoticeKind.EMERGENCY, office_id=office.id)
        notifications.to_office(session, notice, ticket, f"alarm:{number}:{this}:{office.id}", now)
    phones = [phone for office in told for phone in office.numbers]
    phones += [one.phone for one in on_duty(cases.alarms, ticket.district, alarm.raised_at, now)]
    return _send(session, cases, ticket, tuple(dict.fromkeys(phones)), this, now)


def due(session: Session, now: datetime) -> list[str]:
    """Numbers of the emergencies with a round due."""
    return list(alarms.due(session, now))


def _offices(session: Session, cases: Cases, ticket: Ticket) -> list[Office]:
    """The office that has it, the district's head, and rescue; never the one complained about."""
    directory = cases.book.directory(session)
    area = directory.area(ticket.district)
    found = [cases.office(session, ticket)]
    if area is not None:
        kinds = (LADDER[Level.DEPUTY_COMMISSIONER], *_ALSO_TOLD)
        found += [directory.find(kind, area) for kind in kinds]
    against = ticket.against_office
    offices = [one for one in found if one is not None]
    return [one for one in offices if against is None or not directory.within(one.id, against)]


def _send(
    session: Session, cases: Cases, ticket: Ticket, phones: tuple[str, ...], round_: int, now: datetime
) -> tuple[str, ...]:
    text = _text(session, cases, ticket)
    for way in _ways(cases):
        channel, template = way
        for phone in phones:
            message = OutboundMessage("", channel, phone, text, _LANGUAGE, template=template)
            kind = template or "sms"
            outbox.stage(
                session,
                message,
                cause=f"alarm:{ticket.number}:{round_}:{kind}:{_unnamed(session, phone)}",
                person=f"tel:{phone}",
                conversation_id=None,
                now=now,
            )
    return tuple(f"tel:{phone}" for phone in phones)


def _unnamed(session: Session, phone: str) -> str:
    """A phone told from others, and not told: causes are not sealed."""
    return hashlib.sha256(personal.blind(session.get_bind().dialect, "phone", phone).encode()).hexdigest()[:16]


def _ways(cases: Cases) -> list[tuple[str, str | None]]:
    """Channels that are switched on, and the template of what goes there."""
    on = cases.channels.on if cases.channels is not None else ("sms", "ivr")
    ways: list[tuple[str, str | None]] = []
    if SMS in cases.alarms.by:
        ways += [(name, None) for name in ("sms", "ivr") if name in on][:1]
    if CALL in cases.alarms.by and "ivr" in on:
        ways.append(("ivr", SPOKEN))
    return ways


def _text(session: Session, cases: Cases, ticket: Ticket) -> str:
    record = tickets.record(session, ticket.number)
    about = " ".join(hidden(record.get("description") or "", record).split())
    about = about if len(about) <= _ABOUT else about[: _ABOUT - 1] + "…"
    place = ", ".join(filter(None, (None if ticket.anonymous else record.get("address"), ticket.district)))
    link = f"{cases.alarms.link}/{ticket.number}" if cases.alarms.link else ""
    return "\n".join(
        filter(
            None,
            (
                f"EMERGENCY {ticket.number}, told {moment_in_words(ticket.created_at)}. Nobody has taken it yet.",
                f"Place: {place or 'not known yet'}",
                about,
                f"Take it: {link}" if link else "",
            ),
        )
    )
