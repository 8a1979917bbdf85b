"""Slips to print and post: questions about their case to citizens who have neither phone nor email."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from core.store.casework import slips
from core.store.casework.slips import Slip
from gateway.house import House
from gateway.web.codes import slip_code
from gateway.web.mailroom.lists import here
from gateway.web.mailroom.slip import picture_of, tongues
from gateway.web.staff.users import me

_MOST = 200


def add_to_post(desk: Blueprint, house: House) -> None:
    """Adds the list, the sheet to print, and "posted"."""

    @desk.get("/slips")
    def slips_to_post() -> str:
        with house.store.read() as session:
            waiting = slips.waiting(session, _MOST)
            total = slips.count(session)
        return render_template("mailroom/slips.html", slips=waiting, total=total, here=here)

    @desk.post("/slips")
    def slips_done() -> Answer | str:
        ids = [int(one) for one in request.form.getlist("slip") if one.isdecimal() and len(one) < 15][:_MOST]
        now = house.clock.now()
        with house.store.write() as session:
            chosen = slips.chosen(session, ids)
            if request.form.get("do") == "posted":
                slips.posted(session, ids, str(me().actor), now)
            else:
                slips.printed(session, [one.id for one in chosen], str(me().actor), now)
        if request.form.get("do") == "posted" or not chosen:
            return redirect(url_for("mailroom.slips_to_post"), 303)
        return _sheet(house, chosen)


def _sheet(house: House, chosen: list[Slip]) -> str:
    codes = {one.id: picture_of(f"{house.track_link}?number={one.ticket}") for one in chosen}
    proofs = {one.id: slip_code(current_app.config["SECRET_KEY"], one.ticket) for one in chosen}
    return render_template(
        "mailroom/sheet.html",
        slips=chosen,
        codes=codes,
        proofs=proofs,
        tongues={one.id: tongues(one.language) for one in chosen},
        track=house.track_link,
    )
