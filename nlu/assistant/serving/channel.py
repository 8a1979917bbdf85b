"""Our way into Rasa: one call a turn, with a secret, and an honest answer about whether it can answer at all.

POST /webhooks/arzi/turn        {conversation, id, text, language, known, asking, choice} → the answer (turns.py)
POST /webhooks/arzi/understand  {texts: […]} → [{language, intent, category, …}, …]; no conversation
GET  /webhooks/arzi/ready       200 when the model is loaded and both stores can be reached, else 503 and why

All but /ready's short form want ``Authorization: Bearer SECRET``. 401 wrong secret, 400 bad body, 503 store away.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import redis
from rasa.core.channels.channel import InputChannel
from rasa.core.lock_store import LockError
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from nlu.assistant.serving import locks
from nlu.assistant.serving.assistant import Assistant
from nlu.assistant.serving.hearing import as_json, hear
from nlu.assistant.serving.requests import BadRequest, texts_request, turn_request
from nlu.assistant.serving.retention import forget_regularly
from nlu.assistant.serving.trackers import SECRET, Trackers, inner
from nlu.assistant.serving.turns import turn

_log = logging.getLogger(__name__)
_AWAY = (SQLAlchemyError, redis.RedisError, LockError, OSError)


class ArziInput(InputChannel):
    """The input channel named in credentials.yml."""

    @classmethod
    def name(cls) -> str:
        """The part of the URL after /webhooks."""
        return "arzi"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ArziInput:  # noqa: ARG003 - Rasa's
        """The secret comes from the environment only, where other users of the machine cannot see it."""
        secret = os.environ.get(SECRET, "")
        if len(secret) < 16:
            raise SystemExit(f"{SECRET}: a secret of at least 16 characters is needed in the environment")
        return cls(secret)

    def __init__(self, secret: str) -> None:
        self._expected = f"Bearer {secret}".encode()

    def blueprint(self, on_new_message: Callable[[Any], Awaitable[None]]) -> Blueprint:  # noqa: ARG002 - Rasa's
        """The three routes. Rasa's own ``on_new_message`` is not used: it hides faults and logs what people wrote."""
        routes = Blueprint("arzi_webhook")

        @routes.listener("after_server_start")
        async def begin(app: Sanic, _: Any) -> None:
            if app.ctx.agent is None or not app.ctx.agent.is_ready():
                _log.error("the model cannot be loaded; train it again: make setup")
                os._exit(1)  # Rasa would go on for ever, answering nothing
            app.ctx.assistant = Assistant.of(app.ctx.agent.processor, inner(app.ctx.agent.tracker_store))
            hear(app.ctx.agent.processor, "bijli نشته")  # the first text loads the tables of words and places
            app.ctx.forgetting = asyncio.create_task(forget_regularly(inner(app.ctx.agent.tracker_store)))

        @routes.listener("before_server_stop")
        async def end(app: Sanic, _: Any) -> None:
            forgetting = getattr(app.ctx, "forgetting", None)
            if forgetting is not None:  # Sanic itself leaves tasks without a name as they are
                forgetting.cancel()
                await asyncio.wait([forgetting])

        @routes.post("/turn")
        async def take_turn(request: Request) -> HTTPResponse:
            return await self._guarded(request, _turn)

        @routes.post("/understand")
        async def understand(request: Request) -> HTTPResponse:
            return await self._guarded(request, _understand)

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return _ready(request)

        return routes

    async def _guarded(self, request: Request, handle: Callable[[Request], Awaitable[Any]]) -> HTTPResponse:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), self._expected):
            return response.json({"error": "unauthorized"}, status=401)
        if request.app.ctx.agent is None or not request.app.ctx.agent.is_ready():
            return response.json({"error": "no model"}, status=503)
        try:
            return response.json(await handle(request))
        except BadRequest as error:
            return response.json({"error": str(error)}, status=400)
        except _AWAY as error:
            _log.error("a store cannot be reached: %s", type(error).__name__)
            return response.json({"error": "store"}, status=503)
        except Exception as error:  # noqa: BLE001 - Sanic would log it with the citizen's words; the gateway falls back
            _log.error("a turn failed: %s at %s", type(error).__name__, _where(error))
            return response.json({"error": "internal"}, status=500)


async def _turn(request: Request) -> Any:
    wanted = turn_request(_json(request))
    agent = request.app.ctx.agent
    async with agent.lock_store.lock(wanted["conversation"], wait_time_in_seconds=0.05):
        return await turn(request.app.ctx.assistant, wanted)


async def _understand(request: Request) -> Any:
    processor = request.app.ctx.agent.processor
    return [as_json(hear(processor, text)) for text in texts_request(_json(request))]


def _ready(request: Request) -> HTTPResponse:
    agent = getattr(request.app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        return response.json({"ready": False, "lacks": "model"}, status=503)
    store = inner(agent.tracker_store)
    try:
        if not isinstance(store, Trackers):
            return response.json({"ready": False, "lacks": "tracker store"}, status=503)
        store.check()
    except SQLAlchemyError:
        return response.json({"ready": False, "lacks": "tracker store"}, status=503)
    try:
        locks.check(agent.lock_store)
    except redis.RedisError:
        return response.json({"ready": False, "lacks": "lock store"}, status=503)
    return response.json({"ready": True, "model": agent.processor.model_filename})


def _json(request: Request) -> Any:
    try:
        return request.json
    except SanicException:  # carries the body
        raise BadRequest("the body is not JSON") from None


def _where(error: BaseException) -> str:
    """File and line of the fault, without the values in it."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}" if last is not None else "?"
