"""Several tickets at once: each is done by itself, and each has its own result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.errors import ArziError, Conflict, NotFound
from core.staff import Staff
from core.store.casework import tickets
from core.store.people import staff
from gateway.house import House
from gateway.reasons import told
from gateway.web.desk import words
from gateway.web.desk.allowed import possible
from gateway.web.desk.deeds import BULK, BY_NAME, Asks, Deed
from gateway.web.desk.forms import WhichOffice, read, the_office
from gateway.web.desk.ticket_page import COLLEAGUES
from gateway.web.languages import page_language
from gateway.web.staff.scope import scope_of, seen
from gateway.web.staff.users import me

MOST = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one ticket; ``problem`` is empty where it was done."""

    number: str
    problem: str


def add_bulk(desk: Blueprint, house: House) -> None:
    """Adds /desk/bulk: first what is to be done is asked, then it is done."""

    @desk.post("/bulk")
    def bulk() -> str | Answer | tuple[str, int]:
        deed = BY_NAME.get(request.form.get("deed", "")) if request.form.get("deed") in BULK else None
        chosen = list(dict.fromkeys(request.form.getlist("ticket")))[:MOST]
        if deed is None or not chosen:
            return redirect(f"{url_for('desk.queue')}?{request.form.get('query', '')}")
        if "go" not in request.form:
            return _ask(house, deed, chosen)
        try:
            with house.store.read() as session:
                if deed.asks is Asks.OFFICE:
                    the_office(house.cases.book.directory(session), request.form.get("office", ""))
                read(house, session, deed, "en")
        except WhichOffice as which:
            return _ask(house, deed, chosen, offices=[f"{one.name} ({one.code})" for one in which.offices]), 400
        except ArziError as error:
            return _ask(house, deed, chosen, problem=told(error, page_language())), 400
        now = house.clock.now()
        results = [_one(house, deed, one, now) for one in chosen]
        query = request.form.get("query", "")
        return render_template("desk/bulk_done.html", deed=deed, results=results, query=query)


def _one(house: House, deed: Deed, chosen: str, now: datetime) -> Result:
    number, _, version = chosen.partition(":")
    try:
        with house.store.write() as session:
            ticket = seen(scope_of(house, session, me()), tickets.get(session, number))
            if deed not in possible(ticket, me()) or deed.make is None:
                state = words.STATES[ticket.state]
                return Result(number, gettext("This cannot be done: it is “%(state)s”.", state=state))
            given = read(house, session, deed, ticket.language)
            command = deed.make(given, me().actor)
            after = house.cases.do(
                session, number, command, now, version=int(version) if version.isdecimal() else ticket.version
            )
    except Conflict:
        return Result(number, gettext("Somebody changed it since you looked."))
    except NotFound:
        return Result(number, gettext("There is no such ticket of yours."))
    except ArziError as error:
        return Result(number, told(error, page_language()))
    house.queue.deliver(after.person)
    return Result(number, "")


def _ask(house: House, deed: Deed, chosen: list[str], *, problem: str = "", offices: list[str] | None = None) -> str:
    return render_template(
        "desk/bulk.html",
        deed=deed,
        Asks=Asks,
        chosen=chosen,
        numbers=[one.partition(":")[0] for one in chosen],
        problem=problem,
        offices=offices or [],
        colleagues=_colleagues(house) if deed.asks is Asks.COLLEAGUE else [],
        query=request.form.get("query", ""),
        written=request.form,
    )


def _colleagues(house: House) -> Sequence[Staff]:
    """Those of one's own office: who may be given a ticket of another is chosen on that ticket's page."""
    with house.store.read() as session:
        return staff.of_offices(session, [me().office or ""], COLLEAGUES)
