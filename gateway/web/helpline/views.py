"""Looking: what waits, a task on the desk, and its recordings."""

import io

from flask import Blueprint, Response, render_template, send_file

from core.errors import NotFound
from core.store.helpline import recordings, tasks
from gateway.house import House
from gateway.web.helpline.presenters import as_it_is
from gateway.web.helpline.queries import here, read_lists
from gateway.web.helpline.rendering import first_page, language, task_page
from gateway.web.shared.downloads import file_of, sandboxed
from gateway.web.staff.users import me


def add_pages(desk: Blueprint, house: House) -> None:
    """Adds the pages that change nothing but who has a task open."""

    @desk.get("")
    def queue() -> str:
        return first_page(house)

    @desk.get("/live")
    def live() -> str:
        return render_template("helpline/lists.html", lists=read_lists(house, me(), language()), here=here)

    @desk.get("/<int:task_id>")
    def task(task_id: int) -> str:
        with house.store.write() as session:
            tasks.get(session, task_id)
            tasks.lock(session, task_id, me().id, house.clock.now())
        return task_page(house, task_id)

    @desk.get("/<int:task_id>/recordings/<int:media_id>")
    def recording(task_id: int, media_id: int) -> Response:
        with house.store.read() as session:
            row = tasks.get(session, task_id)
            if not as_it_is(session, row, me().id, house.clock.now()):
                raise NotFound("a recording of another's desk")
            files = recordings.of_conversation(session, row.conversation_id)
        found = next((file for file, _ in files if file.id == media_id), None)
        if found is None:
            raise NotFound("no such recording")
        content = file_of(house, found)
        kind = found.media_type if found.media_type.startswith("audio/") else "audio/wav"
        answer = sandboxed(send_file(io.BytesIO(content), kind, conditional=True))
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
