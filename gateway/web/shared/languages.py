"""In which language pages speak: English, Urdu or Pashto, by Flask-Babel. The texts' source is English.

``?language=ur`` on any page chooses, a cookie remembers it, and the browser's own wish is taken before that. Templates
know ``html_language``, ``direction``, ``languages`` and ``in_language``; they mark texts with ``_("…")``.
"""

from urllib.parse import urlencode

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response as AnyResponse

LANGUAGES = {"en": "English", "ur": "اردو", "ps": "پښتو"}
CITIZENS = (*LANGUAGES, "roman_ur")
"""What the citizens' pages are read in besides (phrases.py): it is remembered, and staff's pages do not have it."""
_SAME = dict.fromkeys(("pbt", "pbu", "pst", "pus"), "ps") | {"urd": "ur", "eng": "en"}
_COOKIE, _YEAR_S = "language", 365 * 86400


def add_languages(app: Flask, *, secure: bool) -> None:
    """Babel, the choice, and what templates need to know of it. ``secure``: the cookie goes over HTTPS only."""
    Babel(app, locale_selector=_chosen, default_timezone="Asia/Karachi")

    @app.context_processor
    def known() -> dict[str, object]:
        locale = get_locale()
        code = str(locale) if locale else "en"
        direction = locale.text_direction if locale else "ltr"
        return {"html_language": code, "direction": direction, "languages": LANGUAGES, "in_language": _in_language}

    @app.after_request
    def remember(response: Response) -> AnyResponse:
        wished = g.get("language_wished")
        if (
            wished and not response.cache_control.public
        ):  # a cookie is one person's, and what caches keep is everybody's
            response.set_cookie(_COOKIE, wished, max_age=_YEAR_S, httponly=True, samesite="Lax", secure=secure)
        return response


def page_language() -> str:
    """The page's language: en, ur or ps; outside a request en."""
    if not has_request_context():
        return str(get_locale() or "en")
    known = g.get("page_language")  # pages have hundreds of names, and each asks
    if known is None:
        known = g.page_language = str(get_locale() or "en")
    return str(known)


def _in_language(code: str) -> str:
    """The link to this very page in another language."""
    return "?" + urlencode([*((name, value) for name, value in request.args.items(multi=True) if name != "language"),
                            ("language", code)])  # fmt: skip


def _chosen() -> str:
    wished = request.args.get("language", "")
    if wished in CITIZENS:
        g.language_wished = wished
    if wished in LANGUAGES:
        return wished
    kept = request.cookies.get(_COOKIE, "")
    return kept if kept in LANGUAGES else _wished_by_browser()


def _wished_by_browser() -> str:
    """The first language of the header, in its order, that is one of ours: by its primary tag, so that ps-AF and
    ur-Arab-PK are what they are. The three Pashto languages of ISO 639-3 are Pashto."""
    for tag, quality in request.accept_languages:
        primary = tag.replace("_", "-").partition("-")[0].lower()
        code = _SAME.get(primary, primary)
        if quality > 0 and code in LANGUAGES:
            return code
    return "en"
