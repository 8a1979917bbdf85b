"""What somebody wrote and sent after their session had ended is kept for a day, sealed, and shown to them again once
they are signed in: with one press it goes where it was to go.

Only for who was signed in here before, and only their own: the cookie says whose session it was. Files are not kept.
"""

import secrets
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.store.staff import kept_forms, sessions
from gateway.house import House
from gateway.web.staff.users import me

_MOST_BYTES = 200_000


def keep_form(house: House, token: object) -> str | None:
    """Keep the form of this request; the address at which it is shown again. None where there is nothing to keep."""
    fields = [[name, value] for name, value in request.form.items(multi=True) if name != "csrf_token"]
    if not isinstance(token, str) or not any(len(value) > 1 for _, value in fields):
        return None
    if sum(len(name) + len(value) for name, value in fields) > _MOST_BYTES:
        return None
    name, path = secrets.token_urlsafe(18), request.full_path.rstrip("?")
    with house.store.write() as db:
        whose = sessions.whose(db, token)
        if whose is None:
            return None
        kept_forms.keep(db, name, whose, path, fields, _page_before(), house.clock.now())
    return url_for("account.kept_form", name=name)


def add(pages: Blueprint, house: House) -> None:
    """Adds /staff/kept/NAME."""

    @pages.get("/kept/<name>")
    def kept_form(name: str) -> str | Response:
        with house.store.read() as db:
            found = kept_forms.find(db, name, me().id, house.clock.now())
        if found is None:
            return redirect(url_for("account.home"))
        path, fields, page = found
        texts = [value for _, value in fields if len(value) > 20]
        return render_template("staff/kept_form.html", path=path, fields=fields, texts=texts, page=page)


def _page_before() -> str:
    """The page on which the form was, where the browser says so and it is one of ours."""
    before = urlsplit(request.referrer or "")
    if before.netloc == request.host and before.path.startswith("/"):
        return before.path + (f"?{before.query}" if before.query else "")
    return url_for("account.home")
