"""The mailbox page and its calls. Everything is JSON; files to attach go through /simulator/api/files."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from core.errors import Malformed, NotFound
from simulator import files
from simulator.database import counter
from simulator.mailbox import mails
from simulator.mailbox.handing import hand_over
from simulator.mailbox.office import Office
from simulator.mailbox.writing import Letter, answer_address, answer_subject, compose
from simulator.web.json_body import json_body
from simulator.web.page import POLICY
from simulator.world import World

HARMLESS = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
    " img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""A mail's HTML may colour itself. It runs nothing, loads nothing and is nobody's origin."""
_FIELDS = {"from", "name", "to", "subject", "text", "files", "answers", "headers"}


def add_routes(blueprint: Blueprint, world: World) -> None:
    """/simulator/mailbox and /simulator/api/mails."""
    _add_box(blueprint, world)
    _add_contents(blueprint, world)


def _add_box(blueprint: Blueprint, world: World) -> None:
    @blueprint.get("/mailbox")
    def mailbox() -> Response:
        answer = make_response(render_template("simulator/mailbox.html", office=_office(world)))
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @blueprint.get("/api/mails")
    def changed_mails() -> Response:
        since = request.args.get("since", 0, int)
        with world.database.read() as tx:
            cleared, version = int(counter(tx, "cleared")), int(counter(tx, "version"))
            found = mails.changed_since(tx, 0 if since < cleared else since)
        return jsonify({"version": version, "cleared": cleared, "mails": [mail.as_json() for mail in found]})

    @blueprint.post("/api/mails")
    def send_mail() -> tuple[Response, int]:
        office, letter = _office(world), _letter(world, json_body())
        raw = bytes(compose(letter))
        with world.database.write() as tx:
            sent = mails.keep(tx, letter.sender, raw, outgoing=True)
        answer = hand_over(office, letter.sender, letter.to, raw)
        with world.database.write() as tx:
            mails.answered(tx, sent, answer)
            return jsonify(mails.get(tx, sent).as_json()), 201


def _add_contents(blueprint: Blueprint, world: World) -> None:
    @blueprint.get("/api/mails/<int:mail>/html")
    def mail_html(mail: int) -> Response:
        with world.database.read() as tx:
            html = mails.get(tx, mail).html()
        if html is None:
            raise NotFound(f"mail {mail} has no HTML")
        answer = Response(f'<base target="_blank">{html}', content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = HARMLESS
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        return answer

    @blueprint.get("/api/mails/<int:mail>/raw")
    def mail_raw(mail: int) -> Response:
        with world.database.read() as tx:
            raw = mails.get(tx, mail).raw
        answer = Response(raw, content_type="text/plain; charset=utf-8")
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def _office(world: World) -> Office:
    if world.office is None:
        raise NotFound("there is no email here: channels.email is not set up")
    return world.office


def _letter(world: World, given: Mapping[str, Any]) -> Letter:
    unknown = set(given) - _FIELDS
    if unknown:
        raise Malformed(f"unknown: {', '.join(sorted(unknown))}")
    with world.database.read() as tx:
        answered = mails.get(tx, int(given["answers"])) if given.get("answers") else None
        attached = tuple(files.get(tx, str(sid)) for sid in given.get("files") or ())
    return Letter(
        sender=str(given.get("from", "")).strip(),
        to=str(given.get("to") or (answer_address(answered) if answered else _office(world).address)).strip(),
        name=str(given.get("name", "")),
        subject=str(given.get("subject") or (answer_subject(answered) if answered else "")),
        text=str(given.get("text", "")),
        files=attached,
        answers=answered,
        headers=bool(given.get("headers", True)),
    )
