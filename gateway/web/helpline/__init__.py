"""The helpline's desk: agents hear recordings and write them down, take live calls' complaints, and call people back.

    pages.py   looking: what waits, a task on the desk, its recordings   views.py  how they stand
    posts.py   doing: taking, holding, saving, registering               calling.py calls that agents make
    lists.py   what the lists show                                       shown.py  what the desk shows of a caller
    form.py    what an agent wrote, checked                              words.py  names of kinds, reasons, ends

Works without JavaScript; static/helpline.js adds keys for the player and what is live.
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.helpline.calling import add_calling
from gateway.web.helpline.pages import add_pages
from gateway.web.helpline.posts import add_posts


def blueprint(house: House) -> Blueprint:
    """/helpline and what is below it."""
    desk = Blueprint("helpline", __name__, url_prefix="/helpline")
    for add in (add_pages, add_posts, add_calling):
        add(desk, house)
    return desk
