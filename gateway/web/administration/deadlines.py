"""Categories and their deadlines: working days, over the config's."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from core.reference.categories import categories
from core.services.cases import DEADLINES
from core.store.staff import admin_log
from gateway.house import House
from gateway.web.staff.users import me

_LONGEST = 400


def add(room: Blueprint, house: House) -> None:
    """/admin/deadlines."""

    @room.get("/deadlines")
    def deadlines() -> str:
        with house.store.read() as session:
            chosen = admin_log.chosen(session, DEADLINES) or {}
            now = house.cases.policy(session, house.clock.now()).rules.category_days
        return render_template(
            "administration/deadlines.html",
            categories=categories().values(),
            language=str(get_locale() or "en"),
            days=now,
            chosen=chosen,
            usual=house.cases.rules.category_days,
        )

    @room.post("/deadlines")
    def change_deadlines() -> Response:
        now = house.clock.now()
        wanted = {key: _days(request.form.get(key, "")) for key in categories()}
        kept = {key: days for key, days in wanted.items() if days is not None}
        with house.store.write() as session:
            before = admin_log.chosen(session, DEADLINES) or {}
            admin_log.choose(session, DEADLINES, kept, now)
            admin_log.write_down(session, me().id, "deadlines", "categories", now, before=before, after=kept)
        return redirect(url_for("administration.deadlines"))


def _days(written: str) -> float | None:
    """Working days; None where nothing of use was written: then the config's count."""
    try:
        days = float(written)
    except ValueError:
        return None
    return days if 0 < days <= _LONGEST else None
