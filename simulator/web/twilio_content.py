"""Twilio's Content API (https://www.twilio.com/docs/content/content-api-resources). WhatsApp answers at once."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, request

from core.errors import Malformed
from simulator import contents
from simulator.account import Account
from simulator.contents import APPROVABLE, Content
from simulator.database import Transaction
from simulator.refused import Refused
from simulator.web.twilio_auth import require_credentials
from simulator.world import World

ROOT = "/twilio/v1/Content"
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")


def add_routes(blueprint: Blueprint, world: World) -> None:
    """Make, fetch and list templates; have them approved."""
    _add_contents(blueprint, world)
    _add_approval(blueprint, world)


def _add_contents(blueprint: Blueprint, world: World) -> None:
    @blueprint.post(ROOT)
    def create_content() -> tuple[Response, int]:
        require_credentials(world.account)
        try:
            with world.database.write() as tx:
                content = contents.add(tx, request.get_json())
        except Malformed as problem:
            raise Refused(20422) from problem
        return jsonify(_resource(world.account, content)), 201

    @blueprint.get(ROOT)
    def list_contents() -> Response:
        require_credentials(world.account)
        with world.database.read() as tx:
            found = [_resource(world.account, content) for content in contents.every(tx)]
        meta = {"page": 0, "page_size": 50, "key": "contents", "next_page_url": None, "previous_page_url": None}
        return jsonify({"contents": found, "meta": meta})

    @blueprint.get(f"{ROOT}/<sid>")
    def fetch_content(sid: str) -> Response:
        require_credentials(world.account)
        with world.database.read() as tx:
            return jsonify(_resource(world.account, _content(tx, sid)))


def _add_approval(blueprint: Blueprint, world: World) -> None:
    @blueprint.get(f"{ROOT}/<sid>/ApprovalRequests")
    def fetch_approval(sid: str) -> Response:
        require_credentials(world.account)
        with world.database.read() as tx:
            return jsonify(_approval(world.account, _content(tx, sid)))

    @blueprint.post(f"{ROOT}/<sid>/ApprovalRequests/whatsapp")
    def ask_approval(sid: str) -> tuple[Response, int]:
        require_credentials(world.account)
        wanted = request.get_json()
        with world.database.write() as tx:
            content = _content(tx, sid)
            named = re.fullmatch(r"[a-z0-9_]{1,512}", str(wanted.get("name", "")))
            if not named or wanted.get("category") not in CATEGORIES or not APPROVABLE & set(content.resource["types"]):
                raise Refused(20422)
            reason = contents.why_rejected(content)
            if reason:
                contents.reject(tx, sid, reason)
            else:
                contents.approve(tx, sid)
            return jsonify(_approval(world.account, _content(tx, sid))["whatsapp"]), 201


def _content(tx: Transaction, sid: str) -> Content:
    content = contents.get(tx, sid)
    if content is None:
        raise Refused(20404, 404)
    return content


def _resource(account: Account, content: Content) -> dict[str, Any]:
    url = f"{account.api_url}/v1/Content/{content.sid}"
    return {
        "sid": content.sid,
        "account_sid": account.sid,
        "friendly_name": content.resource.get("friendly_name", ""),
        "language": content.resource.get("language", "en"),
        "variables": content.resource.get("variables") or {},
        "types": content.resource["types"],
        "date_created": None,
        "date_updated": None,
        "url": url,
        "links": {
            "approval_create": f"{url}/ApprovalRequests/whatsapp",
            "approval_fetch": f"{url}/ApprovalRequests",
        },
    }


def _approval(account: Account, content: Content) -> dict[str, Any]:
    rejected = str(content.resource.get("rejected", ""))
    return {
        "sid": content.sid,
        "account_sid": account.sid,
        "url": f"{account.api_url}/v1/Content/{content.sid}/ApprovalRequests",
        "whatsapp": {
            "name": content.resource.get("friendly_name", ""),
            "category": "UTILITY",
            "status": "approved" if content.approved else "rejected" if rejected else "unsubmitted",
            "rejection_reason": rejected,
        },
    }
