"""X's webhooks, and what an app hears of by them. https://docs.x.com/x-api/webhooks/introduction"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.stand_ins.x.world import Refused, World

APP_TOKEN = "app-only"  # noqa: S105 - of a made-up app


def add(pages: Blueprint, world: World, prove: Callable[[], None]) -> None:
    """The routes. ``prove`` raises Refused where a call is not signed as our account's."""
    _add_entering(pages, world)
    _add_subscribing(pages, world, prove)


def _app_only() -> None:
    if request.headers.get("Authorization") != f"Bearer {APP_TOKEN}":
        raise Refused(403, problem="https://api.x.com/2/problems/unsupported-authentication")


def _add_entering(pages: Blueprint, world: World) -> None:
    def entered(hook: Mapping[str, Any]) -> Response:
        world.keep_fact("webhook", {**hook, "valid": world.asks_whether_it_is_ours()})
        return jsonify({"data": world.fact("webhook")})

    @pages.post("/oauth2/token")
    def token() -> Response:
        keys, shown = world.account, request.authorization
        wanted = (keys.consumer_key.get_secret_value(), keys.consumer_secret.get_secret_value())
        if shown is None or (shown.username, shown.password) != wanted:
            raise Refused(403, "Unable to verify your credentials", code=99)
        return jsonify({"token_type": "bearer", "access_token": APP_TOKEN})

    @pages.get("/2/webhooks")
    def webhooks() -> Response:
        _app_only()
        hook = world.fact("webhook")
        return jsonify({"data": [hook] if hook else [], "meta": {"result_count": int(bool(hook))}})

    @pages.post("/2/webhooks")
    def enter() -> Response:
        _app_only()
        url = str(request.get_json().get("url", ""))
        if not re.fullmatch(r"https://[^/:]+/.*", url):
            raise Refused(400, "WebhookUrlInvalid", "https://api.x.com/2/problems/invalid-request")
        return entered({"id": world.next_id(), "url": url})

    @pages.put("/2/webhooks/<number>")
    def again(number: str) -> Response:
        _app_only()
        hook = world.fact("webhook") or {}
        if hook.get("id") != number:
            raise Refused(404, problem="https://api.x.com/2/problems/resource-not-found")
        return entered(hook)


def _add_subscribing(pages: Blueprint, world: World, prove: Callable[[], None]) -> None:
    @pages.get("/2/activity/subscriptions")
    def subscriptions() -> Response:
        _app_only()
        return jsonify({"data": world.fact("subscriptions") or [], "meta": {}})

    @pages.post("/2/activity/subscriptions")
    def subscribe() -> Response:
        prove()
        there = world.fact("subscriptions") or []
        world.keep_fact("subscriptions", [*there, {"subscription_id": world.next_id(), **request.get_json()}])
        return jsonify({"data": world.fact("subscriptions"), "meta": {}})
