"""What a complaint is about may be an office or an official: then it never goes there, nor below."""

from datetime import datetime

from core.casework.change import Change, Policy, changed, move, required_text
from core.errors import Rejected
from core.ticket import Action, Actor, Ticket


def mark_against(
    ticket: Ticket,
    office_id: int | None,
    person: str | None,
    why: str,
    actor: Actor,
    at: datetime,
    policy: Policy,
) -> Change:
    """Somebody says whom the complaint is about: an office, a person (a user's id), both, or after all none.

    If they have it now, it must be sent elsewhere: the store's ``mark_against`` does both. Raises Rejected where
    nothing would change, NotAllowed for the person it is about.
    """
    if (office_id, person) == (ticket.against_office, ticket.against_person):
        raise Rejected("marked so already", tell="This is marked already.")
    after = move(ticket, Action.MARK_AGAINST, actor).with_(against_office=office_id, against_person=person)
    if person is not None and after.owner == person:
        after = after.with_(owner=None)
    return changed(
        ticket,
        after,
        policy,
        action=Action.MARK_AGAINST,
        actor=actor,
        at=at,
        words={"why": required_text(why, "reason")},
        against_office=office_id,
        against_person=person,
        cleared=(office_id is None and person is None) or None,
    )
