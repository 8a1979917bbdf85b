"""Files, which an update names by their ids: asked for when they are fetched, and then downloaded once.

A link to a file is valid for an hour, and has the token in it: so the id is kept, and never the link.
https://core.telegram.org/bots/api#getfile
"""

import re

import httpx

from channels.telegram.api import call
from channels.telegram.settings import Settings
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown, MediaNotReady, MediaRefused
from core.media.kinds import media_type

SCHEME = "telegram-file:"
"""Before a file's id, where a URL is expected."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PATH = re.compile(r"[\w./ -]{1,512}", re.ASCII)
_PASSING = "temporarily unavailable"


def address(file_id: str) -> str | None:
    """A file's id as core.messages.Attachment's url; None for what is no id."""
    return f"{SCHEME}{file_id}" if _ID.fullmatch(file_id) else None


def fetch(client: httpx.Client, settings: Settings, url: str, claimed_type: str) -> tuple[bytes, str]:
    """The content and its media type, decided by the content.

    Raises MediaNotReady (Telegram is away, or does not have it just now) or MediaRefused (too large, or gone).
    """
    file_id = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or not _ID.fullmatch(file_id):
        raise MediaRefused("no file of Telegram's")
    try:
        found = call(client, settings, "getFile", {"file_id": file_id})
    except (AccountRefused, DeliveryDelayed, DeliveryUnknown) as error:
        raise MediaNotReady(error.detail) from error
    except DeliveryFailed as error:
        if _PASSING in error.detail:  # "wrong file_id or the file is temporarily unavailable": nobody can tell which
            raise MediaNotReady(error.detail) from error
        raise MediaRefused(error.detail) from error
    path = found.get("file_path") if isinstance(found, dict) else None
    if not isinstance(path, str) or not _PATH.fullmatch(path) or ".." in path:
        raise MediaNotReady("getFile: a file without a path")
    if isinstance(size := found.get("file_size"), int) and size > settings.max_media_bytes:
        raise MediaRefused("larger than the limit")
    content = _download(client, settings, path)
    return content, media_type(content, claimed_type)


def _download(client: httpx.Client, settings: Settings, path: str) -> bytes:
    url = f"{settings.api_base_url.rstrip('/')}/file/bot{settings.token.get_secret_value()}/{path}"
    content = bytearray()
    try:
        with client.stream("GET", url) as response:
            if response.status_code != 200:  # the link was made just now: whatever is wrong with it may pass
                raise MediaNotReady(f"the file: HTTP {response.status_code}")
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > settings.max_media_bytes:
                    raise MediaRefused("larger than the limit")
    except httpx.HTTPError as error:
        raise MediaNotReady(f"the file: no answer from Telegram: {type(error).__name__}") from None
    return bytes(content)
