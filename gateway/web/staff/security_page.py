"""/staff/security: one's second factors, and the browsers in which one is signed in.

Factors are changed only soon after signing in, so that a screen that was left open gives nobody a key of their own.
"""

from datetime import timedelta

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.errors import Rejected
from core.ports import Clock
from core.store.engine import Store
from core.store.staff import access_log, factors, sessions
from core.store.staff.tables import StaffFactorRow
from core.text.normalise import clean_text
from gateway import reasons
from gateway.house import House
from gateway.web.shared.languages import page_language
from gateway.web.shared.numbers import form_number
from gateway.web.staff import apps, passkeys
from gateway.web.staff.next_page import own_path
from gateway.web.staff.permissions import PROVEN, SECOND_FACTOR
from gateway.web.staff.users import me, my_session

FACTOR_ADDED, FACTOR_REMOVED, SESSION_ENDED = "second factor added", "second factor removed", "session ended"
PAPER_MADE = "codes on paper made"
"""What the audit has of it."""
_RECENT = timedelta(minutes=15)
_LONGEST_NAME = 60
_ENDS = ("end", "end_others")
"""What a form may do to sessions."""


def add(pages: Blueprint, house: House) -> None:
    """Adds the page and what its forms do."""

    @pages.get("/security")
    def security() -> str | Response:
        if request.args.get("needed") and _unproven(house.store):
            return redirect(url_for("signin.second", next=request.args.get("next", "")))
        return _page(house)

    @pages.post("/security")
    def secure() -> str | Response | tuple[str, int]:
        do = request.form.get("do", "")
        if do not in _ENDS and _unproven(house.store):  # who has one shows it before they add another
            return redirect(url_for("signin.second", next=url_for("account.security")))
        try:
            codes = _do(house, do)
        except Rejected as error:
            return _page(house, problem=reasons.explain(error, page_language())), 400
        if codes:
            return _page(house, codes=codes)
        return redirect(url_for("account.security", next=request.args.get("next")))

    @pages.get("/security/passkey-options")
    def new_passkey() -> Response:
        with house.store.read() as db:
            known = [row.credential for row in factors.of(db, me().id) if row.credential]
        response = jsonify(passkeys.to_add(house, me(), known))
        response.headers["Cache-Control"] = "no-store"
        return response


def recent(house: House) -> bool:
    """Did they sign in just now?"""
    return house.clock.now() - my_session().started_at < _RECENT


def _unproven(store: Store) -> bool:
    """Do they have a second factor that was not shown in this session?"""
    with store.read() as db:
        return my_session().factor is None and bool(factors.of(db, me().id))


def _do(house: House, what: str) -> list[str]:
    """Do what a form says; codes to be shown once. Raises Rejected."""
    now = house.clock.now()
    if what not in _ENDS and not recent(house):
        raise Rejected("not recent", tell=gettext("Please sign out and in again first: this is changed soon after it."))
    with house.store.write() as db:
        match what:
            case "end" | "end_others":
                _end(house.clock, db, what)
            case "app":
                factors.begin_app(db, me().id, apps.new_secret(), now)
            case "confirm":
                _confirm(house.clock, db)
                return _first_codes(house.clock, db)
            case "passkey":
                if not passkeys.add(house, db, me(), _name(gettext("Passkey")), request.form.get("credential", "")):
                    raise Rejected("known", tell=gettext("This passkey is here already."))
                _added(house.clock, db, factors.PASSKEY)
                return _first_codes(house.clock, db)
            case "paper":
                access_log.write_down(db, me().id, PAPER_MADE, "", now)
                return list(factors.new_paper(db, me().id, now))
            case "remove":
                _remove(house.clock, db)
            case _:
                raise Rejected(f"do {what!r}", tell=gettext("This cannot be done."))
    return []


def _end(clock: Clock, db: Session, what: str) -> None:
    now, chosen = clock.now(), form_number("session")
    if what == "end_others":
        sessions.end_others(db, me().id, my_session().id, now)
    elif chosen is None or not sessions.end(db, me().id, chosen, now):
        raise Rejected("no such session", tell=gettext("This one has ended already."))
    access_log.write_down(db, me().id, SESSION_ENDED, "" if what == "end_others" else str(chosen), now)


def _confirm(clock: Clock, db: Session) -> None:
    row, now = factors.begun(db, me().id), clock.now()
    step = apps.step_of(row.secret, request.form.get("code", ""), now) if row is not None else None
    if row is None or step is None:
        raise Rejected(
            "code",
            tell=gettext("This is not the code that the app shows now. Is the phone's clock right? Try the next one."),
        )
    factors.finish_app(row, _name(gettext("App")), step, now)
    _added(clock, db, factors.APP)


def _added(clock: Clock, db: Session, kind: str) -> None:
    """It was shown just now: so this session is proven by it."""
    sessions.proven(db, my_session(), kind)
    access_log.write_down(db, me().id, FACTOR_ADDED, kind, clock.now())


def _first_codes(clock: Clock, db: Session) -> list[str]:
    """With the first factor come the codes for when it is lost."""
    return [] if factors.paper_left(db, me().id) else list(factors.new_paper(db, me().id, clock.now()))


def _remove(clock: Clock, db: Session) -> None:
    chosen, theirs = form_number("factor"), factors.of(db, me().id)
    if my_session().factor is None:
        raise Rejected("not proven", tell=gettext("Please sign out and in again first: this is changed soon after it."))
    if len(theirs) == 1 and current_app.config.get(SECOND_FACTOR) and me().role in PROVEN:
        raise Rejected("the last one", tell=gettext("Add another one first: of your role a second factor is demanded."))
    name = factors.remove(db, me().id, chosen) if chosen is not None else None
    if name is None:
        raise Rejected("no such factor", tell=gettext("This one is gone already."))
    if len(theirs) == 1:
        factors.remove_all(db, me().id)  # codes on paper are for when it is lost, not in its place
    access_log.write_down(db, me().id, FACTOR_REMOVED, name, clock.now())


def _name(usual: str) -> str:
    return clean_text(request.form.get("name", "")).strip()[:_LONGEST_NAME] or usual


def _page(house: House, problem: str | None = None, codes: list[str] | None = None) -> str:
    now = house.clock.now()
    with house.store.read() as db:
        theirs, begun = factors.of(db, me().id), factors.begun(db, me().id)
        left, open_ones = factors.paper_left(db, me().id), sessions.open_ones(db, me(), now)
    return render_template(
        "staff/security.html",
        factors=theirs,
        begun=_shown(begun) if begun is not None and recent(house) else None,
        paper_left=left,
        sessions=open_ones,
        this=my_session().id,
        codes=codes,
        problem=problem,
        recent=recent(house),
        possible=passkeys.possible(house),
        demanded=bool(current_app.config.get(SECOND_FACTOR)),
        of_role=me().role in PROVEN,
        needed=request.args.get("needed", ""),
        onward=own_path(request.args["next"]) if request.args.get("next") else None,
    )


def _shown(row: StaffFactorRow) -> tuple[str, str]:
    """The app's picture and, for those who cannot take one, its secret in groups of four."""
    secret = row.secret
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return apps.picture_of(apps.address_of(secret, me().username)), groups
