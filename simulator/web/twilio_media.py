"""Twilio's Media resource, and the content network to which it sends who asks for the bytes.

A file's URL answers with a redirect to another host, where the URL itself is the permission and credentials are
refused, as they are by the store behind Twilio's (https://www.twilio.com/docs/messaging/api/media-resource).
"""

from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, Response, jsonify, request

from core.errors import NotFound
from simulator import faults, files
from simulator.account import Account
from simulator.clock import rfc2822
from simulator.database import Transaction, add_to
from simulator.files import File
from simulator.refused import Refused
from simulator.web.twilio_auth import require_credentials
from simulator.web.twilio_messages import ROOT
from simulator.world import World

_OTHER_NAME = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}


def add_routes(blueprint: Blueprint, world: World) -> None:
    """The files of a message."""

    @blueprint.get(f"{ROOT}/Messages/<message>/Media/<sid>")
    def media(account: str, message: str, sid: str) -> Response:
        require_credentials(world.account, account)
        with world.database.write() as tx:
            missing = faults.strike(tx, "media-missing")
            file = _file(tx, message, sid.removesuffix(".json"))
        if missing is not None:
            raise Refused(20404, 404)
        if sid.endswith(".json"):
            return jsonify(_resource(world.account, file))
        return Response("", 307, {"Location": elsewhere(world.account, file)})

    @blueprint.get(f"{ROOT}/Messages/<message>/Media.json")
    def list_media(account: str, message: str) -> Response:
        require_credentials(world.account, account)
        with world.database.read() as tx:
            found = [_resource(world.account, file) for file in files.of_message(tx, message)]
        return jsonify({"media_list": found, "page": 0, "page_size": 50, "next_page_uri": None})

    @blueprint.get("/cdn/<ticket>")
    def content_network(ticket: str) -> Response:
        if request.headers.get("Authorization"):
            with world.database.write() as tx:
                add_to(tx, "leaked", 1)
            return Response("only one way of authentication is allowed", 400)
        with world.database.read() as tx:
            file = files.by_ticket(tx, ticket)
        return Response(file.content, mimetype=file.type)


def elsewhere(account: Account, file: File) -> str:
    """The file's URL on the content network: on loopback another name of the same machine, hence another host."""
    parts = urlsplit(account.local_url)
    host = _OTHER_NAME.get(parts.hostname or "", parts.hostname or "")
    place = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host)
    return f"{urlunsplit(place)}/simulator/cdn/{file.ticket}"


def _file(tx: Transaction, message: str, sid: str) -> File:
    try:
        file = files.get(tx, sid)
    except NotFound as problem:
        raise Refused(20404, 404) from problem
    if file.message != message:
        raise Refused(20404, 404)
    return file


def _resource(account: Account, file: File) -> dict[str, object]:
    return {
        "account_sid": account.sid,
        "content_type": file.type,
        "date_created": rfc2822(file.created_at),
        "date_updated": rfc2822(file.created_at),
        "parent_sid": file.message,
        "sid": file.sid,
        "uri": f"/2010-04-01/Accounts/{account.sid}/Messages/{file.message}/Media/{file.sid}.json",
    }
