"""The first page and the desk's, as they stand."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask_babel import LazyString, get_locale
from sqlalchemy.orm import Session

from channels.ivr.channel import Ivr
from core.complaint import Complaint
from core.conversation import Conversation
from core.errors import NotFound
from core.helpline import Kind, Outcome, Why
from core.reference.categories import categories
from core.store.casework import tickets
from core.store.desk import reply_templates
from core.store.desk.reply_templates import ReplyTemplate
from core.store.helpline import drafts, tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations, thread
from core.store.staff import staff
from core.text.gazetteer import districts
from gateway.house import House
from gateway.pipeline.calls.transcribing import BY_PHONE, way_to
from gateway.pipeline.chats import window
from gateway.web.helpline.forms import LANGUAGES, fields_of
from gateway.web.helpline.labels import HEADINGS, LAST_CALL, OUTCOME, REASONS, WHY
from gateway.web.helpline.presenters import as_it_is, caller, thread_of
from gateway.web.helpline.queries import here, read_lists
from gateway.web.mailroom.masks import as_office
from gateway.web.shared import labels
from gateway.web.shared.came_from import came_from
from gateway.web.shared.holding import holding
from gateway.web.staff.authorization import task_allowed
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me


def language() -> str:
    """The page's own language."""
    return str(get_locale() or "en")


def first_page(house: House, *, problem: LazyString | str | None = None) -> str:
    """What waits, and what became of the task just done."""
    with house.store.read() as session:
        stands = tasks.standing(session)
    return render_template(
        "helpline/queue.html",
        lists=read_lists(house, me(), language()),
        stands=stands,
        phones=isinstance(house.channels.get("ivr"), Ivr),
        here=here,
        here_at=here,
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
            row = tasks.get(session, before)
        except NotFound:
            return None
        if row.outcome is None or not task_allowed(session, scope_of(house, session, me()), row.id):
            return None
        return {"id": row.id, "number": tasks.has_ticket(session, row), "outcome": OUTCOME[Outcome(row.outcome)]}


def task_page(
    house: House,
    task_id: int,
    *,
    told: Conversation | None = None,
    problems: Mapping[str, LazyString | str] | None = None,
    problem: LazyString | str | None = None,
    answer: str | None = None,
) -> str:
    """A task on the desk. With ``told`` and what is wrong with it when a form could not be taken, and the ``answer``
    that could not be sent."""
    content = _content(house, task_id, told, answer)
    kept, known = content["kept"], content["complaint"]
    return render_template(
        "helpline/task.html",
        **content,
        told=told or kept,
        fields=fields_of(kept, known, request.form if problems else {}, problems or {}),
        token=secrets.token_hex(8),
        problem=problem,
        sent="sent" in request.args,
        categories=list(categories().values()),
        districts=list(districts().values()),
        call_languages=LANGUAGES,
        page_language=language(),
        words_of=lambda code: labels.LANGUAGES.get(code, code),
        reasons=REASONS,
        here=here,
        here_at=here,
        done=done_before(house),
    )


def _content(house: House, task_id: int, told: Conversation | None, answer: str | None) -> dict[str, Any]:
    """What the page shows of the task. Raises NotFound."""
    now = house.clock.now()
    with house.store.read() as session:
        row = tasks.get(session, task_id)
        kept = conversations.get(session, row.conversation_id)
        if kept is None:
            raise NotFound("the caller's record is gone")
        number = tasks.has_ticket(session, row)
        scope = scope_of(house, session, me())
        ticket = tickets.find(session, number) if number else None
        known: Complaint = told.complaint if told else kept.complaint
        if not as_it_is(session, row, me().id, now):
            anonymous = ticket.anonymous if ticket is not None else known.get("anonymous") == "yes"
            known = as_office(known, anonymous=anonymous)
        names = {person.id: person.name for person in staff.everybody(session)}
        templates = _templates(session, kept, number)
        read = {
            "kept": kept,
            "complaint": known,
            "ticket": ticket,
            "caller": caller(session, scope, row, kept, me().id, now, language()),
            "draft": drafts.get(session, kept.id, me().id) if answer is None else answer,
            "drafting": [names.get(one, "") for one in drafts.others(session, kept.id, me().id)],
            "by_phone": way_to(session, row, kept) == BY_PHONE,
            "window": window(session, house, kept, now),
            "templates": templates,
            "template": next((one for one in templates if one.key == request.args.get("template")), None),
            "stands": thread.standing(session, kept.id),
            "looks": [(names.get(one.staff, ""), one.reason, one.at) for one in tasks.accesses(session, row.id)],
        }
    return read | _of_task(house, row, kept, names, now)


def _of_task(
    house: House, row: HelplineTaskRow, kept: Conversation, names: Mapping[int, str], now: datetime
) -> dict[str, Any]:
    """Who has the task and the thread, and what it is for."""
    held = holding(row, names, me().id, now)
    return {
        "task": row,
        "kind": Kind(row.kind),
        "heading": HEADINGS[Kind(row.kind)],
        "taken_by": names.get(kept.held_by or 0) if kept.held(now) else None,
        "taken": kept.held(now) and kept.held_by == me().id,
        "channel": labels.channel_name(kept.channel),
        "there": house.attendance.there(now),
        "opens": house.attendance.opens(now),
        "why": WHY[Why(row.why)],
        "outcome": OUTCOME[Outcome(row.outcome)] if row.outcome else None,
        "mine": held.mine and row.on_desk_of(me().id),
        "holder": held.other,
        "by": names.get(row.done_by or 0),
        "reason_only": row.why == Why.WHY_NOT,
        "last_call": LAST_CALL.get(str(row.details.get("last", ""))),
        "agent_number": str(row.details.get("agent", "")) or _agent_number(house),
    }


def thread_part(house: House, task_id: int) -> str:
    """The thread alone, as it stands now."""
    with house.store.read() as session:
        row = tasks.get(session, task_id)
        told = conversations.get(session, row.conversation_id)
        if told is None:
            raise NotFound("the conversation is gone")
        said = thread_of(session, row, told, me().id, house.clock.now())
        stands = thread.standing(session, row.conversation_id)
    return render_template("shared/thread.html", thread=said, stands=stands, here_at=here)


def _templates(session: Session, told: Conversation, number: str | None) -> list[ReplyTemplate]:
    """Texts to begin with, in the citizen's language: without a ticket, those that need none."""
    known = categories().get(told.complaint.get("category") or "")
    values = {"number": number, "category": known.named(told.language) if known else None}
    given = {name: value for name, value in values.items() if value}
    filled = [replace(one, text=one.filled(**given)) for one in reply_templates.of_language(session, told.language)]
    return [one for one in filled if "{" not in one.text]


def _agent_number(house: House) -> str:
    channel = house.channels.get("ivr")
    return channel.settings.agent_number if isinstance(channel, Ivr) else ""
