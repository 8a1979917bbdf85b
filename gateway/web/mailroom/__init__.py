"""The mailroom desk: letters are looked at, mended, registered; every citizen gets a tracking number.

    pages.py     looking: the queue and the desk      views.py    how they stand    files.py  pictures and the scan
    posts.py     doing: uploads, saving, registering  endings.py  other ends        steps.py  what both have in common
    lists.py     what the queue shows                 shown.py    what the desk shows of a field
    form.py      what a clerk wrote, checked          register.py a letter becomes a ticket, and the citizen is told
    sheets.py    splitting and joining                asking.py   the writer is asked for what is missing
    uploads.py   files from the browser               pictures.py  pages, with the words of a field marked
    slip.py      the printed slip                     to_post.py  slips about a case, to print and post

Works without JavaScript; static/mailroom.js adds zoom, keys, and what is live.
"""  # fmt: skip

from typing import Any

from flask import Blueprint, request

from gateway.house import House
from gateway.web.mailroom.endings import add_endings
from gateway.web.mailroom.files import add_files
from gateway.web.mailroom.pages import add_pages
from gateway.web.mailroom.posts import add_posts
from gateway.web.mailroom.sheets import add_sheets
from gateway.web.mailroom.slip import add_slip
from gateway.web.mailroom.to_post import add_to_post
from gateway.web.mailroom.uploads import most_bytes


def blueprint(house: House) -> Blueprint:
    """/mailroom and what is below it."""
    desk = Blueprint("mailroom", __name__, url_prefix="/mailroom")

    @desk.url_value_preprocessor
    def room_for_scans(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        # Scans are larger than what others may send. Set before the form, and the CSRF token in it, is read.
        if endpoint == "mailroom.upload":
            request.max_content_length = most_bytes(house)

    for add in (add_pages, add_files, add_slip, add_posts, add_endings, add_sheets, add_to_post):
        add(desk, house)
    return desk
