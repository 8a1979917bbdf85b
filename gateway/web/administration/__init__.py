"""The administrator's room: what was set aside, who may sign in, offices and posts, deadlines, the channels' health.

    aside.py     what could not be handled, why, and back in line with it
    people.py    who may sign in, as what, for which office
    offices.py   offices and who is in their posts; CSV in and out
    texts.py     texts that officers begin an answer with
    deadlines.py working days by category, over the config's
    channels.py  how each channel stands; the first page
    acts.py      what administrators did: every change here is written down in its own transaction
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.administration import acts, aside, channels, deadlines, offices, people, texts


def blueprint(house: House) -> Blueprint:
    """/admin and what is below it."""
    room = Blueprint("administration", __name__, url_prefix="/admin")
    for part in (channels, aside, people, offices, deadlines, texts, acts):
        part.add(room, house)
    return room
