"""Texts that officers begin an answer with: changed, added or taken away, language by language."""

import re
import secrets

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.reference.phrasebook import LANGUAGES
from core.store.desk import reply_templates
from core.store.desk.reply_templates import ReplyTemplate
from core.store.engine import Store
from core.store.staff.admin_log import write_down
from core.text.normalise import clean_text
from gateway.house import House
from gateway.web.shared.phrases import NAMES
from gateway.web.staff.users import me

_KEY = re.compile(r"[a-z0-9_]{2,40}")
_PLACES = re.compile(r"\{[^}]*\}?")
_KNOWN = {"{number}", "{office}", "{category}"}


def add(room: Blueprint, house: House) -> None:
    """/admin/texts."""

    @room.get("/texts")
    def texts() -> str:
        return _page(house.store, request.args.get("of", "ur"))

    @room.post("/texts")
    def change_text() -> Response | tuple[str, int]:
        language = request.form.get("of", "")
        template = ReplyTemplate(
            key=request.form.get("key", "").strip() or f"own_{secrets.token_hex(4)}",
            language=language,
            title=clean_text(request.form.get("title", "")).strip()[:120],
            text=clean_text(request.form.get("text", "")).strip()[:2000],
        )
        active = request.form.get("do") != "drop"
        problem = _problem(template) if active else None
        if language not in LANGUAGES or _KEY.fullmatch(template.key) is None:
            problem = gettext("A key has 2 to 40 small letters (a to z), digits and underscores.")
        if problem:
            return _page(house.store, language, problem=problem), 400
        now = house.clock.now()
        with house.store.write() as session:
            reply_templates.put(session, template, active=active)
            about = f"{template.key} ({language})"
            write_down(session, me().id, "text" if active else "drop text", about, now, title=template.title)
        return redirect(url_for("administration.texts", of=language))


def _problem(template: ReplyTemplate) -> str | None:
    if not template.title or not template.text:
        return str(gettext("Please write a title and a text."))
    unknown = set(_PLACES.findall(template.text)) - _KNOWN
    if unknown:
        told = gettext("Only {number}, {office} and {category} are filled in; this is not: %(what)s", what=min(unknown))
        return str(told)
    return None


def _page(store: Store, language: str, **values: object) -> str:
    of = language if language in LANGUAGES else "ur"
    with store.read() as session:
        known = reply_templates.of_language(session, of)
    names = {code: NAMES[code] for code in LANGUAGES}
    return render_template("administration/texts.html", texts=known, of=of, names=names, **values)
