"""Several tickets at once: each is done by itself, and each has its own result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.errors import ArziError, Conflict, NotFound
from core.offices.directory import Office
from core.offices.staff import Staff
from core.store.casework import tickets
from core.store.engine import Store
from core.store.staff import staff
from gateway.house import House
from gateway.reasons import explain
from gateway.web.desk.actions import BULK, BY_NAME, Asks, DeskAction
from gateway.web.desk.allowed import possible
from gateway.web.desk.forms import read
from gateway.web.desk.ticket_view import COLLEAGUES
from gateway.web.shared import labels
from gateway.web.shared.languages import page_language
from gateway.web.shared.numbers import whole_number
from gateway.web.shared.offices import WhichOffice, office_label, the_office
from gateway.web.staff.scope import authorized, scope_of
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
        action = BY_NAME.get(request.form.get("do", "")) if request.form.get("do") in BULK else None
        chosen = list(dict.fromkeys(request.form.getlist("ticket")))[:MOST]
        if action is None or not chosen:
            return redirect(f"{url_for('desk.queue')}?{request.form.get('query', '')}")
        if "go" not in request.form:
            return _ask(house.store, action, chosen)
        try:
            with house.store.read() as session:
                if action.asks is Asks.OFFICE:
                    the_office(house.cases.book.directory(session), request.form.get("office", ""))
                read(house, session, action, "en")
        except WhichOffice as which:
            return _ask(house.store, action, chosen, offices=_choices(house, which.offices)), 400
        except ArziError as error:
            return _ask(house.store, action, chosen, problem=explain(error, page_language())), 400
        now = house.clock.now()
        results = [_one(house, action, one, now) for one in chosen]
        query = request.form.get("query", "")
        return render_template("desk/bulk_done.html", action=action, results=results, query=query)


def _one(house: House, action: DeskAction, chosen: str, now: datetime) -> Result:
    number, _, version = chosen.partition(":")
    try:
        with house.store.write() as session:
            ticket = authorized(scope_of(house, session, me()), tickets.get(session, number))
            if action not in possible(ticket, me()) or action.make is None:
                state = labels.STATES[ticket.state]
                return Result(number, gettext("This cannot be done: it is “%(state)s”.", state=state))
            given = read(house, session, action, ticket.language)
            command = action.make(given, me().actor)
            after = house.cases.do(session, number, command, now, version=whole_number(version, 9) or ticket.version)
    except Conflict:
        return Result(number, gettext("Somebody changed it since you looked."))
    except NotFound:
        return Result(number, gettext("There is no such ticket of yours."))
    except ArziError as error:
        return Result(number, explain(error, page_language()))
    house.queue.deliver(after.person)
    return Result(number, "")


def _ask(
    store: Store,
    action: DeskAction,
    chosen: list[str],
    *,
    problem: str = "",
    offices: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "desk/bulk.html",
        action=action,
        Asks=Asks,
        chosen=chosen,
        numbers=[one.partition(":")[0] for one in chosen],
        problem=problem,
        offices=offices or [],
        colleagues=_colleagues(store) if action.asks is Asks.COLLEAGUE else [],
        query=request.form.get("query", ""),
        written=request.form,
    )


def _choices(house: House, offices: Sequence[Office]) -> list[tuple[str, str]]:
    """Each office's code, which the form sends, with the name that is shown."""
    with house.store.read() as session:
        directory = house.cases.book.directory(session)
    return [(one.code, office_label(one, directory, page_language())) for one in offices]


def _colleagues(store: Store) -> Sequence[Staff]:
    """Those of one's own office: who may be given a ticket of another is chosen on that ticket's page."""
    with store.read() as session:
        return staff.of_offices(session, [me().office or ""], COLLEAGUES)
