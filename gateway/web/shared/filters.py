"""The queue's address: what it is filtered by, read and written. Nonsense in it is left out."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from core.dashboards.sums import begin_of, day_of
from core.errors import NotFound
from core.offices.directory import LADDER, Directory, Office
from core.offices.staff import Staff
from core.reference.categories import categories
from core.store.desk.wanted import NO_SPAN, ORDERS, VIEWS, Span, Wanted
from core.text.gazetteer import districts
from core.ticket import Level, TicketState
from gateway.channels import declarations
from gateway.web.staff.scope import Scope

NAMES = (
    "show", "category", "district", "channel", "level", "owner", "office", "department", "age", "due", "urgent",
    "overdue", "from", "to", "order",
)  # fmt: skip
"""The parts of the address that filter."""
CARRIED = ("office", "department", "age", "due")
"""Those that have no field on the page: dashboards lead here with them."""
PAST = "past"
MINE, NOBODY = "me", "nobody"


def read(args: Mapping[str, str], person: Staff, scope: Scope, directory: Directory, now: datetime) -> Wanted:
    """What the address asks for, within what the person may see."""
    show = args.get("show", "")
    known = show in VIEWS or show in set(TicketState)
    owner = args.get("owner", "")
    level = args.get("level", "")
    return Wanted(
        but_about=str(person.id),
        offices=_of_department(
            args.get("department", ""), _offices(args.get("office", ""), scope, directory), directory
        ),
        show=show if known else "todo",
        category=_one_of(args.get("category"), categories()),
        district=_one_of(args.get("district"), districts()),
        channel=_one_of(args.get("channel"), declarations()),
        level=Level(int(level)) if level.isdecimal() and len(level) == 1 and int(level) in set(Level) else None,
        owner={"": None, NOBODY: "", MINE: str(person.id)}.get(owner, owner),
        urgent=args.get("urgent") == "1",
        overdue=args.get("overdue") == "1",
        came=_narrower(_of_age(args.get("age", ""), now), _between(args.get("from", ""), args.get("to", ""))),
        due=_due_on(args.get("due", ""), now),
        order=args["order"] if args.get("order") in ORDERS else ORDERS[0],
    )


def query(args: Mapping[str, str], **changes: str | None) -> str:
    """The part of the queue's address after the "?", with changes; always in the same order."""
    values = {name: args.get(name, "") for name in NAMES} | {name: value or "" for name, value in changes.items()}
    return urlencode({name: value for name, value in values.items() if value})


def own_level(office: Office | None) -> Level | None:
    """The level of the ladder at which this office stands, if it does."""
    return next((level for level, kind in LADDER.items() if office is not None and kind == office.kind), None)


def _offices(code: str, scope: Scope, directory: Directory) -> Collection[int] | None:
    """An office of the scope with what is under it, where one is named; else the scope's own."""
    if code:
        try:
            office = directory.by_code(code)
        except NotFound:
            office = None
        if office is not None and scope.covers(office.id):
            under = {one.id for one in directory.under(office)}
            return under if scope.whole else under & scope.ids
    return None if scope.whole else scope.ids


def _of_department(department: str, offices: Collection[int] | None, directory: Directory) -> Collection[int] | None:
    known = {one.id for one in directory if one.department == department} if department else set()
    if not known:
        return offices
    return known if offices is None else known & set(offices)


def age(first: int, last: int | None) -> str:
    """Days since it came, as the address has them: ``8-30``, ``91-``."""
    return f"{first}-{last if last is not None else ''}"


def _of_age(asked: str, now: datetime) -> Span:
    """When tickets of so many days came: by days in Pakistan, as dashboards count them."""
    first, _, last = asked.partition("-")
    if not (first.isdecimal() and len(first) < 5 and (not last or (last.isdecimal() and len(last) < 5))):
        return NO_SPAN
    today = day_of(now)
    return (
        begin_of(today - timedelta(days=int(last))) if last else None,
        begin_of(today - timedelta(days=int(first) - 1)),
    )


def _due_on(asked: str, now: datetime) -> Span:
    """A day's deadlines, or all before today."""
    if asked == PAST:
        return None, begin_of(day_of(now))
    try:
        day = date.fromisoformat(asked)
        return begin_of(day), begin_of(day + timedelta(days=1))
    except (ValueError, OverflowError):
        return NO_SPAN


def _between(first: str, last: str) -> Span:
    """Two days of Pakistan's calendar, both within; nonsense is left out."""
    begin, end = _day(first), _day(last)
    return (
        begin_of(begin) if begin is not None else None,
        begin_of(end + timedelta(days=1)) if end is not None and end < date.max else None,
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _narrower(one: Span, other: Span) -> Span:
    """What is in both."""
    first = max(filter(None, (one[0], other[0])), default=None)
    end = min(filter(None, (one[1], other[1])), default=None)
    return first, end


def _one_of(value: str | None, known: Collection[str]) -> str | None:
    return value if value in known else None
