"""Looking: what waits, a task on the desk, and its recordings."""

import io

from flask import Blueprint, Response, render_template, send_file

from core.errors import NotFound
from core.store.voice import helpline, recordings
from gateway.house import House
from gateway.web.handing_out import file_of, sandboxed
from gateway.web.helpline.lists import here, look
from gateway.web.helpline.views import first_page, language, task_page
from gateway.web.staff.users import me


def add_pages(desk: Blueprint, house: House) -> None:
    """Adds the pages that change nothing but who has a task open."""

    @desk.get("")
    def queue() -> str:
        return first_page(house)

    @desk.get("/live")
    def live() -> str:
        return render_template("helpline/lists.html", lists=look(house, me().id, language()), here=here)

    @desk.get("/<int:task_id>")
    def task(task_id: int) -> str:
        with house.store.write() as session:
            helpline.get(session, task_id)
            helpline.lock(session, task_id, me().id, house.clock.now())
        return task_page(house, task_id)

    @desk.get("/<int:task_id>/recordings/<int:media_id>")
    def recording(task_id: int, media_id: int) -> Response:
        with house.store.read() as session:
            files = recordings.of_conversation(session, helpline.get(session, task_id).conversation_id)
        found = next((row for row, _ in files if row.id == media_id), None)
        if found is None:
            raise NotFound("no such recording")
        content = file_of(house, found)
        kind = found.media_type if found.media_type.startswith("audio/") else "audio/wav"
        answer = sandboxed(send_file(io.BytesIO(content), kind, conditional=True))
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
