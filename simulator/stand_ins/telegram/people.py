"""What people do on Telegram, as updates for the bot. https://core.telegram.org/bots/api#update"""

import secrets
from typing import Any

from simulator.stand_ins.telegram.bot_api import Given, Refused, bot_user, chat_of
from simulator.stand_ins.telegram.state import Rows

ALBUM = "media_group_id"
KINDS = ("photo", "voice", "audio", "video", "document")


def met(rows: Rows, number: int, given: Given) -> dict[str, Any]:
    """Who this is: known, or come just now."""
    known = rows.person(number)
    user = {"id": number, "is_bot": False, "first_name": f"Citizen {number}", "language_code": "ur"}
    user |= known[0] if known else {}
    user |= {name: given[name] for name in ("first_name", "last_name", "language_code") if name in given}
    rows.keep_person(user, blocked=known[1] if known else False)
    return user


def says(rows: Rows, user: Given, contents: Given, now: int) -> int:
    """Somebody sends a message: ``contents`` are Message's own keys. Whoever writes has not blocked the bot."""
    rows.keep_person(user)
    message = {
        "message_id": rows.next_number(user["id"]),
        "from": dict(user),
        "chat": chat_of(user),
        "date": now,
        **contents,
    }
    rows.keep_message(user["id"], message, ours=False)
    return rows.keep_update(user["id"], {"message": message})


def sends_file(rows: Rows, user: Given, kind: str, media_type: str, content: bytes, more: Given, now: int) -> int:
    """Somebody sends a file."""
    if kind not in KINDS:
        raise Refused(400, f"Bad Request: one of {', '.join(KINDS)}")
    file_id = f"AwAC{secrets.token_urlsafe(24)}"
    rows.keep_file(file_id, content)
    about: dict[str, Any] = {"file_id": file_id, "file_unique_id": file_id[-12:], "file_size": len(content)}
    match kind:
        case "photo":
            small = {**about, "file_id": f"small{file_id}", "width": 90, "height": 60}
            return says(rows, user, {"photo": [small, {**about, "width": 1280, "height": 853}], **more}, now)
        case "document":
            about |= {"mime_type": media_type, "file_name": "document"}
        case "video":
            about |= {"mime_type": media_type, "duration": 5, "width": 640, "height": 360}
        case _:
            about |= {"mime_type": media_type, "duration": 5}
    return says(rows, user, {kind: about, **more}, now)


def edits(rows: Rows, user: Given, number: int, contents: Given, now: int) -> int:
    """Somebody changes what they wrote."""
    old = next((one for one in rows.messages(user["id"]) if one["message_id"] == number and not one["by_bot"]), None)
    if old is None:
        raise Refused(400, "Bad Request: message to edit not found")
    message = {name: value for name, value in old.items() if name != "by_bot"} | {**contents, "edit_date": now}
    rows.keep_message(user["id"], message, ours=False)
    return rows.keep_update(user["id"], {"edited_message": message})


def presses(rows: Rows, user: Given, data: str) -> int:
    """Somebody presses the newest button that stands for ``data``."""
    for message in reversed(rows.messages(user["id"])):
        buttons = message.get("reply_markup", {}).get("inline_keyboard", [])
        if any(button["callback_data"] == data for row in buttons for button in row):
            under = {name: value for name, value in message.items() if name != "by_bot"}
            break
    else:
        raise Refused(400, "Bad Request: there is no such button")
    query = str(10**17 + secrets.randbelow(10**17))
    rows.keep_fact("pressed", {**rows.fact("pressed"), query: False})
    shape = {"id": query, "from": dict(user), "message": under, "chat_instance": str(user["id"] * 7), "data": data}
    return rows.keep_update(user["id"], {"callback_query": shape})


def blocks(rows: Rows, user: Given, token: str, now: int, *, blocked: bool) -> int:
    """Somebody blocks the bot, or takes that back."""
    rows.keep_person(user, blocked=blocked)
    there = {"user": bot_user(token), "status": "member"}
    gone = {"user": bot_user(token), "status": "kicked", "until_date": 0}
    change = {
        "chat": chat_of(user),
        "from": dict(user),
        "date": now,
        "old_chat_member": there if blocked else gone,
        "new_chat_member": gone if blocked else there,
    }
    return rows.keep_update(user["id"], {"my_chat_member": change})
