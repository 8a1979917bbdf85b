"""The queue: what is to be done, by deadline, with filters, counts, saved searches and notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from core.reference.categories import categories
from core.services.cases import Cases
from core.store.desk import notices as notices_of_office
from core.store.desk import queue as queue_of_office
from core.store.desk import saved_searches
from core.store.desk.lateness import late_since
from core.store.desk.queue import Counts, Line, read_cursor
from core.store.desk.wanted import Wanted
from core.store.staff import staff
from core.text.gazetteer import districts
from core.ticket import Level, Role, TicketState
from gateway.channels import declarations
from gateway.house import House
from gateway.web.desk import unusual_view
from gateway.web.desk.allowed import may_in_bulk
from gateway.web.desk.counts import CountsKept
from gateway.web.desk.live import Watcher
from gateway.web.shared import filters, labels
from gateway.web.shared.numbers import form_number
from gateway.web.staff.scope import Scope, scope_of
from gateway.web.staff.users import me

PAGE = 50
MOST_IN_FILE = 5000
"""Tickets in one file: narrower filters give the rest."""
SEES_NOTICES = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD})
"""Whose look at a notice counts as the office's."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the queue, with how many tickets are in it."""

    show: str
    name: str
    count: int | None
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """A ticket's line as it stands in the table, in the page's language."""

    line: Line
    url: str
    pressing: str
    deadline: str
    due: str
    about: str
    state: str
    level: str
    owner: str
    office: str
    channel: str
    came: str
    lang: str


def add_queue(desk: Blueprint, house: House, watcher: Watcher) -> None:
    """Adds /desk and what belongs to it."""
    kept = CountsKept()

    @desk.get("")
    def queue() -> str:
        part = request.headers.get("X-Requested-With") == "fetch"
        return render_template("desk/lines.html" if part else "desk/queue.html", **_look(house, kept, watcher))

    @desk.post("/notices")
    def seen() -> Answer:
        up_to = form_number("up_to")
        with house.store.write() as session:
            root = scope_of(house, session, me()).root
            if me().role in SEES_NOTICES and up_to is not None:
                notices_of_office.mark_seen(
                    session,
                    root.id if root else None,
                    str(me().actor),
                    house.clock.now(),
                    up_to=up_to,
                )
        return redirect(url_for("desk.queue"))

    @desk.post("/searches")
    def keep() -> Answer:
        query = filters.query(request.form)
        with house.store.write() as session:
            saved_searches.keep(session, me().id, request.form.get("name", ""), query, house.clock.now())
        return redirect(f"{url_for('desk.queue')}?{query}")

    @desk.post("/searches/<int:search_id>/forget")
    def forget(search_id: int) -> Answer:
        with house.store.write() as session:
            saved_searches.forget(session, me().id, search_id)
        return redirect(url_for("desk.queue"))


def shown_lines(
    cases: Cases, session: Session, lines: Sequence[Line], now: datetime, back: str = ""
) -> list[QueueView]:
    """Lines with their names in the page's language; each name is looked up once. ``back`` is where they were found."""
    people = staff.names(session, {line.owner for line in lines})
    late = late_since(session, [line.number for line in lines if line.level])
    directory = cases.book.directory(session)
    language = labels.page_language()
    pattern = url_for("desk.ticket", number="NUMBER", back=back or None)

    @cache
    def office(office_id: int | None) -> str:
        return directory.get(office_id).named(language) if office_id is not None else ""

    @cache
    def about(category: str, district: str) -> str:
        return f"{labels.category_name(category)} · {labels.district_name(district)}"

    states = cache(lambda state: str(labels.STATES[state]))
    levels = cache(lambda level: str(labels.LEVELS[level]) if level else "")
    channel = cache(labels.channel_name)
    return [
        QueueView(
            line,
            pattern.replace("NUMBER", line.number),
            *labels.deadline(line, now, late.get(line.number)),
            labels.day(line.due_at),
            about(line.category, line.district),
            states(line.state),
            levels(line.level),
            people.get(line.owner or "", ""),
            office(line.office_id),
            channel(line.channel),
            labels.since(line.created_at, now),
            labels.html_lang(line.language),
        )
        for line in lines
    ]


def _look(house: House, kept: CountsKept, watcher: Watcher) -> dict[str, Any]:
    now = house.clock.now()
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        directory = house.cases.book.directory(session)
        wanted = filters.read(request.args, me(), scope, directory, now)
        after, before = (read_cursor(request.args.get(name, "")) for name in ("after", "before"))
        page = queue_of_office.page(session, wanted, now, after=after, before=before, limit=PAGE)
        counts = kept.counts(session, wanted, now)
        lines = shown_lines(house.cases, session, page.lines, now, filters.query(request.args))
        root_id = scope.root.id if scope.root else None
        notices = [one for one in notices_of_office.unseen(session, root_id) if one.ticket not in scope.about_me]
        unseen = notices_of_office.counts(session, root_id) if notices else {}
        searches = saved_searches.of(session, me().id)
        last = watcher.last_event(session)
        unusual = unusual_view.waiting(session, scope)
    return {
        "unusual": unusual,
        "lines": lines,
        "next": page.next,
        "previous": page.previous,
        "most_in_file": MOST_IN_FILE,
        "wanted": wanted,
        "tabs": _tabs(wanted, counts),
        "counts": counts,
        "notices": notices,
        "unseen": unseen,
        "may_see": me().role in SEES_NOTICES,
        "searches": searches,
        "query": filters.query(request.args),
        "filtered": filters.query(request.args, show=None),
        "last": last,
        "root": scope.root,
        "offices_shown": scope.whole or len(scope.ids) > 1,
        "bulk": may_in_bulk(me().role),
        "words": labels,
        "now": now,
        **_choices(scope, request.args),
    }


def _tabs(wanted: Wanted, counts: Counts) -> list[Tab]:
    """The views, each with its count (of all, so not beside a filter); the filters stay from view to view."""
    narrowed = bool(filters.query(request.args, show=None, office=None))
    names = {
        "todo": gettext("To do"),
        "waiting": gettext("With the citizen"),
        "proposed": gettext("Said to be solved"),
        "open": gettext("All open"),
        "ended": gettext("Ended"),
    }
    return [
        Tab(
            show,
            name,
            None if show == "ended" or narrowed else counts.of(show),
            filters.query(request.args, show=None if show == "todo" else show),
            wanted.show == show,
        )
        for show, name in names.items()
    ]


def _choices(scope: Scope, args: Mapping[str, str]) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "args": args,
        "names": filters.NAMES,
        "carried": filters.CARRIED,
        "from_dashboard": _from_dashboard(args),
        "categories": sorted((labels.category_name(key), key) for key in categories()),
        "districts": sorted((labels.district_name(name), name) for name in _districts_of(scope)),
        "channels": [(key, labels.channel_name(key)) for key in declarations()],
        "levels": [(int(level), labels.LEVELS[level]) for level in Level],
        "states": [(state.value, name) for state, name in labels.STATES.items() if state is not TicketState.MERGED],
        "own_level": filters.own_level(scope.root),
        "orders": [("", gettext("Nearest deadline")), ("newest", gettext("Newest")), ("oldest", gettext("Oldest"))],
    }


def _from_dashboard(args: Mapping[str, str]) -> list[str]:
    """What a dashboard's link asked for, in words: the page has no fields for it."""
    told = []
    if args.get("department"):
        told.append(labels.department_name(args["department"]))
    first, _, last = args.get("age", "").partition("-")
    if last:
        told.append(gettext("came %(first)s to %(last)s days ago", first=first, last=last))
    elif first.isdecimal():
        told.append(gettext("came over %(days)s days ago", days=int(first) - 1))
    due = args.get("due")
    if due:
        told.append(gettext("deadline is past") if due == filters.PAST else gettext("deadline on %(day)s", day=due))
    return told


def _districts_of(scope: Scope) -> list[str]:
    root = scope.root
    if root is None:
        return list(districts())
    if root.district:
        return [root.district]
    return [
        one.name
        for one in districts().values()
        if root.division in (None, one.division) and one.province == root.province
    ]
