"""What administrators did."""

from flask import Blueprint, render_template
from flask_babel import gettext

from core.store.casework import tickets
from core.store.staff import admin_log, staff
from gateway.house import House
from gateway.web.audit.presenters import in_words
from gateway.web.staff.users import me


def add(room: Blueprint, house: House) -> None:
    """/admin/acts."""

    @room.get("/acts")
    def acts_page() -> str:
        with house.store.read() as session:
            names = {person.id: person.name for person in staff.everybody(session)}
            names[admin_log.COMMAND_LINE] = gettext("The command line")
            about_me = tickets.about(session, str(me().id))
            shown = in_words(admin_log.latest(session), names, house.cases.book.directory(session), about_me)
        return render_template("administration/admin_log.html", acts=shown)
