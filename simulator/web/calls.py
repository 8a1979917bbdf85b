"""What a person does with the keypad phone: dial, press, speak, be silent, hang up."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
from flask import Blueprint, Response, jsonify

from core.errors import Malformed
from simulator import calls, files, phones, recordings
from simulator.twiml import Call, StrictCaller
from simulator.web.json_body import json_body
from simulator.world import World

Given = Mapping[str, Any]
ACTS: Mapping[str, Callable[[StrictCaller, Given], object]] = {
    "answer": lambda line, _: line.start(),
    "press": lambda line, given: line.press(str(given["keys"])),
    "speak": lambda line, given: line.speak(str(given["text"]), float(given.get("confidence", 0.9))),
    "wait": lambda line, _: line.wait(),
    "person": lambda line, given: line.person(str(given.get("result", "completed"))),
    "hangup": lambda line, _: line.hang_up(),
}


def add_routes(blueprint: Blueprint, world: World) -> None:
    """Calls under /simulator/api."""
    client = httpx.Client(trust_env=False, follow_redirects=False)

    def answer(call: Call) -> Response:
        with world.database.read() as tx:
            return jsonify(calls.shown(call, calls.phone_of(tx, call.sid)))

    @blueprint.post("/api/phones/<number>/calls")
    def dial(number: str) -> tuple[Response, int]:
        json_body()
        with world.database.write() as tx:
            phone = phones.add(tx, phones.e164(number))
            call = calls.dial(tx, world.account, phone.number)
        return answer(calls.act(world, client, call.sid, lambda line: _nothing(line.start()))), 201

    @blueprint.get("/api/calls/<sid>")
    def fetch_call_state(sid: str) -> Response:
        with world.database.read() as tx:
            call = calls.get(tx, sid)
        return answer(call)

    @blueprint.post("/api/calls/<sid>/<act>")
    def do_on_call(sid: str, act: str) -> Response:
        given = json_body()
        if act in ("decline", "ignore"):
            with world.database.write() as tx:
                return answer(calls.end(tx, world.account, sid, "busy" if act == "decline" else "no-answer"))
        if act == "record":
            return answer(calls.record(world, client, sid, _content(given), str(given.get("key", "")), hangs_up(given)))
        if act not in ACTS:
            raise Malformed(f"no such act: {act}")
        return answer(calls.act(world, client, sid, lambda line: _nothing(ACTS[act](line, given))))

    def _content(given: Given) -> bytes:
        if "file" not in given:
            return recordings.hum(float(given.get("seconds", 5)))
        with world.database.read() as tx:
            return files.get(tx, str(given["file"])).content


def hangs_up(given: Given) -> bool:
    """Does the caller put the phone down instead of ending the recording?"""
    return bool(given.get("hangup", False))


def _nothing(_: object) -> None:
    return None
