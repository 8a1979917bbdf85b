"""Doing: taking, holding and leaving a task, writing it down, seeing a number."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response as Answer

from core.casework import reveal
from core.conversation import Conversation, begin
from core.errors import Conflict, NotAllowed, NotFound, Rejected
from core.helpline import Kind, Outcome, Why
from core.messages import Address, InboundMessage
from core.store import worklist
from core.store.casework import tickets
from core.store.helpline import tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline import conversations
from core.text.ids import find_id
from core.text.normalise import clean_text
from gateway.house import House
from gateway.pipeline import chats
from gateway.pipeline.calls import transcribing as writing
from gateway.pipeline.calls.effects import phone_field
from gateway.pipeline.calls.transcribing import Agent
from gateway.reasons import explain
from gateway.web.helpline.forms import lacking, read, with_words
from gateway.web.helpline.labels import REASONS
from gateway.web.helpline.queries import HERE
from gateway.web.helpline.rendering import first_page, task_page
from gateway.web.shared.languages import page_language
from gateway.web.shared.numbers import seen_version
from gateway.web.staff.authorization import task_allowed
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

NOT_YOURS = _("Another agent has this, or changed it while you had it open. Nothing of yours was kept: look again.")
NEEDED = _("This is needed for a ticket.")
LOOK_BELOW = _("Please look at the fields marked below: nothing was kept yet.")
Page = tuple[str, int]


def add_posts(desk: Blueprint, house: House) -> None:
    """Adds everything that changes something, but for calls."""

    @desk.post("/take")
    def take() -> Answer | Page:
        return _take(house)

    @desk.post("/<int:task_id>/hold")
    def hold(task_id: int) -> Page:
        with house.store.write() as session:
            tasks.get(session, task_id)
            kept = tasks.lock(session, task_id, me().id, house.clock.now())
        return ("", 204) if kept else ("taken", 409)

    @desk.post("/<int:task_id>/leave")
    def leave(task_id: int) -> Answer:
        with house.store.write() as session:
            worklist.unlock(session, HelplineTaskRow, task_id, me().id)
        return redirect(url_for("helpline.queue"))

    @desk.post("/<int:task_id>")
    def save(task_id: int) -> Answer | Page:
        try:
            return _save(house, task_id)
        except Conflict:
            return task_page(house, task_id, problem=NOT_YOURS), 409
        except Rejected as error:
            return task_page(house, task_id, problem=explain(error, page_language())), 400

    @desk.post("/<int:task_id>/end")
    def end(task_id: int) -> Answer | Page:
        reason = next((one for one in REASONS if str(one) == request.form.get("reason")), None)
        if reason is None:
            return task_page(house, task_id, problem=_("Choose why this is no complaint.")), 400
        noted = ": ".join(filter(None, (str(reason), note())))
        return ended(house, task_id, Outcome.NO_COMPLAINT, noted)

    @desk.post("/<int:task_id>/reveal")
    def reveal(task_id: int) -> Answer | Page:
        return _reveal(house, task_id)


def agent() -> Agent:
    """Who is at the desk, and what they saw."""
    return Agent(me().id, me().actor, seen_version())


def note() -> str | None:
    return clean_text(request.form.get("note", "")).strip()[:500] or None


def ended(house: House, task_id: int, outcome: Outcome, noted: str | None) -> Answer | Page:
    """Bring a task to an end and go on."""
    try:
        writing.end(house, task_id, outcome, agent(), noted)
    except Conflict:
        return task_page(house, task_id, problem=NOT_YOURS), 409
    return go_on(house, task_id)


def go_on(house: House, done: int) -> Answer:
    """After a recording the next one; after a call the first page."""
    with house.store.read() as session:
        heard = tasks.get(session, done).kind == Kind.HEAR
        scope = scope_of(house, session, me())
        free = tasks.free_for(session, me().id, house.clock.now(), after=done) if heard else ()
        following = next((one for one in free if task_allowed(session, scope, one)), None)
    if following is None:
        return redirect(url_for("helpline.queue", done=done))
    return redirect(url_for("helpline.task", task_id=following, done=done))


def _take(house: House) -> Answer | Page:
    """A call that came to the agent: who is it? Their open complaint goes on, or a new one begins."""
    found = find_id(clean_text(request.form.get("number", "")), "phone")
    if found is None:
        return first_page(house, problem=_("This is no phone number: 0300 1234567, or +44 …")), 400
    now = house.clock.now()
    person = f"tel:{found.value}"
    with house.store.write() as session:
        told = conversations.open_one(session, person, since=now - house.limits.idle)
        if told is None:
            caller = InboundMessage("ivr", "", Address(found.value), language="ur")
            told = begin(person, caller, now)
        told = told.with_(complaint=told.complaint.learn(phone_field(found.value)), address=found.value, last_at=now)
        conversations.save(session, told)
        session.flush()
        tasks.add(session, Kind.LIVE, Why.TAKEN, told, now)
        row = tasks.open_one(session, Kind.LIVE, told.id)
    if row is None:
        raise NotFound("the call is gone")
    return redirect(url_for("helpline.task", task_id=row.id))


def _save(house: House, task_id: int) -> Answer | Page:
    wish = request.form.get("do", "save")
    with house.store.read() as session:
        row = tasks.get(session, task_id)
        told = conversations.get(session, row.conversation_id)
        number = tasks.has_ticket(session, row)
        by_phone = told is not None and writing.way_to(session, row, told) == writing.BY_PHONE
    if told is None:
        raise NotFound("the caller's record is gone")
    if row.why == Why.WHY_NOT and number is not None:
        words = clean_text(request.form.get("description", "")).strip()
        writing.write_reason(house, task_id, number, words, agent())
        return go_on(house, task_id)
    if row.state == tasks.DONE and wish == "register":
        return go_on(house, task_id)  # the same form once more
    written = read(request.form, told, house.clock.now().astimezone(HERE).date())
    after = with_words(told, written, request.form)
    problems = dict(written.problems)
    if wish == "register" or number is not None:
        problems |= {name: NEEDED for name in lacking(after.complaint) if name not in problems}
    if problems:
        return task_page(house, task_id, told=after, problems=problems, problem=LOOK_BELOW), 400
    return _kept(house, row, after, number, "ask_in_writing" if wish == "ask" and not by_phone else wish)


def _kept(house: House, row: HelplineTaskRow, after: Conversation, number: str | None, wish: str) -> Answer:
    if number is not None:
        writing.write_into_ticket(house, row.id, number, after.complaint, agent())
    elif wish == "register":
        writing.make_ticket(house, row.id, after, agent())
    elif wish == "ask_in_writing":
        chats.give_back(house, row.id, agent(), after)
    elif wish == "ask":
        writing.ask_on(house, row.id, after, agent())
    else:
        writing.save(house, row.id, after, agent())
        return redirect(url_for("helpline.task", task_id=row.id))
    return go_on(house, row.id)


def _reveal(house: House, task_id: int) -> Answer | Page:
    """Show the number to who says why. The reason is kept, on the case too where there is one."""
    reason = clean_text(request.form.get("reason", "")).strip()[:300]
    if not reason:
        return task_page(house, task_id, problem=_("Please write why you need the number.")), 400
    now = house.clock.now()
    with house.store.write() as session:
        row = tasks.get(session, task_id)
        number = tasks.has_ticket(session, row)
        told_by = conversations.get(session, row.conversation_id)
        if number is None and told_by is not None and told_by.complaint.get("anonymous") == "yes":
            raise NotAllowed("reveal an anonymous caller", tell="This citizen wishes not to be named.")
        if number is not None:
            of = "email" if told_by is not None and "@" in told_by.address else "phone"
            of = of if tickets.record(session, number).get(of) else "recording"
            house.cases.do(
                session, number, lambda ticket, at, policy: reveal(ticket, of, reason, me().actor, at, policy), now
            )
        tasks.record_access(session, task_id, me().id, reason, now)
    return redirect(url_for("helpline.task", task_id=task_id))
