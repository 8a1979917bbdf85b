"""Twilio's Calls and Recordings resources (https://www.twilio.com/docs/voice/api/call-resource)."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request

from core.errors import Malformed, NotFound
from simulator import calls, faults, phones, recordings
from simulator.account import API_VERSION, Account
from simulator.clock import rfc2822
from simulator.database import Transaction, new_sid
from simulator.recordings import Recording
from simulator.refused import Refused
from simulator.twiml import Call
from simulator.web.twilio_auth import require_credentials
from simulator.web.twilio_messages import ROOT
from simulator.world import World


def add_routes(blueprint: Blueprint, world: World) -> None:
    """Call a phone, look at a call, end it; recordings and their bytes."""
    _add_making(blueprint, world)
    _add_listing(blueprint, world)
    _add_recordings(blueprint, world)


def _add_making(blueprint: Blueprint, world: World) -> None:
    @blueprint.post(f"{ROOT}/Calls.json")
    def create_call(account: str) -> tuple[Response, int]:
        require_credentials(world.account, account)
        with world.database.write() as tx:
            fault = faults.strike(tx, "call")
            if fault is None:
                call = _place(tx, world.account)
        if fault is not None:
            raise Refused(int(str(fault["code"])), int(str(fault["status"])))
        return jsonify(_resource(world.account, call)), 201

    @blueprint.post(f"{ROOT}/Calls/<sid>.json")
    def change_call(account: str, sid: str) -> Response:
        require_credentials(world.account, account)
        wanted = request.form.get("Status")
        if wanted not in ("completed", "canceled"):
            raise Refused(21220)
        with world.database.write() as tx:
            _call(tx, sid)
            return jsonify(_resource(world.account, calls.end(tx, world.account, sid, wanted)))


def _add_listing(blueprint: Blueprint, world: World) -> None:
    @blueprint.get(f"{ROOT}/Calls.json")
    def list_calls(account: str) -> Response:
        require_credentials(world.account, account)
        wanted = {name: request.args[name] for name in ("To", "From") if name in request.args}
        with world.database.read() as tx:
            found = [
                _resource(world.account, call, at)
                for call, at in calls.made(tx)
                if {"To": call.called, "From": call.sender}.items() >= wanted.items()
            ]
        path = f"/{API_VERSION}/Accounts/{account}/Calls.json"
        page = {"page": 0, "page_size": len(found), "uri": path, "first_page_uri": path, "next_page_uri": None}
        return jsonify({**page, "calls": found})

    @blueprint.get(f"{ROOT}/Calls/<sid>.json")
    def fetch_call(account: str, sid: str) -> Response:
        require_credentials(world.account, account)
        with world.database.read() as tx:
            return jsonify(_resource(world.account, _call(tx, sid)))


def _add_recordings(blueprint: Blueprint, world: World) -> None:
    @blueprint.get(f"{ROOT}/Recordings/<sid>")
    def recording(account: str, sid: str) -> Response:
        require_credentials(world.account, account)
        name, _, form = sid.partition(".")
        with world.database.write() as tx:
            missing = faults.strike(tx, "media-missing")
            found = _recording(tx, name)
        if missing is not None or form not in ("", "wav", "json"):
            raise Refused(20404, 404)
        if form == "json":
            return jsonify(_recording_resource(world.account, found))
        return Response(found.content, mimetype="audio/x-wav")

    @blueprint.delete(f"{ROOT}/Recordings/<sid>.json")
    def delete_recording(account: str, sid: str) -> tuple[str, int]:
        require_credentials(world.account, account)
        with world.database.write() as tx:
            _recording(tx, sid)
            recordings.delete(tx, sid)
        return "", 204


def _place(tx: Transaction, account: Account) -> Call:
    form = request.form
    try:
        number = phones.e164(form.get("To", ""))
    except Malformed as problem:
        raise Refused(21211) from problem
    if form.get("From") not in (account.number, account.helpline):
        raise Refused(21210)
    if urlsplit(form.get("Url", "")).scheme not in ("http", "https"):
        raise Refused(21205)
    phones.add(tx, number)
    call = Call(
        sid=new_sid("CA"),
        sender=form["From"],
        called=number,
        direction="outbound-api",
        base=form["Url"],
        status_callback=form.get("StatusCallback"),
        events=tuple(form.getlist("StatusCallbackEvent")) or ("completed",),
    )
    return calls.ring(tx, account, number, call, form.get("Timeout", 60.0, float))


def _call(tx: Transaction, sid: str) -> Call:
    try:
        return calls.get(tx, sid)
    except NotFound as problem:
        raise Refused(20404, 404) from problem


def _recording(tx: Transaction, sid: str) -> Recording:
    try:
        return recordings.get(tx, sid)
    except NotFound as problem:
        raise Refused(20404, 404) from problem


def _resource(account: Account, call: Call, at: float = 0.0) -> dict[str, Any]:
    return {
        "sid": call.sid,
        "date_created": rfc2822(at),
        "account_sid": account.sid,
        "api_version": API_VERSION,
        "from": call.sender,
        "to": call.called,
        "direction": call.direction,
        "status": "queued" if call.status == "ringing" and not call.document else call.status,
        "duration": None if call.live else str(call.seconds),
        "uri": f"/{API_VERSION}/Accounts/{account.sid}/Calls/{call.sid}.json",
    }


def _recording_resource(account: Account, found: Recording) -> dict[str, Any]:
    return {
        "sid": found.sid,
        "account_sid": account.sid,
        "api_version": API_VERSION,
        "call_sid": found.call,
        "channels": 1,
        "date_created": rfc2822(found.created_at),
        "duration": str(found.duration),
        "media_url": found.url(account),
        "source": "RecordVerb",
        "status": "completed",
        "uri": f"/{API_VERSION}/Accounts/{account.sid}/Recordings/{found.sid}.json",
    }
