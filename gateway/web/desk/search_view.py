"""Searching: a tracking number leads to its ticket; words to the newest tickets that have them all; a citizen's phone,
email or CNIC, for a reason that is kept, to their cases."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from core.services import persons
from core.store.casework import tickets
from core.store.desk import queue, search
from core.store.desk.search import asked
from core.store.staff import access_log
from core.text.normalise import clean_text, fold_digits
from core.text.tracking import read_tracking_number
from core.ticket import OPEN
from gateway.house import House
from gateway.web.desk.queue_view import shown_lines
from gateway.web.shared import labels
from gateway.web.shared.numbers import whole_number
from gateway.web.staff.scope import Scope, scope_of
from gateway.web.staff.users import me

PAGE = 50
_MOST_LOOKED_AT = 500
"""With "open only": among so many of the newest hits."""


def add_search(desk: Blueprint, house: House) -> None:
    """Adds /desk/search."""

    @desk.get("/search")
    def by_words() -> str | Answer:
        now = house.clock.now()
        query = clean_text(request.args.get("q", "")).strip()[:200]
        only_open = request.args.get("open") == "1"
        before = request.args.get("before", "")
        number = read_tracking_number(fold_digits(query))
        if query and not before:
            with house.store.write() as session:
                access_log.write_down(session, me().id, "search", "", now, reason=query)
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            if number is not None:
                ticket = tickets.find(session, number)
                if ticket is not None and scope.allows(ticket):
                    return redirect(url_for("desk.ticket", number=number))
            lines = _hits(session, scope, query, only_open=only_open, before=whole_number(before))
            more = len(lines) > PAGE
            shown = shown_lines(house.cases, session, lines[:PAGE], now)
        return render_template(
            "desk/search.html",
            q=query,
            lines=shown,
            only_open=only_open,
            next=lines[PAGE - 1].id if more else None,
            later=bool(before),
            understood=bool(asked(query)),
            persons_number=bool(query) and number is None and persons.identify(query) is not None,
            wrong_number=number is not None,
            offices_shown=scope.whole or len(scope.ids) > 1,
            words=labels,
            now=now,
        )


def add_search_by_person(desk: Blueprint, house: House) -> None:
    """Adds the form that is sent to /desk/search."""

    @desk.post("/search")
    def by_person() -> str | tuple[str, int]:
        """By a citizen's phone, email or CNIC: sent, so that it stands in no address, and written down with its
        reason. Cases of those who wish not to be named are not found so."""
        now, who = house.clock.now(), request.form.get("who", "")[:200]
        found = persons.identify(who)
        why = clean_text(request.form.get("why", "")).strip()[:300]
        if found is None or found[0] == persons.NUMBER:
            return _by_person(house, now, who, why, problem=gettext("This is no phone, email or CNIC.")), 400
        if not why:
            return _by_person(house, now, who, why, problem=gettext("Please write the reason.")), 400
        with house.store.write() as session:
            access_log.write_down(session, me().id, "person search", found[0], now, reason=why)
        return _by_person(house, now, who, why, found)


def _hits(session: Session, scope: Scope, query: str, *, only_open: bool, before: int | None) -> list[queue.Line]:
    """The newest tickets with these words that may be seen here, one more than a page holds where there are more."""
    ids = search.find(
        session,
        query,
        under=scope.root.id if scope.root else None,
        limit=_MOST_LOOKED_AT if only_open else PAGE + 1,
        before=before,
    )
    lines = queue.of_ids(session, ids)
    return [line for line in lines if _covered(scope, line) and (not only_open or line.state in OPEN)]


def _by_person(
    house: House, now: datetime, who: str, why: str, found: tuple[str, str] | None = None, problem: str = ""
) -> str:
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        theirs = persons.cases_of(session, *found) if found is not None else []
        numbers = [one.number for one in theirs if scope.allows(one) and not one.anonymous][:PAGE]
        lines = queue.of_ids(session, tickets.ids(session, numbers))
        shown = shown_lines(house.cases, session, lines, now)
    return render_template(
        "desk/search.html",
        q="",
        who=who,
        why=why,
        problem=problem,
        sought=found is not None,
        lines=shown,
        only_open=False,
        next=None,
        offices_shown=scope.whole or len(scope.ids) > 1,
        words=labels,
        now=now,
    )


def _covered(scope: Scope, line: queue.Line) -> bool:
    return scope.covers(line.office_id) and line.against_person != scope.person
