"""The rooms of the house, as they stand in the navigation of who may open them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import LazyString, lazy_gettext

from core.ticket import Role
from gateway.web.staff.permissions import ROOMS


@dataclass(frozen=True, slots=True)
class Door:
    """A room: its blueprint, where it is, its name, and what is done there."""

    room: str
    path: str
    name: LazyString
    what: LazyString


DOORS = (
    Door("desk", "/desk", lazy_gettext("Desk"), lazy_gettext("Complaints to be worked on.")),
    Door("mailroom", "/mailroom", lazy_gettext("Mailroom"), lazy_gettext("Letters to be looked at.")),
    Door("helpline", "/helpline", lazy_gettext("Helpline"), lazy_gettext("Calls to be heard.")),
    Door("dashboards", "/dashboards", lazy_gettext("Dashboards"), lazy_gettext("How the offices are doing.")),
    Door("audit", "/audit", lazy_gettext("Audit"), lazy_gettext("Who opened what.")),
    Door("administration", "/admin", lazy_gettext("Administration"), lazy_gettext("Offices, users, channels.")),
)


def doors_for(role: Role) -> Sequence[Door]:
    """The doors that open for this role, in order."""
    return [door for door in DOORS if door.room in current_app.blueprints and role in ROOMS[door.room]]
