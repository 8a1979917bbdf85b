"""Slips to print and post: questions about their case to citizens who have neither phone nor email."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from core.casework.proof import in_groups, slip_code
from core.store.casework import slips
from core.store.casework.slips import Slip
from core.store.staff import access_log
from gateway.house import House
from gateway.web.mailroom.queries import here
from gateway.web.mailroom.slip import picture_of, tongues
from gateway.web.shared.numbers import form_numbers
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

_MOST = 200


def add_to_post(desk: Blueprint, house: House) -> None:
    """Adds the list, the sheet to print, and "posted"."""

    @desk.get("/slips")
    def slips_to_post() -> str:
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            waiting = slips.waiting(session, scope.allows, _MOST)
            total = slips.count(session) if scope.whole else len(waiting)
        return render_template("mailroom/slips.html", slips=waiting, total=total, here=here)

    @desk.post("/slips")
    def slips_done() -> Answer | str:
        ids = form_numbers("slip")[:_MOST]
        now = house.clock.now()
        with house.store.write() as session:
            chosen = slips.chosen(session, ids, scope_of(house, session, me()).allows)
            own = [one.id for one in chosen]
            if request.form.get("do") == "posted":
                slips.posted(session, own, str(me().actor), now)
            else:
                slips.printed(session, own, str(me().actor), now)
                for one in chosen:
                    access_log.write_down(session, me().id, "slip", f"slip {one.id}", now, ticket=one.ticket)
        if request.form.get("do") == "posted" or not chosen:
            return redirect(url_for("mailroom.slips_to_post"), 303)
        return _sheet(house, chosen)


def _sheet(house: House, chosen: list[Slip]) -> str:
    codes = {one.id: picture_of(f"{house.track_link}?number={one.ticket}") for one in chosen}
    proofs = {one.id: in_groups(slip_code(house.cases.secret, one.ticket)) for one in chosen}
    return render_template(
        "mailroom/sheet.html",
        slips=chosen,
        codes=codes,
        proofs=proofs,
        tongues={one.id: tongues(one.language) for one in chosen},
        track=house.track_link,
    )
