"""What administrators did."""

from flask import Blueprint, render_template

from core.store.people import acts, staff
from gateway.house import House


def add(room: Blueprint, house: House) -> None:
    """/admin/acts."""

    @room.get("/acts")
    def acts_page() -> str:
        with house.store.read() as session:
            names = {person.id: person.username for person in staff.everybody(session)}
            return render_template("administration/acts.html", acts=acts.latest(session), names=names)
