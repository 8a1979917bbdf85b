"""Doing: each deed is one form of the ticket's page. Who saw an older version is shown what changed since."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response as Answer

from core.casework import merge
from core.errors import Conflict, InvalidTransition, NotAllowed, NotFound, Rejected
from core.store.casework import tickets
from core.store.desk import desk_files
from core.store.people import staff
from core.text.normalise import fold_digits
from core.ticket import Ticket
from core.tracking import read_tracking_number
from gateway.house import House
from gateway.reasons import told
from gateway.web.desk import words
from gateway.web.desk.deeds import BY_NAME, Asks, Deed
from gateway.web.desk.forms import WhichOffice, offices_like, read, seen_version, take_files
from gateway.web.desk.live import Watcher
from gateway.web.desk.ticket_page import show
from gateway.web.desk.timeline import Names, people_in, timeline
from gateway.web.languages import page_language
from gateway.web.staff.scope import scope_of, seen
from gateway.web.staff.users import me

_OWN_FIELDS = ("csrf_token", "version", "seen")


def add_posts(desk: Blueprint, house: House, watcher: Watcher) -> None:
    """Adds every deed, and the search for an office that forwarding needs."""

    @desk.post("/<number>/do/<name>")
    def do(number: str, name: str) -> Response | Answer | tuple[str, int]:
        deed = BY_NAME.get(name)
        if deed is None:
            raise NotFound(f"no deed {name}")
        with house.store.read() as session:
            seen(scope_of(house, session, me()), tickets.get(session, number))
        try:
            after = _do(house, number, deed)
        except Conflict:
            return _changed_since(house, number, deed)
        except WhichOffice as which:
            return _which(number, deed, which), 200
        except (Rejected, InvalidTransition, NotAllowed) as error:
            written = {**request.form, "open": name}
            status = 400 if isinstance(error, Rejected) else 409
            return show(house, watcher, number, problem=told(error, page_language()), written=written, status=status)
        house.queue.deliver(after.person)
        return redirect(url_for("desk.ticket", number=number, done=name, back=request.form.get("back") or None))

    @desk.get("/offices")
    def offices() -> Response:
        with house.store.read() as session:
            found = offices_like(house.cases.book.directory(session), request.args.get("q", "")[:80])
        language = words.page_language()
        return jsonify([f"{office.named(language)} ({office.code})" for office in found])


def _do(house: House, number: str, deed: Deed) -> Ticket:
    """Do it. Raises what the form or the command finds wrong."""
    now = house.clock.now()
    files = take_files(house) if deed.asks is Asks.FILES else []
    with house.store.write() as session:
        ticket = seen(scope_of(house, session, me()), tickets.get(session, number))
        if deed.make is None:
            return _OWN_WAYS[deed.name](house, session, ticket, now)
        given = read(house, session, deed, ticket.language, files)
        command = deed.make(given, me().actor)
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
        seen(scope_of(house, session, me()), tickets.get(session, into))
    except NotFound:
        raise Rejected("no such ticket", tell=str(gettext("There is no such ticket of yours."))) from None
    return house.cases.merge(
        session, ticket.number, into, lambda t, main, at, policy: merge(t, main, me().actor, at, policy), now
    )


def _against(house: House, session: Session, ticket: Ticket, now: datetime) -> Ticket:
    if ticket.version != seen_version():
        raise Conflict(f"{ticket.number} is version {ticket.version}")
    given = read(house, session, BY_NAME["against"], ticket.language)
    office = ticket.office_id if request.form.get("about") == "office" else None
    return house.cases.mark_against(session, ticket.number, office, given.colleague, given.words, me().actor, now)


_OWN_WAYS: Mapping[str, Callable[[House, Session, Ticket, datetime], Ticket]] = {"merge": _merge, "against": _against}
"""Deeds that are more than one command."""


def _changed_since(house: House, number: str, deed: Deed) -> tuple[str, int]:
    """What happened since the form was made, and the form once more: for doing it all the same."""
    last = request.form.get("seen", "")
    with house.store.read() as session:
        ticket = seen(scope_of(house, session, me()), tickets.get(session, number))
        events = tickets.events(session, number)
        names = Names(staff.names(session, people_in(events)), house.cases.book.directory(session))
    since = events[int(last) :] if last.isdecimal() and len(last) < 9 else events[-1:]
    page = render_template(
        "desk/changed.html",
        ticket=ticket,
        deed=deed,
        events=timeline(since, names),
        words=words,
        given=_given(request.form),
        seen_up_to=events[-1].seq if events else 0,
        files=deed.asks is Asks.FILES,
    )
    return page, 409


def _which(number: str, deed: Deed, which: WhichOffice) -> str:
    return render_template(
        "desk/which_office.html",
        number=number,
        deed=deed,
        offices=which.offices,
        language=words.page_language(),
        given=_given(request.form, without=("office",)),
        version=seen_version(),
        seen_up_to=request.form.get("seen", ""),
    )


def _given(form: ImmutableMultiDict[str, str], without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """What was written, to be sent once more."""
    return [(name, value) for name, value in form.items(multi=True) if name not in (*_OWN_FIELDS, *without)]
