"""What somebody begins to write into a long form is kept as they write, sealed, for a day: a page that is closed, a
browser that dies or a session that ends takes no text with it. It goes when the form is taken.

drafts.js sends and fetches it, for every form that has a text of several lines and no drafts of its own.
"""

import hashlib
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from flask_login import current_user

from core.errors import Malformed
from core.store.staff import kept_forms
from gateway.house import House
from gateway.web.staff.users import me

_MOST_BYTES = 200_000
_MOST_FORMS = 40


def add(pages: Blueprint, house: House) -> None:
    """Adds /staff/draft, which keeps one, and /staff/drafts, which gives those of a page's forms."""

    @pages.post("/draft")
    def draft() -> tuple[str, int]:
        path, fields = _given(request.get_json(silent=True))
        with house.store.write() as db:
            kept_forms.put(db, _name(path), me().id, path, fields, house.clock.now())
        return "", 204

    @pages.get("/drafts")
    def drafts() -> Response:
        paths = request.args.getlist("path")[:_MOST_FORMS]
        found: dict[str, dict[str, Any]] = {}
        with house.store.read() as db:
            for path in paths:
                kept = kept_forms.draft(db, _name(path), me().id, house.clock.now())
                if kept is not None:
                    found[path] = {"fields": kept.fields["fields"], "at": kept.at.isoformat()}
        answer = jsonify(found)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def forget_when_taken(app: Flask, house: House) -> None:
    """A form that was taken has led on to another page. One that was refused, or whose session had ended, has not."""

    @app.after_request
    def forget(response: Response) -> Response:
        led_on = request.method == "POST" and 301 <= response.status_code <= 303
        if led_on and current_user and current_user.is_authenticated and (request.blueprint or "") not in {"signin"}:
            name, now = _name(request.path), house.clock.now()
            with house.store.read() as db:
                there = kept_forms.draft(db, name, me().id, now) is not None
            if there:
                with house.store.write() as db:
                    kept_forms.forget(db, name)
        return response


def _name(path: str) -> str:
    """One draft for each form of each person."""
    return "draft " + hashlib.sha256(f"{me().id} {path}".encode()).hexdigest()


def _given(told: Any) -> tuple[str, list[list[str]]]:
    """The form's address, and its fields, each with its name, what was written, and what stood there before.

    Raises Malformed."""
    try:
        path = str(told["path"])
        fields = [[str(name), str(value), str(before)] for name, value, before in told["fields"]]
    except (KeyError, TypeError, ValueError):
        raise Malformed("no draft") from None
    if not path.startswith("/") or len(path) > 500 or sum(len(one) for field in fields for one in field) > _MOST_BYTES:
        raise Malformed("no draft")
    return path, fields
