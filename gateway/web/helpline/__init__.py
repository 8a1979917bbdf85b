"""The helpline's desk: agents answer who writes, hear recordings, take live calls' complaints, and call people back.

    views.py      looking: what waits, a task, its recordings   rendering.py   how they stand
    posts.py      doing: taking, holding, saving, registering   calling.py     calls that agents make
    conversing.py answering who writes                          streaming.py   what is live
    queries.py    what the lists show                           presenters.py  what the desk shows of a caller
    forms.py      what an agent wrote, checked                  labels.py      names of kinds, reasons, ends

Works without JavaScript; static/helpline.js adds keys, drafts that are kept while one writes, and what is live.
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.helpline.calling import add_calling
from gateway.web.helpline.conversing import add_conversing, add_threads
from gateway.web.helpline.posts import add_posts
from gateway.web.helpline.streaming import add_streaming
from gateway.web.helpline.views import add_pages


def blueprint(house: House) -> Blueprint:
    """/helpline and what is below it."""
    desk = Blueprint("helpline", __name__, url_prefix="/helpline")
    for add in (add_pages, add_posts, add_calling, add_conversing, add_threads, add_streaming):
        add(desk, house)
    return desk
