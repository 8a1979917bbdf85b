"""The mailroom desk: letters are looked at, mended, registered; every citizen gets a tracking number.

    views.py      looking: the queue and the desk      rendering.py   how they stand
    files.py      the scan as it came                  pictures.py    pages, with the words of a field marked
    posts.py      doing: uploads, saving, registering  endings.py     other ends
    steps.py      what all changes have in common      queries.py     what the queue shows
    presenters.py what the desk shows of a field       register.py    a letter becomes a ticket
    sheets.py     splitting and joining                asking.py      the writer is asked for what is missing
    uploads.py    files from the browser               slip.py        the printed slip
    to_post.py    slips about a case, to print and post
    masks.py      who sees a letter as it is           unmasking.py   giving the reason for it
    addresses.py  which addresses are one citizen's, parted and joined

Works without JavaScript; static/mailroom.js adds zoom, keys, and what is live.
"""  # fmt: skip

from typing import Any

from flask import Blueprint, request

from gateway.house import House
from gateway.web.mailroom.addresses import add_addresses
from gateway.web.mailroom.endings import add_endings, add_passing_on
from gateway.web.mailroom.files import add_files
from gateway.web.mailroom.posts import add_posts
from gateway.web.mailroom.sheets import add_sheets
from gateway.web.mailroom.slip import add_slip
from gateway.web.mailroom.to_post import add_to_post
from gateway.web.mailroom.unmasking import add_unmasking
from gateway.web.mailroom.uploads import most_bytes
from gateway.web.mailroom.views import add_pages


def blueprint(house: House) -> Blueprint:
    """/mailroom and what is below it."""
    desk = Blueprint("mailroom", __name__, url_prefix="/mailroom")

    @desk.url_value_preprocessor
    def room_for_scans(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        # Scans are larger than what others may send. Set before the form, and the CSRF token in it, is read.
        if endpoint == "mailroom.upload":
            request.max_content_length = most_bytes(house)

    for add in (
        add_pages,
        add_files,
        add_slip,
        add_posts,
        add_endings,
        add_passing_on,
        add_sheets,
        add_to_post,
        add_unmasking,
        add_addresses,
    ):
        add(desk, house)
    return desk
