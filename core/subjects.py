"""Subjects of mails: is it still the same one, behind all the Re: and Fwd:?"""

import re
import unicodedata

_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg|جواب|فارورڈ)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*|\[[^\]]{1,40}\]\s*)+",
    re.IGNORECASE,
)


def bare(subject: str | None) -> str:
    """A subject without prefixes, folded for comparing."""
    text = unicodedata.normalize("NFKC", subject or "")
    return " ".join(_PREFIX.sub("", text).casefold().split())


def same(one: str | None, other: str | None) -> bool:
    """Are they the same subject? No subject at all is the same as any: chats have none, and phones drop them."""
    one, other = bare(one), bare(other)
    return not one or not other or one == other
