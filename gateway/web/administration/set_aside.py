"""What was set aside: why, with the traceback where there is one; back in line, or dismissed with a reason."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.store.engine import Store
from core.store.pipeline import envelopes
from core.store.staff.admin_log import write_down
from core.text.normalise import clean_text
from gateway.house import House
from gateway.reasons import explain_stored
from gateway.web.shared.labels import channel_name
from gateway.web.shared.languages import page_language
from gateway.web.shared.numbers import form_numbers
from gateway.web.staff.users import me

_LONGEST = 200


def add(room: Blueprint, house: House) -> None:
    """/admin/aside."""

    @room.get("/aside")
    def aside() -> str:
        return _page(house.store)

    @room.post("/aside")
    def back_in_line() -> Response | tuple[str, int]:
        chosen: list[int | None] = [*form_numbers("id")]
        now = house.clock.now()
        if request.form.get("do") == "dismiss":
            why = clean_text(request.form.get("why", "")).strip()[:_LONGEST]
            if not why or not chosen:
                return _page(
                    house.store, gettext("Please choose the messages and write why nothing more is done.")
                ), 400
            with house.store.write() as session:
                done = [one for one in chosen if one is not None and envelopes.dismiss(session, one, why)]
                write_down(session, me().id, "dismiss", " ".join(map(str, done)), now, why=why)
            return redirect(url_for("administration.aside"))
        if request.form.get("do") == "all":
            chosen = [None]
        with house.store.write() as session:
            persons = sorted({person for one in chosen for person in envelopes.replay(session, one)})
            about = "all" if chosen == [None] else " ".join(map(str, chosen))
            write_down(session, me().id, "replay", about, now, conversations=len(persons))
        for person in persons:
            house.queue.ingest(person)
        return redirect(url_for("administration.aside"))


def _page(store: Store, problem: str = "") -> str:
    with store.read() as session:
        rows = envelopes.set_aside_rows(session)
        return render_template(
            "administration/aside.html", rows=rows, summary=_summary, problem=problem, channel_name=channel_name
        )


def _summary(reason: str | None) -> str:
    return explain_stored(reason, page_language())
