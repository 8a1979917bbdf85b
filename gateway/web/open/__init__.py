"""/open: how government does, for everybody. Numbers of the latest published day (core/publishing): nothing here reads
a ticket, so nothing here is slow or can betray.

    views.py    the pages' addresses            pages.py   what is on a page
    data.py     the files' addresses            names.py   what subjects are called
    answers.py  caching, languages, CSV, JSON   queries.py the published lines of a page
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.open import data, views


def blueprint(house: House) -> Blueprint:
    """/open and what is below it."""
    room = Blueprint("open", __name__, url_prefix="/open")
    if house.open_data is not None:
        views.add_pages(room, house)
        data.add_files(room, house, house.open_data)
    return room
