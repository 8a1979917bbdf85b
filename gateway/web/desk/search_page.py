"""Searching: a tracking number leads to its ticket; words to the newest tickets that have them all."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from core.search_words import asked
from core.store.casework import tickets
from core.store.desk import queue_of_office, search
from core.text.normalise import clean_text, fold_digits
from core.ticket import OPEN
from core.tracking import read_tracking_number
from gateway.house import House
from gateway.web.desk import words
from gateway.web.desk.queue_page import shown_lines
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

PAGE = 50
_MOST_LOOKED_AT = 500
"""With "open only": among so many of the newest hits."""


def add_search(desk: Blueprint, house: House) -> None:
    """Adds /desk/search."""

    @desk.get("/search")
    def look() -> str | Answer:
        now = house.clock.now()
        query = clean_text(request.args.get("q", "")).strip()[:200]
        only_open = request.args.get("open") == "1"
        before = request.args.get("before", "")
        number = read_tracking_number(fold_digits(query))
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            if number is not None:
                ticket = tickets.find(session, number)
                if ticket is not None and scope.covers(ticket.office_id):
                    return redirect(url_for("desk.ticket", number=number))
            ids = search.find(
                session,
                query,
                under=scope.root.id if scope.root else None,
                limit=_MOST_LOOKED_AT if only_open else PAGE + 1,
                before=int(before) if before.isdecimal() and len(before) < 16 else None,
            )
            lines = queue_of_office.of_ids(session, ids)
            lines = [line for line in lines if scope.covers(line.office_id) and (not only_open or line.state in OPEN)]
            more = len(lines) > PAGE
            shown = shown_lines(house, session, lines[:PAGE], now)
        return render_template(
            "desk/search.html",
            q=query,
            lines=shown,
            only_open=only_open,
            next=lines[PAGE - 1].id if more else None,
            understood=bool(asked(query)),
            wrong_number=number is not None,
            offices_shown=scope.whole or len(scope.ids) > 1,
            words=words,
            now=now,
        )
