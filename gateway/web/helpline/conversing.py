"""Written conversations: taking over, answering, drafts, giving back; and what was left half told."""

import secrets

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from core.errors import Conflict, NotFound, Rejected
from core.helpline import Outcome
from core.store.evidence import media
from core.store.helpline import drafts, tasks
from core.text.normalise import clean_text
from gateway.house import House
from gateway.pipeline import chats
from gateway.reasons import explain
from gateway.web.evidence import as_it_is
from gateway.web.helpline.posts import NOT_YOURS, Page, agent, ended, note
from gateway.web.helpline.presenters import as_it_is as shown_to
from gateway.web.helpline.queries import here, unfinished
from gateway.web.helpline.rendering import language, task_page, thread_part
from gateway.web.shared.languages import page_language
from gateway.web.staff.users import me


def add_conversing(desk: Blueprint, house: House) -> None:
    """Adds the actions of a conversation."""

    @desk.post("/<int:task_id>/take-over")
    def take_over(task_id: int) -> Answer | Page:
        try:
            chats.take_over(house, task_id, agent())
        except Conflict:
            return task_page(house, task_id, problem=NOT_YOURS), 409
        return redirect(url_for("helpline.task", task_id=task_id))

    @desk.post("/<int:task_id>/reply")
    def reply(task_id: int) -> Answer | Page:
        return _reply(house, task_id)

    @desk.post("/<int:task_id>/give-back")
    def give_back(task_id: int) -> Answer | Page:
        try:
            chats.give_back(house, task_id, agent())
        except Conflict:
            return task_page(house, task_id, problem=NOT_YOURS), 409
        return redirect(url_for("helpline.queue", done=task_id))

    @desk.post("/<int:task_id>/draft")
    def draft(task_id: int) -> Answer | Page:
        text = clean_text(request.form.get("text", ""))[: chats.LONGEST]
        with house.store.write() as session:
            row = tasks.get(session, task_id)
            drafts.put(session, row.conversation_id, me().id, text, house.clock.now())
        return ("", 204) if "quiet" in request.form else redirect(url_for("helpline.task", task_id=task_id))

    @desk.post("/<int:task_id>/answered")
    def answered(task_id: int) -> Answer | Page:
        return ended(house, task_id, Outcome.ANSWERED, note())


def add_threads(desk: Blueprint, house: House) -> None:
    """Adds a thread's parts, and the list of what was left open."""

    @desk.get("/<int:task_id>/thread")
    def thread(task_id: int) -> str:
        return thread_part(house, task_id)

    @desk.get("/<int:task_id>/files/<int:media_id>")
    def file(task_id: int, media_id: int) -> Response:
        with house.store.read() as session:
            row = media.get(session, media_id)
            task = tasks.get(session, task_id)
            shown = shown_to(session, task, me().id, house.clock.now())
        if row is None or row.conversation_id != task.conversation_id:
            raise NotFound("no such file")
        answer = as_it_is(house, row, f"{task_id}-{media_id}", bare=not shown)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @desk.get("/unfinished")
    def left_open() -> str:
        return render_template("helpline/unfinished.html", lines=unfinished(house, me(), language()), here=here)

    @desk.post("/unfinished/<conversation_id>")
    def open_unfinished(conversation_id: str) -> Answer:
        return redirect(url_for("helpline.task", task_id=chats.open_unfinished(house, conversation_id)))


def _reply(house: House, task_id: int) -> Answer | Page:
    text = clean_text(request.form.get("text", ""))[: chats.LONGEST]
    token = request.form.get("token", "")
    token = token if token.isalnum() and len(token) <= 40 else secrets.token_hex(8)
    try:
        chats.reply(house, task_id, agent(), text, token)
    except Conflict:
        return task_page(house, task_id, problem=NOT_YOURS, answer=text), 409
    except Rejected as error:
        return task_page(house, task_id, problem=explain(error, page_language()), answer=text), 400
    return redirect(url_for("helpline.task", task_id=task_id, sent=1))
