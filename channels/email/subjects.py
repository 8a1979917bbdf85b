"""What a subject's prefix says: an answer, or a mail passed on. Prefixes of the languages that people's programs
speak."""

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


def is_reply(subject: str) -> bool:
    return bool(_REPLY.match(subject))


def is_forward(subject: str) -> bool:
    return bool(_FORWARD.match(subject)) and not re.match(r"\s*re\s*:", subject, re.IGNORECASE)
