"""/complain: what is sent. A form comes from this page or is refused; one that comes twice is one message."""

from flask import Blueprint, jsonify, redirect, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from channels.web import Web
from channels.web.body import Said
from core.errors import NotFound, Unavailable
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.pipeline import visits
from gateway.house import House
from gateway.web.citizen.access import Proof, open_case
from gateway.web.complain import forms, visitor
from gateway.web.complain.cases import is_theirs
from gateway.web.complain.forms import Problem
from gateway.web.complain.taking import sum_of, take
from gateway.web.complain.views import page, talk_page, who
from gateway.web.shared import phrases

_STATUS = {"much": 429, "sum": 429, "busy": 503, "visitor": 409}


def add_posts(pages: Blueprint, house: House, channel: Web) -> None:
    """Adds what changes something."""

    @pages.before_request
    def from_here() -> None:
        if request.method == "POST" and visitor.from_elsewhere(house.public_url):
            raise Forbidden

    @pages.post("")
    def say() -> Response:
        return _say(house, channel)

    @pages.post("/back")
    def come_back() -> Response | tuple[str, int]:
        code = visitor.read_code(request.form.get("code", ""))
        if code is None:
            return page("back", problem="code"), 400
        if not _known(house, code):
            return page("back", problem="unknown"), 404
        visitor.begin(code)
        return redirect(url_for("complain.talk", language=phrases.chosen()), 303)

    @pages.post("/leave")
    def leave() -> Response:
        visitor.leave()
        return redirect(url_for("complain.back", language=phrases.chosen()), 303)

    @pages.post("/open")
    def open_() -> Response:
        """The case's own page: who has the secret by which it was told needs no other code."""
        number, here = request.form.get("number", ""), who(house)
        with house.store.write() as session:
            if here is None or not is_theirs(session, here.person, number):
                raise NotFound("no case of this visitor's")
            open_case(house.clock, session, tickets.get(session, number).number, Proof.CODE)
        return redirect(url_for("citizen.case", language=phrases.chosen()), 303)


def _say(house: House, channel: Web) -> Response:
    by_script = request.accept_mimetypes.best == "application/json"
    try:
        said = _read(house, channel, by_script=by_script)
        take(house, channel, said)
    except Problem as problem:
        return _refused(house, channel, problem.key, by_script=by_script)
    except Unavailable:
        return _refused(house, channel, "busy", by_script=by_script)
    if by_script:
        return jsonify(kept=said.id)
    return redirect(f"{url_for('complain.talk', language=phrases.chosen(), look=0)}#last", 303)


def _read(house: House, channel: Web, *, by_script: bool) -> Said:
    """The form as a message of whoever sent it. Raises Problem."""
    draft, code, here = forms.draft_id(), visitor.code(), who(house)
    offered = here.thread.offered if here is not None else frozenset()
    address = here.address if here is not None else "0" * 32
    said = forms.read(channel.settings, draft, address, phrases.chosen(), offered)
    if code is not None:
        return said
    if by_script:
        raise Problem("visitor")  # it asks for a secret first, and sends again
    return _nobodys(house.cases, said)


def _nobodys(cases: Cases, said: Said) -> Said:
    """A form from a browser that keeps no cookies: its secret is made of the form, and shown."""
    told = "\n".join([said.text, *said.found.values(), *(one.name or "" for one in said.files)])
    code = visitor.begin(visitor.of_draft(cases, said.id, told.encode()))
    return Said(
        said.id, visitor.address_of(cases, code), said.tongue, said.text, said.choice, said.location, said.found,
        said.files,
    )  # fmt: skip


def _refused(house: House, channel: Web, key: str, *, by_script: bool) -> Response:
    draft = request.form.get("id", "")
    asked = sum_of(house.cases, draft) if key == "sum" else None
    status = _STATUS.get(key, 400)
    if by_script:
        answer: Response = jsonify(problem=key, sum=asked)
        answer.status_code = status
        return answer
    if key == "old":
        return talk_page(house, channel, problem=key, status=status)
    return talk_page(
        house, channel, problem=key, status=status, asked=asked, again=bool(request.files.getlist("files"))
    )


def _known(house: House, code: str) -> bool:
    """Was anything told by whoever has this secret?"""
    address = visitor.address_of(house.cases, code)
    with house.store.read() as session:
        return not visits.is_new(session, visitor.person(session, address))
