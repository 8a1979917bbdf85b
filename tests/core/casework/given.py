"""Tickets, times and a policy for the tests of casework. 2 March 2026 is a Monday."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from core.casework import Change, Policy, assign, propose_resolution, register, start
from core.casework.sla import SlaRules
from core.casework.worktime import OfficeHours, WorkTime
from core.ticket import SYSTEM, Actor, Level, Role, Ticket

PK = ZoneInfo("Asia/Karachi")
OFFICER = Actor(Role.OFFICER, "3")
OTHER = Actor(Role.OFFICER, "4")
HEAD = Actor(Role.SUPERVISOR, "9")
AGENT = Actor(Role.AGENT, "5")


@cache
def work() -> WorkTime:
    return WorkTime(OfficeHours(), 2025, 2029)


def at(day: int, hour: int = 10, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PK)


def filled(_ticket: Ticket, level: Level, _at: datetime) -> int | None:
    return 100 + level


def policy(**changes: object) -> Policy:
    rules = SlaRules(category_days={"electricity": 4.0, "roads": 10.0})
    return Policy(**({"rules": rules, "work": work(), "ladder": filled} | changes))  # type: ignore[arg-type]


def ticket(**changes: object) -> Ticket:
    base = Ticket("KP-2026-000001-2", "electricity", "Mardan", "tel:+923001234567", "whatsapp", "ur", at(2))
    return base.with_(**changes)


def registered(**changes: object) -> Change:
    return register(ticket(**changes), at(2), policy())


def assigned(**changes: object) -> Ticket:
    return assign(registered(**changes).ticket, 7, "electricity in Mardan", SYSTEM, at(2), policy()).ticket


def in_progress(**changes: object) -> Ticket:
    return start(assigned(**changes), OFFICER, at(2, 11), policy()).ticket


def proposed(**changes: object) -> Ticket:
    return propose_resolution(in_progress(**changes), "transformer replaced", OFFICER, at(3), policy()).ticket
