"""What the Bot API's refusals mean for us: who is refused, whether another try helps, and whether another way does.

Telegram gives an HTTP status and a description, and no code of its own. The descriptions are those of the Bot API's own
server (https://github.com/tdlib/telegram-bot-api, telegram-bot-api/Client.cpp, fail_query_with_error); Telegram says
that they may change, so what is not here counts by its status (https://core.telegram.org/bots/api#making-requests).
"""

from collections.abc import Mapping
from types import MappingProxyType

from core.messages import Meaning

DESCRIPTIONS: Mapping[str, Meaning] = MappingProxyType(
    {
        "bot was blocked by the user": Meaning.STOPPED,
        "user is deactivated": Meaning.PERSON,
        "bot can't initiate conversation with a user": Meaning.PERSON,
        "bot can't send messages to bots": Meaning.PERSON,
        "chat not found": Meaning.PERSON,
        "user not found": Meaning.PERSON,
        "peer_id_invalid": Meaning.PERSON,
        "have no rights to send a message": Meaning.PERSON,
        "bot was kicked": Meaning.PERSON,
        "frozen_method_invalid": Meaning.US,
        "logged out": Meaning.US,
    }
)
"""Part of a description, in small letters → what it means."""


def meaning_of(status: int, description: str) -> Meaning:
    """What a refusal means."""
    told = description.lower()
    known = next((meaning for part, meaning in DESCRIPTIONS.items() if part in told), None)
    if known is not None:
        return known
    if status in (401, 404):  # a token that is not right, or was taken back: the address itself has it in it
        return Meaning.US
    if status == 403:
        return Meaning.PERSON
    if status in (409, 429) or status >= 500:
        return Meaning.PASSING
    return Meaning.MESSAGE
