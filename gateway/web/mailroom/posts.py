"""Doing: uploads, holding and leaving a letter, saving and registering it, asking its writer."""

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.conversation import Conversation
from core.errors import Conflict
from core.store import worklist
from core.store.mailroom import letters
from core.store.mailroom.tables import ASKING, LetterRow
from core.store.pipeline import conversations
from core.text.normalise import clean_text
from gateway.house import House
from gateway.web.mailroom.asking import ask, why_not
from gateway.web.mailroom.queries import HERE
from gateway.web.mailroom.register import lacking, make_ticket
from gateway.web.mailroom.rendering import LANGUAGES, desk_page, queue_page
from gateway.web.mailroom.steps import NOT_YOURS, conversation_of, ending, go_on
from gateway.web.mailroom.uploads import receive
from gateway.web.shared.complaint_form import LABELS, Written, read_form
from gateway.web.shared.numbers import seen_version
from gateway.web.staff.users import me

SAVE, REGISTER, ASK = "save", "register", "ask"


def add_posts(desk: Blueprint, house: House) -> None:
    """Adds everything that changes something."""

    @desk.post("/upload")
    def upload() -> str | tuple[str, int]:
        files = [file for file in request.files.getlist("files") if file.filename]
        taken = [receive(house, file, by=str(me().id)) for file in files]
        if request.headers.get("X-Requested-With") == "fetch":
            return render_template("mailroom/uploads.html", taken=taken)
        return queue_page(house, taken=taken), 400 if taken and all(one.problem for one in taken) else 200

    @desk.post("/<int:letter_id>/hold")
    def hold(letter_id: int) -> tuple[str, int]:
        with house.store.write() as session:
            letters.get(session, letter_id)
            kept = letters.lock(session, letter_id, me().id, house.clock.now())
        return ("", 204) if kept else ("taken", 409)

    @desk.post("/<int:letter_id>/leave")
    def leave(letter_id: int) -> Answer:
        with house.store.write() as session:
            worklist.unlock(session, LetterRow, letter_id, me().id)
        return redirect(url_for("mailroom.queue"))

    @desk.post("/<int:letter_id>/posted")
    def posted(letter_id: int) -> Answer:
        with house.store.write() as session:
            letters.get(session, letter_id).unreached_at = None
        return redirect(url_for("mailroom.queue"))

    @desk.post("/<int:letter_id>")
    def save(letter_id: int) -> Answer | tuple[str, int]:
        return _save(house, letter_id, request.form.get("do", SAVE))


def _save(house: House, letter_id: int, do: str) -> Answer | tuple[str, int]:
    now = house.clock.now()
    with house.store.read() as session:
        row = letters.get(session, letter_id)
        conversation = conversation_of(session, row.conversation_id)
        said = conversations.last_message(session, row.conversation_id)
        written = read_form(request.form, conversation.complaint, now.astimezone(HERE).date())
        told = _told(conversation, written)
        reason = why_not(house, session, told) if do == ASK else None
    if row.state == letters.REGISTERED and do == REGISTER:
        return go_on(house, letter_id)  # the same form once more: it has its ticket
    if row.reread_in is not None and do != SAVE:
        waiting = gettext("This letter is being read again. Please wait until that is done.")
        return desk_page(house, letter_id, problem=waiting), 409
    if written.problems or (do == REGISTER and lacking(written.complaint)):
        return _not_yet(house, letter_id, written, do == REGISTER)
    do = SAVE if reason is not None else do  # what the clerk wrote is kept in any case
    person = conversation.person
    try:
        with house.store.write() as session:
            worklist.change(session, LetterRow, letter_id, seen_version(), me().id, now, **_values(do, now))
            if do == REGISTER:
                make_ticket(house, session, told, now)
            elif do == ASK:
                dated = said.sent_at if said is not None and said.sent_at is not None else row.received_at
                person = ask(house, session, told, dated, now)
            else:
                conversations.save(session, told)
                letters.lock(session, letter_id, me().id, now)
    except Conflict:
        return desk_page(house, letter_id, problem=NOT_YOURS), 409
    if reason is not None:
        return desk_page(house, letter_id, problem=reason), 400
    if do not in (REGISTER, ASK):
        return redirect(url_for("mailroom.letter", letter_id=letter_id))
    house.queue.deliver(person)
    return go_on(house, letter_id)


def _values(do: str, now: datetime) -> dict[str, Any]:
    if do == REGISTER:
        return {"state": letters.REGISTERED, **ending(now)}
    if do == ASK:
        return {"state": ASKING, "asked_at": now, "reason": None, **ending(now), "done_at": None}
    return {}


def _not_yet(house: House, letter_id: int, written: Written, wants_ticket: bool) -> tuple[str, int]:
    """The form again with what is wrong. What was right is shown, and kept when all of it is."""
    problems = dict(written.problems)
    if wants_ticket:
        for name in lacking(written.complaint):
            problems.setdefault(name, gettext("This is needed for a ticket."))
    wrote = {name: clean_text(value) for name, value in request.form.items() if name in LABELS}
    told = gettext("Please look at the fields marked below: nothing was kept yet.")
    shown = desk_page(house, letter_id, written=wrote, complaint=written.complaint, problems=problems, problem=told)
    return shown, 400


def _told(conversation: Conversation, written: Written) -> Conversation:
    language = request.form.get("reply_language", "")
    return conversation.with_(
        complaint=written.complaint,
        language=language if language in LANGUAGES else conversation.language,
        urgent="urgent" in request.form if "anonymous_shown" in request.form else conversation.urgent,
    )
