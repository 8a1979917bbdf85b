"""The methods of the Bot API that the gateway calls, with Telegram's own rules and words for what it refuses.

https://core.telegram.org/bots/api; the words are of https://github.com/tdlib/telegram-bot-api
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from simulator.stand_ins.telegram.state import Rows

LONGEST_TEXT, LONGEST_DATA, LARGEST_FILE = 4096, 64, 20_000_000
PORTS = (443, 80, 88, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_HTTPS = re.compile(r"https://[^/:]+(?::(\d+))?(?:/.*)?")
_FILE_ID = re.compile(r"[A-Za-z0-9_-]+")

Given = Mapping[str, Any]


class Refused(Exception):
    """Telegram says no: an HTTP status, a description, and perhaps how long to wait."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def bot_user(token: str) -> dict[str, Any]:
    """The bot as a User."""
    return {"id": int(token.partition(":")[0] or 0), "is_bot": True, "first_name": "Arzi", "username": "arzi_bot"}


def call(rows: Rows, token: str, method: str, given: Given, now: int) -> object:
    """What a method gives. Raises Refused."""
    fault = rows.next_fault()
    if fault is not None:
        raise Refused(fault["status"], fault["description"], **fault.get("parameters", {}))
    known = METHODS.get(method.lower())  # in any letters, as Telegram takes it
    if known is None:
        raise Refused(404, "Not Found")
    return known(rows, token, given, now)


def _get_me(_rows: Rows, token: str, _given: Given, _now: int) -> object:
    return {
        **bot_user(token),
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def _send_message(rows: Rows, token: str, given: Given, now: int) -> object:
    chat = str(given.get("chat_id", ""))
    if not chat:
        raise Refused(400, "Bad Request: chat_id is empty")
    person = rows.person(int(chat)) if chat.lstrip("-").isdigit() else None
    if person is None:
        raise Refused(400, "Bad Request: chat not found")
    user, blocked = person
    if blocked:
        raise Refused(403, "Forbidden: bot was blocked by the user")
    text = str(given.get("text") or "").strip()
    if not text:
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    message: dict[str, Any] = {
        "message_id": rows.next_number(user["id"]),
        "from": bot_user(token),
        "chat": chat_of(user),
        "date": now,
        "text": text,
    }
    if markup := given.get("reply_markup"):
        message["reply_markup"] = {"inline_keyboard": _keyboard(markup)}
    rows.keep_message(user["id"], message, ours=True)
    return message


def _keyboard(markup: Any) -> list[list[dict[str, str]]]:
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise Refused(400, "Bad Request: object expected as reply markup")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise Refused(400, 'Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String')
        if not 1 <= len(str(button.get("callback_data", "")).encode()) <= LONGEST_DATA:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def chat_of(user: Given) -> dict[str, Any]:
    """The private chat with somebody."""
    names = {name: user[name] for name in ("first_name", "last_name", "username") if name in user}
    return {"id": user["id"], **names, "type": "private"}


def _get_file(rows: Rows, _token: str, given: Given, _now: int) -> object:
    file_id = str(given.get("file_id") or "")
    if not file_id:
        raise Refused(400, "Bad Request: file_id not specified")
    content = rows.file(file_id) if _FILE_ID.fullmatch(file_id) else None
    if content is None:
        raise Refused(400, "Bad Request: invalid file_id")
    if len(content) > LARGEST_FILE:
        raise Refused(400, "Bad Request: file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-12:],
        "file_size": len(content),
        "file_path": f"files/{file_id}",
    }


def _answer_callback_query(rows: Rows, _token: str, given: Given, _now: int) -> object:
    query = str(given.get("callback_query_id") or "")
    pressed = rows.fact("pressed")
    if query not in pressed:
        raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    rows.keep_fact("pressed", {**pressed, query: True})
    return True


def _set_webhook(rows: Rows, _token: str, given: Given, _now: int) -> object:
    url, secret = str(given.get("url") or ""), str(given.get("secret_token") or "")
    if url:
        fits = _HTTPS.fullmatch(url)
        if fits is None:
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if fits[1] and int(fits[1]) not in PORTS:
            raise Refused(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not _SECRET.fullmatch(secret):
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
    rows.keep_fact("webhook", {"url": url, "secret": secret, "allowed": given.get("allowed_updates")})
    return True


def _get_webhook_info(rows: Rows, _token: str, _given: Given, _now: int) -> object:
    hook, error = rows.fact("webhook"), rows.fact("error")
    info: dict[str, Any] = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(rows.waiting()),
    }
    return info | ({"allowed_updates": hook["allowed"]} if hook.get("allowed") else {}) | error


METHODS: Mapping[str, Callable[[Rows, str, Given, int], object]] = {
    "getme": _get_me,
    "sendmessage": _send_message,
    "getfile": _get_file,
    "answercallbackquery": _answer_callback_query,
    "setwebhook": _set_webhook,
    "getwebhookinfo": _get_webhook_info,
}
