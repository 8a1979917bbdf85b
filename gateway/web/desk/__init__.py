"""The officer's desk: the queue by deadline, a ticket with all its evidence, and what can be done with it.

    queue_view.py   /desk: filters, counts, notices      counts.py    how many stand where
    ticket_view.py  /desk/NUMBER, and seeing masked data timeline.py   the history in sentences
    actions.py      the table of what can be done        allowed.py   which of it is offered to whom
    posts.py        doing it                             forms.py     what a form gave
    bulk.py         several tickets at once              search_view.py, flags_view.py
    list_view.py    the queue as a file                  why.py       our own reasons, in words
    live.py         server-sent events                   place_map.py the map
    codes.py        the citizen's code
    presenters.py   record and evidence as they are shown

Works without JavaScript; static/desk.js adds keys, suggestions and what is live.
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.desk.bulk import add_bulk
from gateway.web.desk.codes import add_codes
from gateway.web.desk.flags_view import add_flags
from gateway.web.desk.list_view import add_list
from gateway.web.desk.live import Watcher, add_live
from gateway.web.desk.posts import add_posts
from gateway.web.desk.queue_view import add_queue
from gateway.web.desk.search_view import add_search, add_search_by_person
from gateway.web.desk.ticket_view import add_ticket_page
from gateway.web.desk.unusual_view import add_unusual


def blueprint(house: House) -> Blueprint:
    """/desk and what is below it."""
    desk = Blueprint("desk", __name__, url_prefix="/desk")
    watcher = Watcher(house)
    for add in (add_search, add_search_by_person, add_list, add_flags, add_unusual, add_bulk, add_codes):
        add(desk, house)
    for watched in (add_queue, add_live, add_ticket_page, add_posts):
        watched(desk, house, watcher)
    return desk
