"""Writing to the citizen without asking anything."""

from datetime import datetime

from core.casework.change import Change, Notice, NoticeKind, Policy, To, changed, move, required_text
from core.ticket import Action, Actor, Ticket


def reply(ticket: Ticket, text: str, actor: Actor, at: datetime, policy: Policy) -> Change:
    """Tell the citizen something, on the channel that they came by. The state and the clock stay as they are."""
    told = required_text(text, "answer")
    return changed(
        ticket,
        move(ticket, Action.REPLY, actor),
        policy,
        Notice(To.CITIZEN, NoticeKind.REPLY, {"text": told}),
        action=Action.REPLY,
        actor=actor,
        at=at,
        words={"text": told},
    )
