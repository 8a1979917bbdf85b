"""Telling Telegram where to call us, and asking how that goes. https://core.telegram.org/bots/api#setwebhook"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from channels.telegram.api import call
from channels.telegram.settings import Settings

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that say something to us."""


def set_up(client: httpx.Client, settings: Settings, public_url: str) -> Iterator[str]:
    """Enter our address and secret, and yield how things stand. What waits there is kept, and comes to us."""
    me = _shape(call(client, settings, "getMe", {}))
    yield f"bot: @{me.get('username')}, {'may' if me.get('can_join_groups') else 'may not'} be added to groups"
    url = f"{public_url}/in/telegram"
    secret = settings.webhook_secret.get_secret_value()
    call(client, settings, "setWebhook", {"url": url, "secret_token": secret, "allowed_updates": list(WANTED)})
    info = _shape(call(client, settings, "getWebhookInfo", {}))
    yield f"webhook: {info.get('url')}"
    yield f"waiting there: {info.get('pending_update_count')}"
    if isinstance(at := info.get("last_error_date"), int):
        yield f"last error: {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC, {info.get('last_error_message')}"


def _shape(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}
