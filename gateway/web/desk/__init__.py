"""The officer's desk: the queue by deadline, a ticket with all its evidence, and what can be done with it.

    queue_page.py   /desk: filters, counts, notices      filters.py   the queue's address
    ticket_page.py  /desk/NUMBER, and seeing masked data shown.py     record and evidence as they are shown
    deeds.py        the table of what can be done        allowed.py   which of it is offered to whom
    posts.py        doing it                             forms.py     what a form gave
    bulk.py         several tickets at once              search_page.py, flags_page.py
    live.py         server-sent events                   place.py     the map
    timeline.py     the history in sentences             words.py     what things are called

Works without JavaScript; static/desk.js adds keys, suggestions and what is live.
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.desk.bulk import add_bulk
from gateway.web.desk.flags_page import add_flags
from gateway.web.desk.live import Watcher, add_live
from gateway.web.desk.posts import add_posts
from gateway.web.desk.queue_page import add_queue
from gateway.web.desk.search_page import add_search
from gateway.web.desk.ticket_page import add_ticket_page


def blueprint(house: House) -> Blueprint:
    """/desk and what is below it."""
    desk = Blueprint("desk", __name__, url_prefix="/desk")
    watcher = Watcher(house)
    for add in (add_search, add_flags, add_bulk):
        add(desk, house)
    for watched in (add_queue, add_live, add_ticket_page, add_posts):
        watched(desk, house, watcher)
    return desk
