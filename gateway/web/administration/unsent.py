"""What could not be sent: ways that a provider has shut for us, and messages that were given up; sent again."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.store.pipeline import resending, ways
from core.store.staff.admin_log import write_down
from gateway.house import House
from gateway.web.administration.labels import way_name
from gateway.web.staff.users import me

HOURS = (2, 24, 72, 168)
"""How far back one may look."""


def add(room: Blueprint, house: House) -> None:
    """/admin/unsent."""

    @room.get("/unsent")
    def unsent() -> str:
        hours = _hours(request.args.get("hours"))
        since = house.clock.now() - timedelta(hours=hours)
        with house.store.read() as session:
            found = {name: resending.failed(session, name, since) for name in sorted(house.channels)}
            shut = ways.all_shut(session)
        return render_template(
            "administration/unsent.html", found=found, shut=shut, hours=hours, choices=HOURS, way_name=way_name
        )

    @room.post("/unsent")
    def send_again() -> Response:
        channel, hours = request.form.get("channel", ""), _hours(request.form.get("hours"))
        if channel not in house.channels:
            abort(400)
        now = house.clock.now()
        persons: list[str] = []
        with house.store.write() as session:
            ways.try_now(session, now, channel)
            if request.form.get("do") == "try":
                write_down(session, me().id, "try_way", channel, now)
            else:
                code = request.form.get("code") or None
                since = now - timedelta(hours=hours)
                found = resending.failed(session, channel, since, code)
                persons = list(resending.send_again(session, found.ids))
                about = f"{channel} {code}" if code else channel
                write_down(session, me().id, "resend", about, now, messages=len(found.ids), hours=hours)
        for person in persons:
            house.queue.deliver(person)
        return redirect(url_for("administration.unsent", hours=hours))


def _hours(written: str | None) -> int:
    return next((hours for hours in HOURS if str(hours) == written), 24)
