"""What states, levels, channels, notices and flags are called on the desk, in the page's language."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from core.casework import NoticeKind, RejectionReason
from core.casework.flags import FlagKind
from core.ports import PAKISTAN
from core.store.desk.queue import Line
from core.ticket import WORKING, Level, Role, Severity, Ticket, TicketState
from gateway.channels import channel_label
from gateway.web.shared.languages import page_language as page_language
from gateway.web.shared.names import category_name as category_name
from gateway.web.shared.names import department_name as department_name
from gateway.web.shared.names import district_name as district_name

STATES: dict[TicketState, LazyString] = {
    TicketState.REGISTERED: lazy_gettext("Registered"),
    TicketState.ASSIGNED: lazy_gettext("To be taken"),
    TicketState.IN_PROGRESS: lazy_gettext("In progress"),
    TicketState.WAITING: lazy_gettext("Waiting for the citizen"),
    TicketState.PROPOSED: lazy_gettext("Said to be solved"),
    TicketState.CLOSED: lazy_gettext("Closed"),
    TicketState.REOPENED: lazy_gettext("Reopened"),
    TicketState.REJECTED: lazy_gettext("Rejected"),
    TicketState.MERGED: lazy_gettext("Merged"),
}
LEVELS: dict[Level, LazyString] = {
    Level.OFFICE: lazy_gettext("Office"),
    Level.DEPUTY_COMMISSIONER: lazy_gettext("Deputy Commissioner"),
    Level.COMMISSIONER: lazy_gettext("Commissioner"),
    Level.CHIEF_SECRETARY: lazy_gettext("Chief Secretary"),
    Level.CHIEF_MINISTER: lazy_gettext("Chief Minister's complaint cell"),
}
SEVERITIES: dict[str, LazyString] = {
    Severity.LOW: lazy_gettext("Low"),
    Severity.NORMAL: lazy_gettext("Normal"),
    Severity.HIGH: lazy_gettext("High"),
    Severity.CRITICAL: lazy_gettext("Critical"),
}
LANGUAGES: dict[str, LazyString] = {
    "ur": lazy_gettext("Urdu"),
    "ps": lazy_gettext("Pashto"),
    "roman_ur": lazy_gettext("Roman Urdu"),
    "en": lazy_gettext("English"),
}
ROLES: dict[str, LazyString] = {
    Role.CITIZEN: lazy_gettext("The citizen"),
    Role.CLERK: lazy_gettext("The mailroom"),
    Role.AGENT: lazy_gettext("The helpline"),
    Role.OFFICER: lazy_gettext("An officer"),
    Role.SUPERVISOR: lazy_gettext("A supervisor"),
    Role.DEPARTMENT_HEAD: lazy_gettext("The department's head"),
    Role.AUDITOR: lazy_gettext("An auditor"),
    Role.ADMINISTRATOR: lazy_gettext("An administrator"),
    Role.SYSTEM: lazy_gettext("Arzi"),
}
STAFF_ROLES: dict[str, LazyString] = {
    Role.CLERK: lazy_gettext("Clerk"),
    Role.AGENT: lazy_gettext("Helpline agent"),
    Role.OFFICER: lazy_gettext("Officer"),
    Role.SUPERVISOR: lazy_gettext("Supervisor"),
    Role.DEPARTMENT_HEAD: lazy_gettext("Department head"),
    Role.AUDITOR: lazy_gettext("Auditor"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}
POSTS: dict[str, LazyString] = {
    "in_post": lazy_gettext("in post"),
    "vacant": lazy_gettext("vacant"),
    "transferred": lazy_gettext("transferred"),
    "on_leave": lazy_gettext("on leave"),
}
REASONS: dict[RejectionReason, LazyString] = {
    RejectionReason.IN_COURT: lazy_gettext("A court is dealing with it"),
    RejectionReason.ALREADY_DECIDED: lazy_gettext("It was decided before"),
    RejectionReason.NOT_GOVERNMENT: lazy_gettext("Not a matter of the government"),
    RejectionReason.NO_COMPLAINT: lazy_gettext("No complaint"),
    RejectionReason.ABUSIVE: lazy_gettext("It only insults"),
    RejectionReason.TOO_LITTLE_KNOWN: lazy_gettext("Too little is known to act on it"),
    RejectionReason.SERVICE_MATTER: lazy_gettext("A government employee's service matter"),
}
NOTICES: dict[str, LazyString] = {
    NoticeKind.NEW_CASE: lazy_gettext("A new case"),
    NoticeKind.DUE_SOON: lazy_gettext("Due soon"),
    NoticeKind.OVERDUE: lazy_gettext("Not dealt with in time"),
    NoticeKind.REOPENED: lazy_gettext("The citizen says that it is not solved"),
    NoticeKind.APPEALED: lazy_gettext("The citizen appealed"),
    NoticeKind.CALL_CITIZEN: lazy_gettext("The citizen is silent and must be called"),
    NoticeKind.REJECTION_TO_APPROVE: lazy_gettext("A rejection waits for a second person"),
    NoticeKind.CITIZEN_ANSWERED: lazy_gettext("The citizen answered"),
    NoticeKind.CITIZEN_ADDED: lazy_gettext("The citizen added something"),
    NoticeKind.EMERGENCY: lazy_gettext("An emergency that nobody has taken yet"),
    NoticeKind.CITIZEN_REMINDS: lazy_gettext("The citizen says that nothing has happened"),
}
FLAGS: dict[str, LazyString] = {
    FlagKind.SAME_REMARK: lazy_gettext("The same remark on many tickets"),
    FlagKind.WITHIN_MINUTES: lazy_gettext("Said to be solved within minutes"),
    FlagKind.OFTEN_DENIED: lazy_gettext("Citizens often say that it is not so"),
    FlagKind.OWN_NUMBER: lazy_gettext("The complaint came from an office's own number"),
}
FIELDS: dict[str, LazyString] = {
    "complainant_name": lazy_gettext("Name"),
    "phone": lazy_gettext("Phone"),
    "email": lazy_gettext("Email"),
    "cnic": lazy_gettext("CNIC"),
    "address": lazy_gettext("Address or place"),
    "latitude": lazy_gettext("Latitude"),
    "longitude": lazy_gettext("Longitude"),
    "incident_date": lazy_gettext("When it happened"),
    "tracking_number": lazy_gettext("Case that it mentions"),
    "letter": lazy_gettext("The letter as it is"),
    "recording": lazy_gettext("Recording"),
}
_DAY = timedelta(days=1)


def channel_name(channel: str) -> str:
    return channel_label(channel, page_language())


def day(moment: datetime | None) -> str:
    """A day by Pakistan's clock. With slashes: they keep their order among Urdu words."""
    return f"{moment.astimezone(PAKISTAN):%d/%m/%Y}" if moment else ""


def day_and_time(moment: datetime | None) -> str:
    return f"{moment.astimezone(PAKISTAN):%d/%m/%Y %H:%M}" if moment else ""


def deadline(ticket: Ticket | Line, now: datetime, late_since: datetime | None = None) -> tuple[str, str]:
    """(how pressing, in words): late, soon, fine or none. ``late_since``: when the first level's time ran out, of one
    that went up since; it stays late, whatever time the next level has."""
    due = ticket.due_at
    if ticket.state is TicketState.WAITING and ticket.paused_at is not None:
        return "none", gettext("The clock stands still")
    if ticket.state in {TicketState.CLOSED, TicketState.REJECTED, TicketState.MERGED} or due is None:
        return "none", gettext("No deadline")
    if due < now:
        return "late", _how_late(min(due, late_since or due), now)
    pressing, left = _left(due, now)
    if late_since is None or ticket.state not in WORKING:
        return pressing, left
    return "late", gettext("%(late)s; at this level: %(left)s", late=_how_late(late_since, now), left=left)


def _left(due: datetime, now: datetime) -> tuple[str, str]:
    days = (due.astimezone(PAKISTAN).date() - now.astimezone(PAKISTAN).date()).days
    if days == 0:
        return "soon", gettext("Due today, %(time)s", time=f"{due.astimezone(PAKISTAN):%H:%M}")
    if days == 1:
        return "soon", gettext("Due tomorrow")
    return "soon" if days <= 2 else "fine", ngettext("%(num)d day left", "%(num)d days left", days)


def _how_late(since: datetime, now: datetime) -> str:
    days, hours = (now - since) // _DAY, int((now - since) / timedelta(hours=1))
    if days:
        return str(ngettext("%(num)d day late", "%(num)d days late", days))
    return str(ngettext("%(num)d hour late", "%(num)d hours late", hours) if hours else gettext("Late since just now"))


def since(moment: datetime, now: datetime) -> str:
    """How long ago, roughly."""
    days = (now - moment) // _DAY
    if days:
        return str(ngettext("%(num)d day ago", "%(num)d days ago", days))
    hours = int((now - moment) / timedelta(hours=1))
    return str(ngettext("%(num)d hour ago", "%(num)d hours ago", hours) if hours else gettext("just now"))


def joined(names: Iterable[str]) -> str:
    """Names side by side, with the comma of the page's language."""
    return ("، " if page_language() in {"ur", "ps"} else ", ").join(names)


def html_lang(language: str) -> str:
    """A record's language as HTML's ``lang``."""
    return {"roman_ur": "ur-Latn", "und": ""}.get(language, language)
