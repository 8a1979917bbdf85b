"""Keys that went, each with what to do about it. They are warned of for one version, and after that refused.

A version that drops the entries of the version before names these keys in its changelog.
"""

import importlib.metadata
from collections.abc import Mapping
from typing import Any

from gateway.config.sources import PREFIX, env_name

GONE: Mapping[str, Mapping[str, str]] = {
    "0.1": {
        "database.busy_timeout_s": "how long SQLite waits for a lock is no setting any more; take the line out",
        "blobs.max_attachment_bytes": "the limits are each channel's own now: set channels.whatsapp.max_media_bytes, "
        "channels.sms.max_media_bytes, channels.ivr.max_media_bytes where you had changed it; take the line out",
        "blobs.max_inline_bytes": "what is kept in the database and what beside it is no setting any more; take the "
        "line out",
        "dialogue.max_text_chars": "how much of a text the dialogue reads is no setting any more; take the line out",
        "outbox.attempts": "sending goes on by time and not by tries: set outbox.give_up_hours where you had changed "
        "it; take the line out",
    },
}
"""By the version in which they went, as major.minor."""


def of_version(version: str | None = None) -> Mapping[str, str]:
    """The keys that this version still warns of. Newer entries than the version are of its own making."""
    major, minor = (int(part) for part in (version or importlib.metadata.version("arzi")).split(".")[:2])
    return {
        key: told
        for went, keys in GONE.items()
        for key, told in keys.items()
        if tuple(int(part) for part in went.split(".")) >= (major, max(minor - 1, 0))
    }


def without(written: Mapping[str, Any], env: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """What is written and the environment, both without the keys that went; and a line for each that stood there."""
    told: list[str] = []
    left, left_env = dict(written), dict(env)
    for key, do in of_version().items():
        *sections, last = key.split(".")
        name = env_name(PREFIX, (*sections, last))
        if _take_out(left, sections, last):
            told.append(f"{key}: this key went: {do}")
        for given in [one for one in left_env if one.upper() == name]:
            del left_env[given]
            told.append(f"{given}: this key went: {do}")
    return left, left_env, told


def _take_out(under: dict[str, Any], sections: list[str], last: str) -> bool:
    """Changes ``under`` on the way down, never what it was made from."""
    for section in sections:
        inner = under.get(section)
        if not isinstance(inner, Mapping):
            return False
        under[section] = dict(inner)
        under = under[section]
    return under.pop(last, ...) is not ...
