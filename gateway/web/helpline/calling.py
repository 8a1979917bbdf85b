"""Calls that agents make: somebody who waits for it is called back, and put through to the agent's telephone."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as Answer

from channels.ivr.channel import Ivr
from core.errors import Conflict, NotFound
from core.helpline import Kind, Outcome, Why
from core.store import worklist
from core.store.helpline import tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations
from core.text.ids import find_id
from core.text.normalise import clean_text
from gateway.house import House
from gateway.pipeline.calls import outgoing
from gateway.web.helpline.posts import NOT_YOURS, Page, agent, ended, note
from gateway.web.helpline.rendering import task_page
from gateway.web.staff.users import me


def add_calling(desk: Blueprint, house: House) -> None:
    """Adds placing a call, what came of it, and promising one."""

    @desk.post("/<int:task_id>/call")
    def call(task_id: int) -> Answer | Page:
        return _place(house, task_id)

    @desk.post("/<int:task_id>/called")
    def called(task_id: int) -> Answer | Page:
        reached = request.form.get("reached") == "yes"
        return ended(house, task_id, Outcome.CALLED if reached else Outcome.UNREACHED, note())

    @desk.post("/<int:task_id>/call-back")
    def promise(task_id: int) -> Answer:
        with house.store.write() as session:
            row = tasks.get(session, task_id)
            told = conversations.get(session, row.conversation_id)
            if told is None or not told.address.startswith("+"):
                raise NotFound("no telephone", tell="There is no telephone number to call.")
            tasks.add(session, Kind.CALL_BACK, Why.AGENT, told, house.clock.now(), ticket=row.ticket)
        return redirect(url_for("helpline.task", task_id=task_id))


def _place(house: House, task_id: int) -> Answer | Page:
    channel = house.channels.get("ivr")
    if not isinstance(channel, Ivr):
        return task_page(house, task_id, problem=_("The helpline is switched off in this installation.")), 400
    own = find_id(clean_text(request.form.get("agent", "")), "phone")
    if own is None:
        return task_page(house, task_id, problem=_("Write the number of your own telephone.")), 400
    now = house.clock.now()
    try:
        with house.store.write() as session:
            worklist.change(session, HelplineTaskRow, task_id, agent().version, me().id, now)
            row = tasks.get(session, task_id)
            session.refresh(row)
            outgoing.call_back(session, row, own.value, now)
            tasks.lock(session, task_id, me().id, now)
            person = row.person
    except Conflict:
        return task_page(house, task_id, problem=NOT_YOURS), 409
    house.queue.deliver(person)
    return redirect(url_for("helpline.task", task_id=task_id))
