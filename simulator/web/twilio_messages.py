"""Twilio's Messages resource (https://www.twilio.com/docs/messaging/api/message-resource)."""

import time
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from core.errors import NotFound
from simulator import faults, messages, outbound
from simulator.account import API_VERSION, Account
from simulator.clock import rfc2822
from simulator.messages import Message
from simulator.refused import Refused
from simulator.web.twilio_auth import require_credentials
from simulator.world import World

ROOT = f"/twilio/{API_VERSION}/Accounts/<account>"
PATIENCE = 30.0
"""The longest that the timeout fault may hold a request, in seconds."""


def add_routes(blueprint: Blueprint, world: World) -> None:
    """Send, fetch, list and delete messages."""

    @blueprint.post(f"{ROOT}/Messages.json")
    def create_message(account: str) -> tuple[Response, int]:
        require_credentials(world.account, account)
        _fail_on_purpose(world)
        with world.database.write() as tx:
            slow = faults.strike(tx, "timeout")
            message = None
            if slow is None or slow["sent"]:
                message = outbound.accept(tx, world.account, request.form, request.form.getlist("MediaUrl"))
        if slow is not None:
            time.sleep(min(float(str(slow["seconds"])), PATIENCE))
        if message is None:
            raise Refused(20500, 504)
        return jsonify(resource(world.account, message)), 201

    @blueprint.get(f"{ROOT}/Messages.json")
    def list_messages(account: str) -> Response:
        require_credentials(world.account, account)
        with world.database.read() as tx:
            found = [message for message in messages.changed_since(tx, 0) if _asked_for(message)]
        size = min(request.args.get("PageSize", 50, int), 1000)
        page = [resource(world.account, message) for message in reversed(found)][:size]
        return jsonify({"messages": page, "page": 0, "page_size": size, "next_page_uri": None})

    @blueprint.get(f"{ROOT}/Messages/<sid>.json")
    def fetch_message(account: str, sid: str) -> Response:
        require_credentials(world.account, account)
        with world.database.read() as tx:
            return jsonify(resource(world.account, _message(tx, sid)))


def resource(account: Account, message: Message) -> dict[str, Any]:
    """A message as Twilio's API shows it."""
    uri = f"/{API_VERSION}/Accounts/{account.sid}/Messages/{message.sid}"
    created = rfc2822(message.created_at)
    return {
        "account_sid": account.sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": created,
        "date_sent": None if message.status == "queued" else created,
        "date_updated": created,
        "direction": "inbound" if message.outgoing else "outbound-api",
        "error_code": int(message.error_code) if message.error_code else None,
        "error_message": message.error,
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": str(len(message.media)),
        "num_segments": str(message.parts),
        "price": None,
        "price_unit": None,
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.recipient,
        "uri": f"{uri}.json",
    }


def _fail_on_purpose(world: World) -> None:
    with world.database.write() as tx:
        fault = faults.strike(tx, "send")
    if fault is not None:
        raise Refused(int(str(fault["code"])), int(str(fault["status"])), fault["retry_after"])


def _asked_for(message: Message) -> bool:
    since = request.args.get("DateSent>")
    return (
        request.args.get("To", message.recipient) == message.recipient
        and request.args.get("From", message.sender) == message.sender
        and (since is None or message.created_at >= _moment(since))
    )


def _moment(written: str) -> float:
    """A date (2026-11-22) or a time (2026-11-22T06:10:00Z) in UTC, as Twilio's list filters take them."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as problem:
        raise Refused(20001) from problem
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _message(tx: Any, sid: str) -> Message:
    try:
        return messages.get(tx, sid)
    except NotFound as problem:
        raise Refused(20404, 404) from problem
