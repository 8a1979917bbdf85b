"""/complain/news: what the page's script asks, every second while an answer is to come: is there anything new?"""

from flask import Blueprint, Response, jsonify, request

from core.store.pipeline import visits
from gateway.house import House
from gateway.web.complain import visitor
from gateway.web.complain.thread import Entry, thread


def add_news(pages: Blueprint, house: House) -> None:
    """Adds the address."""

    @pages.get("/news")
    def news() -> Response:
        code = visitor.code()
        if code is None:
            visitor.begin()
            return jsonify(mark="", entries=[])
        return _news(house, visitor.address_of(house.cases, code))


def _news(house: House, address: str) -> Response:
    with house.store.read() as session:
        person = visitor.person(session, address)
        if request.args.get("mark") == visits.standing(session, person, address):
            return Response(status=204)
        found = thread(house, session, person, address)
    if found.unread:
        with house.store.write() as session:
            visits.mark_read(session, found.unread)
    return jsonify(mark=found.mark, entries=[_told(one) for one in found.entries])


def _told(one: Entry) -> dict[str, object]:
    return {
        "key": one.key,
        "who": one.who,
        "text": one.text,
        "lang": one.language,
        "with": list(one.with_),
        "rows": [{"title": row.title, "payload": row.payload, "about": row.about} for row in one.rows],
        "list": one.list_,
        "waits": one.waits,
    }
