"""Which actions are offered to whom: core.ticket's transition table, and what the commands would refuse anyway."""

from collections.abc import Callable, Mapping

from core.casework.refusing import MAX_APPEALS
from core.offices.staff import Staff
from core.ticket import TOP, TRANSITIONS, Action, Role, Ticket, TicketState
from gateway.web.desk.actions import ACTIONS, BULK, BY_NAME, DeskAction

BRINGS_THE_CODE = frozenset({Role.SUPERVISOR, Role.DEPARTMENT_HEAD})
"""Who may close a case by the code that the citizen gave them: the citizen's word, not theirs."""


def possible(ticket: Ticket, person: Staff) -> list[DeskAction]:
    """What this person may do with this ticket now."""
    return [
        action
        for action in ACTIONS
        if _permitted(ticket, action.action, person) and _SENSE.get(action.name, _always)(ticket, str(person.id))
    ]


def may_reveal(ticket: Ticket, person: Staff) -> bool:
    """May they see personal fields unmasked, for a reason?"""
    return not ticket.anonymous and _permitted(ticket, Action.REVEAL, person)


def may_in_bulk(role: Role) -> list[DeskAction]:
    """What this role may do with several tickets at once, in some state at least."""
    anywhere = {action for (_, action), to in TRANSITIONS.items() if role in to.who}
    return [BY_NAME[name] for name in BULK if BY_NAME[name].action in anywhere]


def _permitted(ticket: Ticket, action: Action, person: Staff) -> bool:
    found = TRANSITIONS.get((ticket.state, action))
    if found is None or str(person.id) == ticket.against_person:
        return False
    return person.role in (BRINGS_THE_CODE if action is Action.SATISFIED else found.who)


def _always(_ticket: Ticket, _mine: str) -> bool:
    return True


def _not_the_proposer(ticket: Ticket, mine: str) -> bool:
    return ticket.resolution is None or ticket.resolution.by.partition(":")[2] != mine


def _asked_by_another(ticket: Ticket, mine: str) -> bool:
    return ticket.rejection_asked_by is not None and ticket.rejection_asked_by.partition(":")[2] != mine


_SENSE: Mapping[str, Callable[[Ticket, str], bool]] = {
    "take": lambda ticket, mine: ticket.owner != mine or ticket.state is TicketState.REOPENED,
    "assign": lambda ticket, _: ticket.office_id is not None,
    "escalate": lambda ticket, _: ticket.level is not TOP,
    "reject": lambda ticket, _: ticket.rejection_asked_by is None,
    "refuse": lambda ticket, _: ticket.rejection_asked_by is not None,
    "approve": lambda ticket, mine: (
        ticket.rejection_asked_by is not None and ticket.rejection_asked_by.partition(":")[2] != mine
    ),
    "merge": lambda ticket, _: ticket.state is not TicketState.MERGED,
    "satisfied": _not_the_proposer,
    "unconfirmed": lambda ticket, mine: ticket.check_from is not None and _not_the_proposer(ticket, mine),
    "appeal": lambda ticket, _: ticket.appeals < MAX_APPEALS,
}
"""Further conditions, by the action's name, on the ticket and the person's id."""
