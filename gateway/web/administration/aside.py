"""What was set aside: why, with the traceback where there is one, and back in line."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.store.people.acts import write_down
from core.store.road import envelopes
from gateway.house import House
from gateway.reasons import kept_reason
from gateway.web.languages import page_language
from gateway.web.staff.users import me


def add(room: Blueprint, house: House) -> None:
    """/admin/aside."""

    @room.get("/aside")
    def aside() -> str:
        with house.store.read() as session:
            rows = envelopes.set_aside_rows(session)
            return render_template("administration/aside.html", rows=rows, summary=_summary)

    @room.post("/aside")
    def back_in_line() -> Response:
        chosen: list[int | None] = [int(one) for one in request.form.getlist("id") if one.isdigit()]
        if request.form.get("do") == "all":
            chosen = [None]
        now = house.clock.now()
        with house.store.write() as session:
            persons = sorted({person for one in chosen for person in envelopes.replay(session, one)})
            about = "all" if chosen == [None] else " ".join(map(str, chosen))
            write_down(session, me().id, "replay", about, now, conversations=len(persons))
        for person in persons:
            house.queue.ingest(person)
        return redirect(url_for("administration.aside"))


def _summary(reason: str | None) -> str:
    return kept_reason(reason, page_language())
