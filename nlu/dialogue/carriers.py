"""Words around an addition that are none of it: "galat.", "ek minute", "ye bhi likhein", "and write that"."""

import re

from core.text.normalise import clean_text

_WRITE = r"(?:likh(?!ni\b)\w*|add|note|include|daal\w*|shamil|mention|لکھ(?!نی)\w*|شامل|درج|ولیک\w*|اولیک\w*|زیات\w*)"
_DO = (
    r"(?:kar\w*|kr\w*|do|dein|den|dijiye|dijye|lo|lein|len|dena|na|plz|please|ji|he|hai|bhi|b|tha|"
    r"کر\w*|دو|دیں|دیجیے|لو|لیں|دینا|نا|جی|ہے|بھی|کړئ|کړه|کړی|مهرباني|وکړئ|نہ|کیا|kya|kia)"
)
_THIS = r"(?:ye|yeh|ya|is|isko|us|wo|woh|یہ|اس|اسے|دا|دغه|da)"
_ALSO = r"(?:b|bhi|bi|ko bhi|ko b|بھی|کو بھی|هم|ہم|hum|ham)"
_BEHIND = re.compile(
    rf"(?<![\s.,;،۔؛\-–—])[\s.,;،۔؛\-–—]*(?<!\w)(?:{_THIS}\s+{_ALSO}\s+{_WRITE}(?:\s+{_DO}){{0,4}}"
    rf"|{_ALSO}\s+{_WRITE}\s+{_DO}(?:\s+{_DO}){{0,3}}|{_THIS}\s+{_WRITE}(?:\s+{_DO}){{0,3}}"
    r"|(?:please\s+)?(?:and\s+)?(?:write|add|note|include)\s+(?:that|this|it)"
    r"(?:\s+(?:too|also|as well))?(?:\s+please)?)"
    r"[\s.!?؟۔]*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^\s*(?:(?:galat|ghalat|glt|wrong|غلط|sorry|wait|no wait|ruko|ruk|ek min\w*|aik min\w*|one min\w*|one moment|"
    r"ایک منٹ|رکو|رکیں|یو منټ|صبر|haan|han|yes|ok|okay|acha|theek hai|ہاں|اچھا|ٹھیک ہے|هو)"
    r"(?:\s*(?:\.{2,}|[.,;:!،۔؛…\-–—])\s*|\s*\n\s*|\s+(?:magar|mgr|lekin|but|مگر|لیکن|خو|kho)\s+)"
    r"|(?:before (?:i say |the |my )?yes|pehle|first|pehly|پہلے|correct this|fix this|ye (?:theek|sahi) kar\w*)"
    r"\s*[:,،]\s*"
    rf"|(?:(?:and|aur|also|please|plz|اور|او)\s+)*(?:add|note|include|write|{_THIS}\s+{_ALSO})(?:\s+(?:this|that|also|too|{_DO}))*\s*[:：]\s*"
    rf"|(?:(?:and|aur|اور|او)\s+)?(?:add|note|shamil|شامل|darj|زیات)\s+(?:kar\w*|kr\w*|کر\w*|کړ\w*)(?:\s+(?:do|dein|den|lo|lein|دیں|دو|لیں|ke|k|keh|کہ|چې))*\s+(?=\S+\s\S)"
    r"|(?:and\s+|aur\s+|اور\s+|او\s+)?(?:please\s+|also\s+|plz\s+)*(?:write|add|note|include|mention)\s+(?:also\s+)?(?:down\s+)?that\s+"
    r"|(?:and\s+)?(?:please\s+)?(?:also\s+(?:write|add|note|include|mention)|(?:write|add|note|include|mention)\s+also)"
    r"(?:\s+that)?[\s:,]+"
    r"|(?:da\s+|dagha\s+)?(?:hum|ham)\s+(?:w|o|wo)?lik\w*\s+(?:che|chi)\s+"
    rf"|{_THIS}\s+(?:{_ALSO}\s+)?{_WRITE}(?:\s+{_DO}){{0,3}}\s*:\s*"
    rf"|(?:aur\s+|اور\s+|او\s+)?{_THIS}\s+{_ALSO}\s+{_WRITE}(?:\s+{_DO}){{0,2}}\s+(?:ke|k|kay|کہ|چې|che)\s+)",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"(?<=\w)\s+هم\s+و?ل[یي]ک\w*\s+(?=\w)")
"""Pashto puts it before what is to be written: "د سکول نوم هم ولیکئ نمبر ۲"."""
_LEAST = 2
"""Words that an addition has."""


def without_carriers(text: str, *, least: int = _LEAST) -> str:
    """The addition itself; the text as it is where fewer than ``least`` words would be left."""
    said = _bare(text)
    return said if len(said.split()) >= least else clean_text(text).strip()


def is_carrier_only(text: str) -> bool:
    """Does it only say that something is to be written or put right ("یہ درست کریں")?"""
    return not _bare(text).strip(" .,;:!?-–—،۔؛؟")


def _bare(text: str) -> str:
    said, before = clean_text(text).strip(), ""
    while said != before:
        before, said = said, _WITHIN.sub(" ", _BEFORE.sub("", _BEHIND.sub("", said))).strip()
    return said


def is_addition(text: str) -> bool:
    """Does it say itself that it is to be written too?"""
    said = clean_text(text).strip()
    if _BEHIND.search(said):
        return len(_BEHIND.sub("", said).split()) >= _LEAST
    while (match := _BEFORE.match(said)) is not None:
        if _ASKS_TO_WRITE.search(match.group()):
            return len(said[match.end() :].split()) >= _LEAST
        said = said[match.end() :].strip()
    return False


_ASKS_TO_WRITE = re.compile(rf"(?:\bwrite|\badd|\bnote|\binclude|\bmention|{_WRITE})", re.IGNORECASE)
