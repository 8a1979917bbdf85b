"""The office calendar: holidays with where they come from, days announced later, other hours for a time (Ramzan)."""

import dataclasses
from collections.abc import Callable
from datetime import date, time, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import format_date, get_locale, gettext
from werkzeug.wrappers import Response

from core.casework.announced import Announced, AnnouncedDay, AnnouncedHours
from core.casework.holidays import Holiday, official
from core.casework.worktime import HoursPeriod, OfficeHours, check_hours
from core.errors import ConfigInvalid
from core.services import calendar
from core.store.staff.admin_log import write_down
from core.text.normalise import clean_text
from gateway.house import House
from gateway.web.staff.users import me

_YEARS_AHEAD = 3
_RAMZAN = timedelta(days=30)
_FRIDAY = 4


@dataclasses.dataclass(frozen=True, slots=True)
class _Day:
    """A row of the page. ``why``: the notification, where it was announced here. ``free``: offices are closed."""

    day: date
    name: str
    source: str
    estimated: bool
    free: bool
    why: str | None


def add(room: Blueprint, house: House) -> None:
    """/admin/calendar."""

    @room.get("/calendar")
    def calendar_page() -> str:
        return _page(house)

    @room.post("/calendar")
    def change_calendar() -> Response | tuple[str, int]:
        now = house.clock.now()
        try:
            change = _CHANGES[request.form.get("do", "")](house.cases.hours)
        except KeyError:
            return _page(house, problem=gettext("Please say what is to be changed.")), 400
        except (ValueError, ConfigInvalid):
            problem = gettext("Please give a day (or a first and a last one), times in order, and a reason.")
            return _page(house, problem=problem), 400
        with house.store.write() as session:
            before = calendar.announced(session)
            kept = calendar.announce(session, house.cases.hours, change(before), now)
            about, what = request.form.get("day") or request.form.get("first", ""), request.form["do"]
            write_down(session, me().id, "calendar", about, now, do=what, why=_why(), version=kept.version)
        return redirect(url_for("administration.calendar_page", kept=1))


def _page(house: House, problem: str | None = None) -> str:
    with house.store.read() as session:
        held = calendar.announced(session)
    today = house.clock.now().date()
    year = min(max(request.args.get("year", today.year, type=int), today.year - 1), today.year + _YEARS_AHEAD)
    official_days = official(house.cases.hours.country, house.cases.hours.province, year, year)
    return render_template(
        "administration/calendar.html",
        days=_days(official_days, held, house.cases.hours, year),
        periods=held.periods,
        ramzan=_ramzan(house.cases.hours, today),
        year=year,
        years=range(today.year - 1, today.year + _YEARS_AHEAD + 1),
        today=today,
        problem=problem,
        kept=request.args.get("kept"),
        in_words=lambda day: format_date(day, "EEE d MMM y"),
    )


def _days(known: tuple[Holiday, ...], held: Announced, base: OfficeHours, year: int) -> list[_Day]:
    language = str(get_locale() or "en")
    opened = {one.day: one.why for one in held.opened}
    closed = {one.day: one.why for one in held.closed}
    rows = {
        one.day: _Day(
            one.day,
            one.named(language),
            one.by,
            one.estimated,
            one.day not in opened and one.day not in base.opened,
            opened.get(one.day),
        )
        for one in known
    }
    for day in base.closed:
        rows.setdefault(day, _Day(day, gettext("Day off"), "configuration", False, day not in opened, opened.get(day)))
    for day, why in closed.items():
        rows[day] = _Day(day, rows[day].name if day in rows else gettext("Day off"), "announced", False, True, why)
    return [rows[day] for day in sorted(rows) if day.year == year]


def _ramzan(hours: OfficeHours, today: date) -> tuple[date, date] | None:
    """The next Ramzan as far as it can be reckoned: the thirty days before Eid, give or take one."""
    eids = [
        one.day
        for one in official(hours.country, hours.province, today.year, today.year + 1)
        if "Fitr" in one.named("en") and one.by == "federal"
    ]
    first_days = [day for day in eids if day - timedelta(days=1) not in eids and day > today]
    return (first_days[0] - _RAMZAN, first_days[0] - timedelta(days=1)) if first_days else None


_Change = Callable[[Announced], Announced]


def _close(_hours: OfficeHours) -> _Change:
    one = AnnouncedDay(_date("day"), _reason())
    return lambda held: dataclasses.replace(
        held,
        closed=(*(day for day in held.closed if day.day != one.day), one),
        opened=tuple(day for day in held.opened if day.day != one.day),
    )


def _open(_hours: OfficeHours) -> _Change:
    one = AnnouncedDay(_date("day"), _reason())
    return lambda held: dataclasses.replace(
        held,
        opened=(*(day for day in held.opened if day.day != one.day), one),
        closed=tuple(day for day in held.closed if day.day != one.day),
    )


def _as_before(_hours: OfficeHours) -> _Change:
    day = _date("day")
    return lambda held: dataclasses.replace(
        held,
        closed=tuple(one for one in held.closed if one.day != day),
        opened=tuple(one for one in held.opened if one.day != day),
    )


def _other_hours(hours: OfficeHours) -> _Change:
    daily, friday = (_time("from"), _time("to")), (_time("friday_from"), _time("friday_to"))
    days = {weekday: (daily,) for weekday in hours.days if weekday != _FRIDAY} | {_FRIDAY: (friday,)}
    period = HoursPeriod(_date("first"), _date("last"), days)
    check_hours(dataclasses.replace(hours, periods=(period,)))
    one = AnnouncedHours(period, _reason())
    return lambda held: dataclasses.replace(held, periods=(*held.periods, one))


def _usual_hours(_hours: OfficeHours) -> _Change:
    first = _date("first")
    return lambda held: dataclasses.replace(
        held, periods=tuple(one for one in held.periods if one.period.first != first)
    )


_CHANGES: dict[str, Callable[[OfficeHours], _Change]] = {
    "close": _close,
    "open": _open,
    "as_before": _as_before,
    "hours": _other_hours,
    "usual_hours": _usual_hours,
}


def _date(name: str) -> date:
    """Raises ValueError, also for a day of which nobody announces anything."""
    day = date.fromisoformat(request.form.get(name, ""))
    if not 2000 < day.year < 2200:
        raise ValueError(f"no day of ours: {day}")
    return day


def _time(name: str) -> time:
    return time.fromisoformat(request.form.get(name, ""))


def _why() -> str:
    return clean_text(request.form.get("why", "")).strip()[:200]


def _reason() -> str:
    why = _why()
    if not why:
        raise ValueError("no reason")
    return why
