"""Doing: each action is one form of the ticket's page. Who saw an older version is shown what changed since."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response as Answer

from core.casework import citizen_satisfied, merge
from core.casework.closing import ONLY_THE_CITIZEN
from core.errors import Conflict, InvalidTransition, NotAllowed, NotFound, Rejected
from core.services.correcting import put_right
from core.store.casework import tickets
from core.store.desk import files as desk_files
from core.store.staff import staff
from core.text.normalise import fold_digits
from core.text.tracking import read_tracking_number
from core.ticket import CITIZEN, Ticket
from gateway.house import House
from gateway.reasons import explain
from gateway.web.desk.actions import BY_NAME, Asks, DeskAction
from gateway.web.desk.allowed import BRINGS_THE_CODE
from gateway.web.desk.codes import check_code
from gateway.web.desk.forms import read, read_right, take_files
from gateway.web.desk.live import Watcher
from gateway.web.desk.ticket_view import show
from gateway.web.desk.timeline import Names, masking, people_in, timeline
from gateway.web.shared import labels
from gateway.web.shared.languages import page_language
from gateway.web.shared.numbers import form_number, seen_version
from gateway.web.shared.offices import WhichOffice, office_label, offices_like
from gateway.web.staff.scope import authorized, scope_of
from gateway.web.staff.users import me

_OWN_FIELDS = ("csrf_token", "version", "seen")


def add_posts(desk: Blueprint, house: House, watcher: Watcher) -> None:
    """Adds every action, and the search for an office that forwarding needs."""

    @desk.post("/<number>/do/<name>")
    def do(number: str, name: str) -> Response | Answer | tuple[str, int]:
        action = BY_NAME.get(name)
        if action is None:
            raise NotFound(f"no action {name}")
        with house.store.read() as session:
            authorized(scope_of(house, session, me()), tickets.get(session, number))
        try:
            if action.asks is Asks.CODE:
                check_code(house, number, request.form.get("code", ""))
            after = _do(house, number, action)
        except Conflict:
            return _changed_since(house, number, action)
        except WhichOffice as which:
            return _which(number, action, which), 200
        except (Rejected, InvalidTransition, NotAllowed) as error:
            written = {**request.form, "open": name}
            status = 400 if isinstance(error, Rejected) else 409
            return show(house, watcher, number, problem=explain(error, page_language()), written=written, status=status)
        house.queue.deliver(after.person)
        with house.store.read() as session:
            gone = not scope_of(house, session, me()).covers(after.office_id)
        if gone:  # it is another office's now, and to them no longer to be seen
            return redirect(url_for("desk.queue", sent_on=number))
        onward: dict[str, Any] = {kept: request.form.get(kept) or None for kept in ("back", "following")}
        return redirect(url_for("desk.ticket", number=number, done=name, **onward))

    @desk.get("/offices")
    def offices() -> Response:
        with house.store.read() as session:
            directory = house.cases.book.directory(session)
        found = offices_like(directory, request.args.get("q", "")[:80])
        return jsonify([office_label(office, directory, labels.page_language()) for office in found])


def _do(house: House, number: str, action: DeskAction) -> Ticket:
    """Do it. Raises what the form or the command finds wrong."""
    now = house.clock.now()
    files = take_files(house.store) if action.asks is Asks.FILES else []
    with house.store.write() as session:
        ticket = authorized(scope_of(house, session, me()), tickets.get(session, number))
        if action.make is None:
            return _OWN_WAYS[action.name](house, session, ticket, now)
        given = read(house, session, action, ticket.language, files)
        command = action.make(given, me().actor)
        after = house.cases.do(session, number, command, now, version=seen_version())
        conversation = tickets.conversation_of(session, number)
        for file in files if conversation is not None else ():
            assert conversation is not None
            desk_files.keep(
                session,
                conversation.id,
                str(me().actor),
                now,
                sha256=file.sha256,
                filename=file.filename,
                media_type=file.media_type,
                size=file.size,
            )
    return after


def _merge(house: House, session: Session, ticket: Ticket, now: datetime) -> Ticket:
    into = read_tracking_number(fold_digits(request.form.get("into", "")).strip())
    if into is None:
        raise Rejected("no number", tell=str(gettext("Please write the other ticket's tracking number.")))
    if ticket.version != seen_version():
        raise Conflict(f"{ticket.number} is version {ticket.version}")
    try:
        authorized(scope_of(house, session, me()), tickets.get(session, into))
    except NotFound:
        raise Rejected("no such ticket", tell=str(gettext("There is no such ticket of yours."))) from None
    return house.cases.merge(
        session, ticket.number, into, lambda ticket, main, at, policy: merge(ticket, main, me().actor, at, policy), now
    )


def _against(house: House, session: Session, ticket: Ticket, now: datetime) -> Ticket:
    if ticket.version != seen_version():
        raise Conflict(f"{ticket.number} is version {ticket.version}")
    given = read(house, session, BY_NAME["against"], ticket.language)
    office = ticket.office_id if request.form.get("about") == "office" else None
    return house.cases.mark_against(session, ticket.number, office, given.colleague, given.words, me().actor, now)


def _satisfied(house: House, session: Session, ticket: Ticket, now: datetime) -> Ticket:
    """By the citizen's code, which was looked at before (``check_code``): it is their word, and says who brought it."""
    given = read(house, session, BY_NAME["satisfied"], ticket.language)
    if me().role not in BRINGS_THE_CODE:
        raise NotAllowed("bringing the code", tell=ONLY_THE_CITIZEN)
    return house.cases.do(
        session,
        ticket.number,
        lambda ticket, at, policy: citizen_satisfied(
            ticket, CITIZEN, at, policy, remark=given.words, by_code=me().actor
        ),
        now,
        version=seen_version(),
    )


def _correct(house: House, session: Session, ticket: Ticket, now: datetime) -> Ticket:
    given = read(house, session, BY_NAME["correct"], ticket.language)
    record = tickets.record(session, ticket.number)
    return put_right(
        session, house.cases, ticket.number, read_right(ticket, record), given.words, me().actor, now, seen_version()
    )


_OWN_WAYS: Mapping[str, Callable[[House, Session, Ticket, datetime], Ticket]] = {
    "merge": _merge,
    "against": _against,
    "satisfied": _satisfied,
    "correct": _correct,
}
"""Actions that are more than one command."""


def _changed_since(house: House, number: str, action: DeskAction) -> tuple[str, int]:
    """What happened since the form was made, and the form once more: for doing it all the same."""
    last = form_number("seen", 8)
    with house.store.read() as session:
        ticket = authorized(scope_of(house, session, me()), tickets.get(session, number))
        events = tickets.events(session, number)
        hide = masking(tickets.record(session, number), anonymous=ticket.anonymous)
        names = Names(staff.names(session, people_in(events)), house.cases.book.directory(session))
    since = events[last:] if last is not None else events[-1:]
    page = render_template(
        "desk/changed.html",
        ticket=ticket,
        action=action,
        events=timeline(since, names, hide),
        words=labels,
        given=_given(request.form),
        seen_up_to=events[-1].seq if events else 0,
        files=action.asks is Asks.FILES,
    )
    return page, 409


def _which(number: str, action: DeskAction, which: WhichOffice) -> str:
    return render_template(
        "desk/which_office.html",
        number=number,
        action=action,
        offices=which.offices,
        language=labels.page_language(),
        given=_given(request.form, without=("office",)),
        version=seen_version(),
        seen_up_to=request.form.get("seen", ""),
    )


def _given(form: ImmutableMultiDict[str, str], without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What was written, to be sent once more."""
    return [(name, value) for name, value in form.items(multi=True) if name not in (*_OWN_FIELDS, *without)]
