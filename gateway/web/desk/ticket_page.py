"""One ticket with all that belongs to it: what the citizen said, evidence, the place, the history, what can be done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, request
from sqlalchemy.orm import Session

from core.casework import NoticeKind, reveal
from core.errors import NotFound
from core.personal import PERSONAL
from core.store.casework import personal, tickets
from core.store.desk import notices_of_office, presence, queue_of_office, reply_templates
from core.store.desk.queue_of_office import Wanted
from core.store.people import staff
from core.taxonomy import categories
from core.ticket import Role, Ticket
from gateway.house import House
from gateway.web.desk import words
from gateway.web.desk.allowed import may_reveal, possible
from gateway.web.desk.deeds import Asks
from gateway.web.desk.live import Watcher
from gateway.web.desk.place import distance_in_words, map_of
from gateway.web.desk.queue_page import SEES_NOTICES
from gateway.web.desk.shown import IN_PLACE, LETTER, description, evidence, facts
from gateway.web.desk.timeline import Names, people_in, timeline
from gateway.web.evidence import permit
from gateway.web.staff.scope import Scope, scope_of, seen
from gateway.web.staff.users import me

COLLEAGUES = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD})
"""Who may be given a ticket."""
_OTHERS_SHOWN, _ALIKE_SHOWN = 8, 5


def add_ticket_page(desk: Blueprint, house: House, watcher: Watcher) -> None:
    """Adds /desk/NUMBER and seeing what is masked."""

    @desk.get("/<number>")
    def ticket(number: str) -> Response:
        _arrive(house, number)
        return show(house, watcher, number)

    @desk.post("/<number>/reveal")
    def unmask(number: str) -> Response:
        name, reason = request.form.get("field", ""), request.form.get("reason", "")
        now = house.clock.now()
        with house.store.write() as session:
            found = seen(scope_of(house, session, me()), tickets.get(session, number))
            record = tickets.record(session, number)
            if name != LETTER and name not in (*PERSONAL, "description"):
                raise NotFound(f"no field {name}")
            house.cases.do(session, found.number, lambda t, at, p: reveal(t, name, reason, me().actor, at, p), now)
            value = record.get(name) or ""
        return show(house, watcher, number, revealed={name: value})

    @desk.post("/<number>/leave")
    def leave(number: str) -> tuple[str, int]:
        with house.store.write() as session:
            presence.gone(session, number, me().id)
        return "", 204


def show(
    house: House,
    watcher: Watcher,
    number: str,
    *,
    revealed: dict[str, str] | None = None,
    problem: str | None = None,
    written: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page. ``revealed`` are fields shown unmasked this once; ``problem`` with what was ``written`` when a form
    could not be taken."""
    now, revealed = house.clock.now(), revealed or {}
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        ticket = seen(scope, tickets.get(session, number))
        record = tickets.record(session, number)
        events = tickets.events(session, number)
        directory = house.cases.book.directory(session)
        names = Names(staff.names(session, people_in(events) | {ticket.owner or ""}), directory)
        office = house.cases.office(session, ticket)
        deeds = possible(ticket, me())
        conversation = tickets.conversation_of(session, number)
        files, layout = evidence(session, ticket, record, conversation.id if conversation else "", revealed)
        templates = _templates(session, ticket, office.named(ticket.language) if office else "")
        here = [one.name for one in presence.now_at(session, now, number).get(number, ()) if one.id != me().id]
        shown = {
            "others": _others(session, scope, ticket),
            "alike": _alike(session, ticket, now) if any(deed.asks is Asks.NUMBER for deed in deeds) else [],
            "colleagues": _colleagues(session, ticket, office.code if office else "")
            if any(deed.asks in {Asks.COLLEAGUE, Asks.AGAINST} for deed in deeds)
            else [],
            "last": watcher.last_event(session),
        }
    pressing, deadline = words.deadline(ticket, now)
    chosen = request.args.get("template", "")
    page = render_template(
        "desk/ticket.html",
        ticket=ticket,
        now=now,
        words=words,
        pressing=pressing,
        deadline=deadline,
        office=office.named(words.page_language()) if office else "",
        owner=names.people.get(ticket.owner or ""),
        description=description(record, revealed),
        description_masked=description(record, {}) != (record.get("description") or ""),
        facts=facts(record, ticket, revealed),
        files=files,
        layout=layout,
        letter_permit=permit(number) if LETTER in revealed else "",
        place=map_of(
            record, ticket.district, anonymous=ticket.anonymous, exact=any(name in revealed for name in IN_PLACE)
        ),
        distance=distance_in_words,
        history=timeline(events, names),
        seen_up_to=events[-1].seq if events else 0,
        deeds=deeds,
        Asks=Asks,
        may_reveal=may_reveal(ticket, me()),
        templates=templates,
        template=next((one for one in templates if one.key == chosen), None),
        here=here,
        done=request.args.get("done", ""),
        back=request.args.get("back", ""),
        problem=problem,
        written=written or {},
        **shown,
    )
    response = Response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _arrive(house: House, number: str) -> None:
    """Who opens a ticket is seen by others who have it open, and has seen their office's notices of it."""
    now = house.clock.now()
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        ticket = seen(scope, tickets.get(session, number))
        root = scope.root.id if scope.root else None
        notices = me().role in SEES_NOTICES and notices_of_office.any_of(session, root, number)
    with house.store.write() as session:
        presence.here(session, number, me().id, now)
        if notices:
            notices_of_office.seen(session, root, str(me().actor), now, ticket=number, done=_done(ticket))


def _done(ticket: Ticket) -> list[NoticeKind]:
    """Of the notices that stand until something is done: those for which it is."""
    approved = [] if ticket.rejection_asked_by and not ticket.closed_at else [NoticeKind.REJECTION_TO_APPROVE]
    return approved if ticket.check_from else [*approved, NoticeKind.CALL_CITIZEN]


def _templates(session: Session, ticket: Ticket, office: str) -> Sequence[reply_templates.ReplyTemplate]:
    known = categories().get(ticket.category)
    values = {
        "number": ticket.number,
        "office": office,
        "category": known.named(ticket.language) if known else ticket.category,
    }
    return [replace(one, text=one.filled(**values)) for one in reply_templates.of_language(session, ticket.language)]


def _others(session: Session, scope: Scope, ticket: Ticket) -> dict[str, Any]:
    """The person's other cases: those that one may see by number, the rest only counted; of or for somebody who wishes
    not to be named, nothing."""
    if ticket.anonymous:
        return {"shown": [], "more": 0}
    others = [
        one for one in personal.of_citizen(session, ticket.person) if one.number != ticket.number and not one.anonymous
    ]
    shown = [one for one in others if scope.covers(one.office_id)][:_OTHERS_SHOWN]
    return {"shown": shown, "more": len(others) - len(shown)}


def _alike(session: Session, ticket: Ticket, now: datetime) -> list[queue_of_office.Line]:
    """Open tickets of the same office about the same: perhaps one grievance, told by several."""
    if ticket.office_id is None:
        return []
    wanted = Wanted(offices=(ticket.office_id,), category=ticket.category)
    lines = queue_of_office.page(session, wanted, now, limit=_ALIKE_SHOWN + 1).lines
    return [line for line in lines if line.number != ticket.number][:_ALIKE_SHOWN]


def _colleagues(session: Session, ticket: Ticket, code: str) -> Sequence[Any]:
    return [
        one
        for one in staff.of_offices(session, [code], COLLEAGUES)
        if str(one.id) not in {ticket.owner, ticket.against_person}
    ]
