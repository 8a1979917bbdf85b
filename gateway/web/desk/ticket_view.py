"""One ticket with all that belongs to it: what the citizen said, evidence, the place, the history, what can be done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, render_template, request
from sqlalchemy.orm import Session

from core.casework import NoticeKind, reveal
from core.complaint import Complaint
from core.errors import NotFound
from core.privacy.personal import PERSONAL
from core.reference.categories import categories
from core.services.cases import Cases
from core.store.casework import personal, tickets
from core.store.desk import notices as notices_of_office
from core.store.desk import presence, queue, reply_templates
from core.store.desk.lateness import late_since
from core.store.desk.wanted import Wanted
from core.store.staff import access_log, staff
from core.text.gazetteer import districts
from core.text.tracking import read_tracking_number
from core.ticket import Role, Ticket
from gateway.house import House
from gateway.web.desk.actions import Asks
from gateway.web.desk.allowed import may_reveal, possible
from gateway.web.desk.live import Watcher
from gateway.web.desk.place_map import distance_in_words, map_of
from gateway.web.desk.presenters import IN_PLACE, LETTER, description, evidence, facts, said_in
from gateway.web.desk.queue_view import SEES_NOTICES
from gateway.web.desk.timeline import Hide, Names, masking, people_in, plain, timeline
from gateway.web.evidence import permit
from gateway.web.shared import filters, labels
from gateway.web.staff.scope import Scope, authorized, scope_of
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
            found = authorized(scope_of(house, session, me()), tickets.get(session, number))
            record = tickets.record(session, number)
            if name != LETTER and name not in (*PERSONAL, "description"):
                raise NotFound(f"no field {name}")
            house.cases.do(session, found.number, lambda t, at, p: reveal(t, name, reason, me().actor, at, p), now)
            access_log.write_down(session, me().id, "case", number, now, ticket=number, reason=reason)
            value = record.get(name) or ""
        return show(house, watcher, number, revealed={name: value})

    @desk.post("/<number>/leave")
    def leave(number: str) -> tuple[str, int]:
        with house.store.write() as session:
            presence.leave(session, number, me().id)
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
    page = render_template(
        "desk/ticket.html",
        **_content(house, watcher, number, revealed or {}),
        done=request.args.get("done", ""),
        back=request.args.get("back", ""),
        problem=problem,
        written=written or {},
    )
    response = Response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _content(house: House, watcher: Watcher, number: str, revealed: dict[str, str]) -> dict[str, Any]:
    """What the page shows of the ticket: what is read of it, and how it stands there."""
    now = house.clock.now()
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        ticket = authorized(scope, tickets.get(session, number))
        record = tickets.record(session, number)
        late = late_since(session, [number] if ticket.level else []).get(number)
        events = tickets.events(session, number)
        directory = house.cases.book.directory(session)
        names = Names(staff.names(session, people_in(events) | {ticket.owner or ""}), directory)
        office = house.cases.office(session, ticket)
        actions = possible(ticket, me())
        conversation = tickets.conversation_of(session, number)
        files, layout = evidence(session, ticket, record, conversation.id if conversation else "", revealed)
        shown_thread = conversation is not None and not ticket.anonymous  # names stand in answers, too
        told = said_in(session, record, conversation.id, files, revealed) if conversation and shown_thread else []
        templates = _templates(session, ticket, office.named(ticket.language) if office else "")
        here = [one.name for one in presence.now_at(session, now, number).get(number, ()) if one.id != me().id]
        read = {
            "files": files,
            "thread": told,
            "layout": layout,
            "actions": actions,
            "templates": templates,
            "template": next((one for one in templates if one.key == request.args.get("template", "")), None),
            "here": here,
            "history": timeline(events, names, plain if "description" in revealed else _masked(record, ticket)),
            "seen_up_to": events[-1].seq if events else 0,
            "office": office.named(labels.page_language()) if office else "",
            "owner": names.people.get(ticket.owner or ""),
            "others": _others(session, scope, ticket),
            "alike": _alike(session, ticket, now) if any(action.asks is Asks.NUMBER for action in actions) else [],
            "colleagues": _colleagues(session, ticket, office.code if office else "")
            if any(action.asks in {Asks.COLLEAGUE, Asks.AGAINST} for action in actions)
            else [],
            "last": watcher.last_event(session),
            "following": _following(house.cases, session, scope, ticket, now),
        }
    return read | _in_words(ticket, record, revealed, now, late)


def _following(cases: Cases, session: Session, scope: Scope, ticket: Ticket, now: datetime) -> str:
    """The ticket after this one in the list that led here; after a reply, the one that was the next before it."""
    kept = read_tracking_number(request.args.get("following", ""))
    if kept is not None and kept != ticket.number:
        return kept
    args = dict(parse_qsl(request.values.get("back", "")))
    wanted = filters.read(args, me(), scope, cases.book.directory(session), now)
    if wanted.ended:
        return ""
    [own] = tickets.ids(session, [ticket.number])
    found = queue.page(session, wanted, now, after=queue.cursor_of(ticket, own, wanted.order), limit=1).lines
    return found[0].number if found else ""


def _in_words(
    ticket: Ticket, record: Complaint, revealed: dict[str, str], now: datetime, late: datetime | None
) -> dict[str, Any]:
    """The ticket and its record as the page words them, and what the page has of its own."""
    pressing, deadline = labels.deadline(ticket, now, late)
    exact = any(name in revealed for name in IN_PLACE)
    return {
        "ticket": ticket,
        "now": now,
        "words": labels,
        "pressing": pressing,
        "deadline": deadline,
        "description": description(record, revealed),
        "description_masked": description(record, {}) != (record.get("description") or ""),
        "facts": facts(record, ticket, revealed),
        "stands": "",
        "categories": list(categories().values()),
        "districts": list(districts().values()),
        "letter_permit": permit(ticket.number) if LETTER in revealed else "",
        "place": map_of(record, ticket.district, anonymous=ticket.anonymous, exact=exact),
        "distance": distance_in_words,
        "here_at": labels.day_and_time,
        "Asks": Asks,
        "may_reveal": may_reveal(ticket, me()),
    }


def _masked(record: Complaint, ticket: Ticket) -> Hide:
    return masking(record, anonymous=ticket.anonymous)


def _arrive(house: House, number: str) -> None:
    """Who opens a ticket is seen by others who have it open, and has seen their office's notices of it."""
    now = house.clock.now()
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        ticket = authorized(scope, tickets.get(session, number))
        root = scope.root.id if scope.root else None
        notices = me().role in SEES_NOTICES and notices_of_office.any_of(session, root, number)
    with house.store.write() as session:
        presence.arrive(session, number, me().id, now)
        if notices:
            notices_of_office.mark_seen(session, root, str(me().actor), now, ticket=number, done=_done(ticket))


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
    shown = [one for one in others if scope.allows(one)][:_OTHERS_SHOWN]
    return {"shown": shown, "more": len(others) - len(shown)}


def _alike(session: Session, ticket: Ticket, now: datetime) -> list[queue.Line]:
    """Open tickets of the same office about the same: perhaps one grievance, told by several."""
    if ticket.office_id is None:
        return []
    wanted = Wanted(offices=(ticket.office_id,), category=ticket.category, but_about=str(me().id))
    lines = queue.page(session, wanted, now, limit=_ALIKE_SHOWN + 1).lines
    return [line for line in lines if line.number != ticket.number][:_ALIKE_SHOWN]


def _colleagues(session: Session, ticket: Ticket, code: str) -> Sequence[Any]:
    return [
        one
        for one in staff.of_offices(session, [code], COLLEAGUES)
        if str(one.id) not in {ticket.owner, ticket.against_person}
    ]
