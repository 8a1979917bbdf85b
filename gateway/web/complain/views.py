"""/complain: what is shown. No address holds a secret: the code to come back with is typed, or stands behind a "#"."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from channels.web import Web
from core.reference.phrasebook import say, under
from core.store.pipeline import visits
from gateway.house import House
from gateway.web.complain import visitor
from gateway.web.complain.app_files import versioned
from gateway.web.complain.cases import cases_of
from gateway.web.complain.thread import Thread, thread
from gateway.web.shared import phrases

LOOKS = 5
"""So often a page without JavaScript looks for its answer by itself, and how many seconds apart."""
_APART_S = 3
_SAID = frozenset({"me", "assistant", "person", "office", "choose", "send", "sum"})
_SAID_UNDER = ("js.", "problem.", "with.")
"""Phrases that the page's script says."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who looks, and their thread."""

    code: str
    address: str
    person: str
    thread: Thread


def add_views(pages: Blueprint, house: House, channel: Web) -> None:
    """Adds the pages."""

    @pages.get("")
    def talk() -> Response:
        return talk_page(house, channel)

    @pages.get("/shell")
    def shell() -> str:
        """The page with nobody's thread on it, for the worker to keep: what is shown where there is no network."""
        return page("talk", thread=Thread(), code="", draft="", written={}, words=words(channel))

    @pages.get("/mine")
    def mine() -> str:
        here = who(house)
        with house.store.read() as session:
            cases = cases_of(house, session, here.person, phrases.chosen()) if here is not None else []
        return page("mine", cases=cases, **_code(here))

    @pages.get("/back")
    def back() -> str:
        return page("back")


def who(house: House) -> Here | None:
    """Who looks; None for a browser without a secret."""
    code = visitor.code()
    if code is None:
        return None
    address = visitor.address_of(house.cases, code)
    with house.store.read() as session:
        person = visitor.person(session, address)
        return Here(code, address, person, thread(house, session, person, address))


def talk_page(house: House, channel: Web, *, problem: str = "", status: int = 200, **values: object) -> Response:
    """The page to write on. Whoever has no secret yet gets one."""
    here = who(house)
    if here is None:
        visitor.begin()
    shown = here.thread if here is not None else Thread()
    told = page(
        "talk",
        thread=shown,
        words=words(channel),
        **_code(here),
        draft=request.form.get("id") or secrets.token_urlsafe(16),
        problem=problem,
        written=request.form,
        **values,
    )
    answer = Response(told, status)
    looked = int(request.args.get("look", "")) if request.args.get("look", "").isdecimal() else LOOKS
    if shown.waits and looked < LOOKS:  # by the header: nobody who reads the page is interrupted but while it waits
        answer.headers["Refresh"] = f"{_APART_S}; url=/complain?look={looked + 1}"
    if shown.unread:
        with house.store.write() as session:
            visits.mark_read(session, shown.unread)
    return answer


def _code(here: Here | None) -> dict[str, str]:
    """The code to come back with, once there is something to come back to."""
    if here is None or not here.thread.entries:
        return {"code": ""}
    return {"code": visitor.in_groups(here.code), "plain_code": here.code}


def words(channel: Web) -> dict[str, object]:
    """What the page's script says, and what it must know of our bounds."""
    bounds = channel.settings
    limits = {"most_files": bounds.most_files, "max_file_bytes": bounds.max_file_bytes}
    told = under("page.web.", phrases.chosen())
    said = {key: text for key, text in told.items() if key in _SAID or key.startswith(_SAID_UNDER)}
    return {"language": phrases.chosen(), "limits": limits, "words": said}


def page(name: str, **values: object) -> str:
    """One of the pages, in the visitor's language."""
    return render_template(
        f"complain/{name}.html",
        key=lambda key, **more: _words(key, **more),
        file=versioned,
        **phrases.for_templates(),
        **values,
    )


def _words(key: str, **more: str) -> str:
    return str(say(f"page.web.{key}", phrases.chosen(), **more))
