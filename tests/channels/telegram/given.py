"""Updates as Telegram posts them (https://core.telegram.org/bots/api#update), and a bot that gets them."""

import json
from typing import Any

from pydantic import SecretStr

from channels.telegram import Settings, Telegram, build
from core.messages import WebhookRequest
from core.ports import Surroundings

PUBLIC = "https://arzi.example.org"
TOKEN, SECRET = "4839574812:for-tests-only", "a-secret-of-the-tests"
GUL = 6_512_345_678
SENT_AT = 1_795_338_000
FROM = {"id": GUL, "is_bot": False, "first_name": "Gul", "last_name": "Khan", "language_code": "ur"}
CHAT = {"id": GUL, "first_name": "Gul", "last_name": "Khan", "type": "private"}
GROUP = {"id": -1_001_234_567_890, "title": "Mohalla", "type": "supergroup"}
PHOTO = [
    {"file_id": "AgACsmall", "file_unique_id": "AQs", "width": 90, "height": 51, "file_size": 1_101},
    {"file_id": "AgAClarge", "file_unique_id": "AQl", "width": 1280, "height": 720, "file_size": 98_765},
    {"file_id": "AgACmiddle", "file_unique_id": "AQm", "width": 320, "height": 180, "file_size": 9_876},
]
VOICE = {
    "file_id": "AwACvoice",
    "file_unique_id": "AgAD",
    "duration": 7,
    "mime_type": "audio/ogg",
    "file_size": 27_000,
}


def message(**changes: Any) -> dict[str, Any]:
    """A message of Gul's; None leaves something out."""
    plain = {"message_id": 41, "from": FROM, "chat": CHAT, "date": SENT_AT, "text": "3 din se bijli nahi hai"}
    return {name: value for name, value in {**plain, **changes}.items() if value is not None}


def update(serial: int = 731_000_001, /, **parts: Any) -> dict[str, Any]:
    return {"update_id": serial, **parts}


def said(serial: int = 731_000_001, /, **changes: Any) -> dict[str, Any]:
    """The update of a message."""
    return update(serial, message=message(**changes))


def edited(serial: int = 731_000_002, /, **changes: Any) -> dict[str, Any]:
    return update(serial, edited_message=message(edit_date=SENT_AT + 60, **changes))


def press(data: str = "confirm:yes", serial: int = 731_000_003, /, **changes: Any) -> dict[str, Any]:
    """The update of a button that was pressed under a message of ours."""
    keyboard = {"inline_keyboard": [[{"text": "جی ہاں", "callback_data": "confirm:yes"}], [{"text": "x", "url": "y"}]]}
    bot = {"id": 4_839_574_812, "is_bot": True, "first_name": "Arzi", "username": "arzi_bot"}
    under = message(message_id=40, **{"from": bot}, text="کیا یہ درست ہے؟", reply_markup=keyboard)
    query = {"id": "27970123456789", "from": FROM, "message": under, "chat_instance": "-391", "data": data}
    return update(serial, callback_query={**query, **changes})


def became(status: str = "kicked", serial: int = 731_000_004, /, **changes: Any) -> dict[str, Any]:
    """Gul blocked the bot ("kicked"), or took that back ("member")."""
    bot = {"id": 4_839_574_812, "is_bot": True, "first_name": "Arzi", "username": "arzi_bot"}
    old = "member" if status == "kicked" else "kicked"
    change = {
        "chat": CHAT,
        "from": FROM,
        "date": SENT_AT,
        "old_chat_member": {"user": bot, "status": old, **({"until_date": 0} if old == "kicked" else {})},
        "new_chat_member": {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})},
    }
    return update(serial, my_chat_member={**change, **changes})


def posted(told: object, secret: str | None = SECRET) -> WebhookRequest:
    """The request with an update, or with these bytes."""
    body = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
    shown = {} if secret is None else {"x-telegram-bot-api-secret-token": secret}
    return WebhookRequest("POST", f"{PUBLIC}/in/telegram", {"content-type": "application/json", **shown}, body)


def bot(api: str = "http://127.0.0.1:1", **changes: object) -> Telegram:
    given = {"token": SecretStr(TOKEN), "webhook_secret": SecretStr(SECRET), "timeout_seconds": 1, **changes}
    return build(Settings.model_validate(given), Surroundings(PUBLIC, "PK", {"telegram": api}))
