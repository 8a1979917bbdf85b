"""Objects in addresses: before any page of a room is made, each case, letter and task that its address names is looked
at by the one predicate (scope.py), and the opening of what is a person's is written down.

A route whose address names something that is not in ``NAMED`` or ``ELSEWHERE`` is refused: a new kind of object gets
its rule here first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, request
from flask_login import current_user
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.errors import NotFound
from core.store.casework import tickets
from core.store.engine import Store
from core.store.helpline import tasks
from core.store.mailroom import letters
from core.store.pipeline import conversations
from core.store.staff import access_log
from core.ticket import Ticket
from gateway.house import House
from gateway.web.staff.permissions import PUBLIC
from gateway.web.staff.scope import Scope, scope_of
from gateway.web.staff.users import me


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names: the case that it is of, and what was told."""

    ticket: Ticket | None
    record: Complaint


def _case(session: Session, value: object) -> Target:
    ticket = tickets.get(session, str(value))
    return Target(ticket, Complaint())


def _letter(session: Session, value: object) -> Target:
    return _of_conversation(session, letters.get(session, int(str(value))).conversation_id)


def _task(session: Session, value: object) -> Target:
    row = tasks.get(session, int(str(value)))
    ticket = tickets.find(session, row.ticket) if row.ticket else None
    target = _of_conversation(session, row.conversation_id)
    return Target(ticket, target.record) if ticket is not None else target


def _of_conversation(session: Session, conversation_id: str) -> Target:
    found = conversations.get(session, conversation_id)
    return Target(tickets.of_conversation(session, conversation_id), found.complaint if found else Complaint())


NAMED: Mapping[str, Callable[[Session, object], Target]] = {
    "number": _case,
    "letter_id": _letter,
    "task_id": _task,
    "conversation_id": lambda session, value: _of_conversation(session, str(value)),
}
"""What an address may name, by the argument's name."""
ELSEWHERE = frozenset({"media_id", "page", "name", "code", "language", "flag_id", "unusual_id", "search_id", "kind"})
"""Arguments that lie within a thing named beside them, or are asked about by their own page (offices, flags)."""
OPENS: Mapping[str, str] = {
    "desk.ticket": "case",
    "evidence.file": "file",
    "evidence.letter": "letter page",
    "mailroom.letter": "letter",
    "mailroom.page": "letter",
    "mailroom.scan": "scan",
    "mailroom.slip": "slip",
    "helpline.task": "call",
    "helpline.recording": "recording",
    "helpline.file": "file",
}
"""Pages and files of a person's, and how their opening is called in the audit."""


def is_allowed(scope: Scope, target: Target) -> bool:
    """The predicate, of whatever an address can name."""
    return scope.allows_record(target.record, target.ticket)


def letter_allowed(session: Session, scope: Scope, letter_id: int) -> bool:
    """The same, of a letter that a form or a list names."""
    return is_allowed(scope, _letter(session, letter_id))


def task_allowed(session: Session, scope: Scope, task_id: int) -> bool:
    """The same, of a task that a list names."""
    return is_allowed(scope, _task(session, task_id))


def guard_targets(app: Flask, house: House) -> None:
    """Ask before every request, after the room's own door was asked (permissions.py)."""

    @app.before_request
    def ask() -> None:
        given = request.view_args or {}
        if not given or request.endpoint in (None, "static") or request.blueprint in PUBLIC:
            return
        if not current_user.is_authenticated:
            return
        now = house.clock.now()
        with house.store.read() as session:
            ticket = _target_ticket(house, session, given)
            what = OPENS.get(request.endpoint or "")
            thing = ":".join(str(value) for name, value in given.items() if not (what == "letter" and name == "number"))
            new = what is not None and not access_log.lately(session, me().id, what, thing, now)
        if what is not None and new:
            _write_down(house.store, what, thing, ticket, now)


def _target_ticket(house: House, session: Session, given: Mapping[str, object]) -> Ticket | None:
    """The case that the address is of. Raises NotFound for what they may not see."""
    unknown = given.keys() - NAMED.keys() - ELSEWHERE
    if unknown:
        raise NotFound(f"no rule for {', '.join(sorted(unknown))}")
    ticket = None
    for name in given.keys() & NAMED.keys():
        if name == "number" and not isinstance(given[name], str):
            continue  # the number of a page within a letter
        target = NAMED[name](session, given[name])
        if not is_allowed(scope_of(house, session, me()), target):
            raise NotFound(f"no {name} {given[name]}")
        ticket = target.ticket or ticket
    return ticket


def _write_down(store: Store, what: str, thing: str, ticket: Ticket | None, now: datetime) -> None:
    with store.write() as session:
        access_log.write_down(session, me().id, what, thing, now, ticket=ticket.number if ticket else None)
