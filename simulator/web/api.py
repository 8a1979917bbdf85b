"""What the page and tests do with the phones: the same calls for both. Everything is JSON; a file is its bare bytes."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from core.errors import ArziError, Malformed, NotFound
from simulator import clock, faults, files, identities, inbound, messages, outbound, phones, posting, work
from simulator.database import counter
from simulator.inbound import Written
from simulator.web.json_body import json_body
from simulator.world import World

LONGEST_MOVE_S = 366 * 86400
LARGEST = 20 * 1024 * 1024
"""WhatsApp takes files of up to 16 MB; a little more may be tried here, to see it refused."""


def add_routes(blueprint: Blueprint, world: World) -> None:
    """Phones, messages, files, clock and faults under /simulator/api."""
    _add_phones(blueprint, world)
    _add_messages(blueprint, world)
    _add_outside(blueprint, world)

    @blueprint.errorhandler(ArziError)
    def problem(error: ArziError) -> tuple[Response, int]:
        status = 404 if isinstance(error, NotFound) else 400
        return jsonify({"error": {"kind": error.kind, "detail": error.detail}}), status


def _add_phones(blueprint: Blueprint, world: World) -> None:
    @blueprint.put("/api/phones/<number>")
    def put_phone(number: str) -> Response:
        wanted = json_body()
        with world.database.write() as tx:
            known = phones.add(tx, phones.e164(number), wanted.get("name"))
            for flag in ("online", "stopped", "removed"):
                if flag in wanted:
                    phones.set_flag(tx, known.number, flag, bool(wanted[flag]))
            if "hidden" in wanted:
                identities.hide(tx, known.number, hidden=bool(wanted["hidden"]))
            if "number" in wanted:
                known = phones.change_number(tx, known.number, phones.e164(str(wanted["number"])))
            if wanted.get("online"):
                outbound.come_online(tx, known.number)
            return jsonify(phones.get(tx, known.number).as_json(clock.now(tx)))

    @blueprint.get("/api/phones/<number>/messages")
    def shown(number: str) -> Response:
        with world.database.read() as tx:
            phone = phones.get(tx, phones.e164(number))
            found = messages.of_phone(tx, phone.number, request.args.get("after", 0, int))
        return jsonify({"messages": [message.as_json() for message in found]})

    @blueprint.post("/api/phones/<number>/messages")
    def write(number: str) -> tuple[Response, int]:
        written = _written(json_body())
        with world.database.write() as tx:
            plain = phones.e164(number)
            phones.add(tx, plain)
            message = inbound.send(tx, world.account, plain, written)
        return jsonify(message.as_json()), 201

    @blueprint.post("/api/phones/<number>/read")
    def look(number: str) -> Response:
        upto = int(json_body().get("upto", 2**53))
        with world.database.write() as tx:
            return jsonify({"read": outbound.read(tx, world.account, phones.e164(number), upto)})


def _add_messages(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/api/messages/<sid>/repeat")
    def repeat(sid: str) -> tuple[str, int]:
        json_body()
        with world.database.write() as tx:
            inbound.repeat(tx, sid)
        return "", 204

    @blueprint.put("/api/files")
    def upload() -> tuple[Response, int]:
        request.max_content_length = LARGEST
        content = request.get_data(cache=False)
        media_type = request.headers.get("Content-Type") or "application/octet-stream"
        with world.database.write() as tx:
            file = files.add(tx, request.args.get("name", ""), media_type, content)
        return jsonify(file.as_json()), 201

    @blueprint.get("/api/files/<sid>")
    def download(sid: str) -> Response:
        with world.database.read() as tx:
            file = files.get(tx, sid)
        answer = Response(file.content, mimetype=file.type)
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        if file.kind == "document":
            answer.headers.set("Content-Disposition", "attachment", filename=file.name or "document")
        return answer


def _add_outside(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/api/clock")
    def move_clock() -> Response:
        seconds = float(json_body()["seconds"])
        if not 0 <= seconds <= LONGEST_MOVE_S:
            raise Malformed("time goes forward, a year at most")
        with world.database.write() as tx:
            moved = clock.shift(tx, seconds)
            clock.tell_gateway(world.database.folder / "clock", moved)
        return jsonify({"shift": moved})

    @blueprint.post("/api/faults")
    def add_fault() -> tuple[Response, int]:
        wanted = json_body()
        with world.database.write() as tx:
            fault = faults.switch_on(
                tx, str(wanted.get("kind")), int(wanted.get("times", 1)), dict(wanted.get("detail") or {})
            )
        return jsonify({"kind": fault.kind, "left": fault.left, "detail": dict(fault.detail)}), 201

    @blueprint.delete("/api/faults")
    def end_faults() -> tuple[str, int]:
        with world.database.write() as tx:
            faults.switch_off(tx)
        return "", 204

    @blueprint.get("/api/posts")
    def posts() -> Response:
        with world.database.read() as tx:
            found = posting.remembered(tx, request.args.get("subject"))
            return jsonify({"posts": found, "idle": work.idle(tx), "leaked": int(counter(tx, "leaked"))})

    @blueprint.delete("/api/state")
    def clear() -> tuple[str, int]:
        world.database.clear()
        return "", 204


def _written(given: Mapping[str, Any]) -> Written:
    unknown = set(given) - {"text", "files", "location", "button", "reply_to", "fields", "sms"}
    if unknown:
        raise Malformed(f"unknown: {', '.join(sorted(unknown))}")
    button = given.get("button")
    location = given.get("location")
    return Written(
        text=str(given.get("text", "")),
        sms=bool(given.get("sms", False)),
        files=tuple(given.get("files", ())),
        location={str(k): str(v) for k, v in location.items() if v not in (None, "")} if location else None,
        button=(str(button["message"]), str(button["payload"])) if button else None,
        reply_to=given.get("reply_to"),
        fields={str(k): str(v) for k, v in dict(given.get("fields") or {}).items()},
    )
