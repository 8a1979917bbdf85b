"""Which deeds are offered to whom: by core.ticket's transition table, and by what the commands would refuse anyway."""

from collections.abc import Callable, Mapping

from core.casework.refusing import MAX_APPEALS
from core.staff import Staff
from core.ticket import TOP, TRANSITIONS, Action, Role, Ticket, TicketState
from gateway.web.desk.deeds import BULK, BY_NAME, DEEDS, Deed


def possible(ticket: Ticket, person: Staff) -> list[Deed]:
    """What this person may do with this ticket now."""
    return [
        deed
        for deed in DEEDS
        if _permitted(ticket, deed.action, person) and _SENSE.get(deed.name, _always)(ticket, str(person.id))
    ]


def may_reveal(ticket: Ticket, person: Staff) -> bool:
    """May they see personal fields unmasked, for a reason?"""
    return not ticket.anonymous and _permitted(ticket, Action.REVEAL, person)


def may_in_bulk(role: Role) -> list[Deed]:
    """What this role may do with several tickets at once, in some state at least."""
    anywhere = {action for (_, action), to in TRANSITIONS.items() if role in to.who}
    return [BY_NAME[name] for name in BULK if BY_NAME[name].action in anywhere]


def _permitted(ticket: Ticket, action: Action, person: Staff) -> bool:
    found = TRANSITIONS.get((ticket.state, action))
    return found is not None and person.role in found.who and str(person.id) != ticket.against_person


def _always(_ticket: Ticket, _mine: str) -> bool:
    return True


def _not_the_proposer(ticket: Ticket, mine: str) -> bool:
    return ticket.resolution is None or ticket.resolution.by.partition(":")[2] != mine


_SENSE: Mapping[str, Callable[[Ticket, str], bool]] = {
    "take": lambda t, mine: t.owner != mine or t.state is TicketState.REOPENED,
    "assign": lambda t, _: t.office_id is not None,
    "escalate": lambda t, _: t.level is not TOP,
    "reject": lambda t, _: t.rejection_asked_by is None,
    "refuse": lambda t, _: t.rejection_asked_by is not None,
    "approve": lambda t, mine: t.rejection_asked_by is not None and t.rejection_asked_by.partition(":")[2] != mine,
    "merge": lambda t, _: t.state is not TicketState.MERGED,
    "satisfied": _not_the_proposer,
    "unconfirmed": lambda t, mine: t.check_from is not None and _not_the_proposer(t, mine),
    "appeal": lambda t, _: t.appeals < MAX_APPEALS,
}
"""Further conditions, by the deed's name, on the ticket and the person's id."""
