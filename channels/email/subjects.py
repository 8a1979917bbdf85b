"""What a subject says: an answer, a mail passed on (by the prefixes of the languages that people's programs speak), or
the wish for no more mail."""

import re

_BEFORE = r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:[A-Za-z]{2,4}\s*(?:\[\d+\])?:\s*)*?"
_REPLY = re.compile(
    rf"{_BEFORE}(?:re|aw|sv|antw|ynt|odp|rif|回复|答复|جواب|ردّ?|پاسخ|ځواب)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    rf"{_BEFORE}(?:fwd?|wg|tr|rv|enc|vs|转发|فارورڈ|ارسال شدہ|إعادة توجيه|تمرير|فرستادن|"
    rf"استول)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
STOP = "stop"
"""The subject of the mail that List-Unsubscribe sends (RFC 2369, 3.2)."""


def is_reply(subject: str) -> bool:
    return bool(_REPLY.match(subject))


def is_forward(subject: str) -> bool:
    return bool(_FORWARD.match(subject)) and not re.match(r"\s*re\s*:", subject, re.IGNORECASE)


def wants_no_more(subject: str) -> bool:
    """Is it what our List-Unsubscribe says? What mail programs write into the body of such a mail says nothing."""
    return subject.strip().lower() in {STOP, "unsubscribe"}
