"""Subjects of mails: is it still the same one, behind all the Re: and Fwd:?"""

import re
import unicodedata

_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg|جواب|فارورڈ)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*|\[[^\]]{1,40}\]\s*)+",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(?:(?:my|a|new|urgent|public|citizen'?s?|important|online|the|mail|e-?mail)\s+)*"
    r"(?:complaints?|request|application|petition|help|hi|hello|salam|assalam o alaikum|urgent|test|\(?no subject\)?"
    r"|شکایت|درخواست|عرضی|مدد|فوری|سلام|السلام علیکم|shikayat|darkhwast|arzi|madad|شکایت نامه)[.!۔]*",
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


def told(subject: str | None, text: str) -> str:
    """A text with its subject before it, where that says something more: many mails say in it where and what.

    The subject of an answer is ours, and "Complaint" says nothing.
    """
    words = " ".join((subject or "").split())
    if not words or _PREFIX.match(words) or _SAYS_NOTHING.fullmatch(bare(words)):
        return text
    if not text.strip():
        return words
    return text if bare(words) in bare(text) else f"{words.rstrip('.:;,!۔ ')}: {text}"
