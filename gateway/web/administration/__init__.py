"""The administrator's room: what was set aside, who may sign in, offices and posts, deadlines, the channels' health.

    set_aside.py     what could not be handled, why, and back in line with it
    unanswered.py what was taken for a machine's mail, with why: a complaint after all, or not
    people.py    who may sign in, as what, for which office
    person.py    a citizen's request: what is kept of them, a copy, erasing it
    offices.py   offices and who is in their posts; CSV in and out
    texts.py     texts that officers begin an answer with
    calendar.py  holidays, days announced later, other hours for a time
    deadlines.py working days by category, over the config's
    channels.py  how each channel stands; the first page
    admin_log.py what administrators did: every change here is written down in its own transaction
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.administration import (
    admin_log,
    calendar,
    channels,
    deadlines,
    offices,
    people,
    person,
    set_aside,
    texts,
    unanswered,
    unsent,
)


def blueprint(house: House) -> Blueprint:
    """/admin and what is below it."""
    room = Blueprint("administration", __name__, url_prefix="/admin")
    for part in (
        channels,
        set_aside,
        unsent,
        unanswered,
        people,
        person,
        offices,
        calendar,
        deadlines,
        texts,
        admin_log,
    ):
        part.add(room, house)
    return room
