"""The first page and the desk's, as they stand."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import LazyString, get_locale

from channels.ivr.channel import Ivr
from core.complaint import Complaint
from core.errors import NotFound
from core.helpline import Kind, Outcome, Why
from core.store.casework import tickets
from core.store.people import staff
from core.store.road import conversations
from core.store.road.conversations import Conversation
from core.store.voice import helpline
from core.taxonomy import categories
from core.text.gazetteer import districts
from gateway.house import House
from gateway.web.helpline.form import LANGUAGES, fields_of
from gateway.web.helpline.lists import here, look
from gateway.web.helpline.shown import caller
from gateway.web.helpline.words import LAST_CALL, OUTCOME, REASONS, WHY
from gateway.web.staff.came_from import came_from
from gateway.web.staff.users import me


def language() -> str:
    """The page's own language."""
    return str(get_locale() or "en")


def first_page(house: House, *, problem: LazyString | str | None = None) -> str:
    """What waits, and what became of the task just done."""
    return render_template(
        "helpline/queue.html",
        lists=look(house, me().id, language()),
        here=here,
        problem=problem,
        done=done_before(house),
    )


def done_before(house: House) -> dict[str, Any] | None:
    """What to say of the task from which the agent comes (``?done=ID``)."""
    before = came_from()
    if before is None:
        return None
    with house.store.read() as session:
        try:
            row = helpline.get(session, before)
        except NotFound:
            return None
        if row.outcome is None:
            return None
        return {"id": row.id, "number": helpline.has_ticket(session, row), "outcome": OUTCOME[Outcome(row.outcome)]}


def task_page(
    house: House,
    task_id: int,
    *,
    told: Conversation | None = None,
    problems: Mapping[str, LazyString | str] | None = None,
    problem: LazyString | str | None = None,
) -> str:
    """A task on the desk. With ``told`` and what is wrong with it when a form could not be taken."""
    now = house.clock.now()
    with house.store.read() as session:
        row = helpline.get(session, task_id)
        kept = conversations.get(session, row.conversation_id)
        if kept is None:
            raise NotFound("the caller's record is gone")
        number = helpline.has_ticket(session, row)
        ticket = tickets.find(session, number) if number else None
        known: Complaint = told.complaint if told else kept.complaint
        who = caller(session, row, kept, me().id, now, language())
        names = {person.id: person.name for person in staff.everybody(session)}
        looks = [(names.get(one.staff, ""), one.reason, one.at) for one in helpline.looks(session, row.id)]
    held = row.locked_until is not None and row.locked_until >= now
    mine = row.state == helpline.WAITING and held and row.locked_by == me().id
    return render_template(
        "helpline/task.html",
        task=row,
        kind=Kind(row.kind),
        why=WHY[Why(row.why)],
        outcome=OUTCOME[Outcome(row.outcome)] if row.outcome else None,
        told=told or kept,
        fields=fields_of(kept, known, request.form if problems else {}, problems or {}),
        complaint=known,
        caller=who,
        ticket=ticket,
        mine=mine,
        holder=names.get(row.locked_by or 0) if held and not mine else None,
        by=names.get(row.done_by or 0),
        here=here,
        looks=looks,
        problem=problem,
        reason_only=row.why == Why.WHY_NOT,
        categories=list(categories().values()),
        districts=list(districts().values()),
        call_languages=LANGUAGES,
        page_language=language(),
        reasons=REASONS,
        last_call=LAST_CALL.get(str(row.details.get("last", ""))),
        agent_number=str(row.details.get("agent", "")) or _agent_number(house),
        done=done_before(house),
    )


def _agent_number(house: House) -> str:
    channel = house.channels.get("ivr")
    return channel.settings.agent_number if isinstance(channel, Ivr) else ""
