"""What is asked at the summary before a yes: who learns of it, and what comes next. To ask is not to agree, and
nothing is wrong yet."""

import re

from core.text.normalise import fold_letters
from nlu.dialogue.moves import folded

_FIRST = (
    r"^(?:acha |achha |pehle |phle |pehlay |اچھا |پہلے |first |but |and )*"
    r"(?:ye |yeh |یہ |mujhe |مجھے |دا )?(?:bata|btao|btaen|بتا|tell me|وایئ|ووایئ)"
)
_WHO = (
    r"police|polis|thana|thane|thanedar|sho|patwari|officer|afsar|office|daftar|kisi|doctor|teacher|"
    r"neighbou?rs?|department|"
    r"anyone|anybody|they|them|who|boss|usko|unko|us ko|un ko|"
    r"پولیس|تھانے|تھانہ|پٹواری|افسر|دفتر|کسی|ڈاکٹر|استاد|محکمے|اس|ان|کون|چا|څوک|پولیس|افسر|پټواري|دفتر"
)
_LEARNS = (
    r"pata|pta|maloom|khabar|know|see|sees|seen|learn|find out|naam|nam|name|number|identity|"
    r"(?:نام|نمبر|شناخت|نوم|نمبر|شمېره)"
    r"|پتہ|پتا|معلوم|خبر|پته"
)
_COMES = (
    r"chal\w*|lag\w*|ho ?ga|hoga|hogi|ja\w*|mil\w*|dikh\w*|dekh\w*|will|does|do|can|get|see|know|shown|told|given|"
    r"چل\w*|لگ\w*|ہو\w*|جا\w*|مل\w*|دیکھ\w*|دکھ\w*|ځي|شي|ګوري|وي|رسي|کېږي|کیږي"
)
_PRIVACY = re.compile(
    fold_letters(rf"(?=.*(?<!\w)(?:{_WHO})(?!\w))(?=.*(?<!\w)(?:{_LEARNS})(?!\w))(?=.*(?<!\w)(?:{_COMES})(?!\w))")
)
_NEXT = re.compile(
    fold_letters(
        r"\b(?:aage|agay|aagay|phir|us ?ke ba+d|is ?ke ba+d|ba+d (?:me|mein)|ab)\b"
        r".{0,20}\b(?:kya|kia|kiya)\b.{0,12}\b(?:ho|karn|kr)"
        r"|\bwhat\b.{0,12}\b(?:next|then|after(?:wards)?)\b"
        r"|\b(?:next|then|after (?:this|that|yes))\b.{0,6}\bwhat\b"
        r"|(?:آگے|پھر|اس کے بعد|بعد میں|اب) .{0,12}کیا .{0,8}(?:ہو|کرن)"
        r"|(?:بیا|وروستہ|ورپسې|اوس) .{0,10}څہ .{0,8}(?:کېږي|کیږی|وشی|بہ)"
    )
)
_LONGEST = 25


def asked_first(text: str) -> "str | None":
    """The topic of the answer (service.yml), or None where it asks neither."""
    said = folded(text)
    asks = "?" in text or "؟" in text or re.search(fold_letters(_FIRST), said) is not None
    if not asks or len(said.split()) > _LONGEST:
        return None
    if _PRIVACY.search(said):
        return "privacy"
    return "next" if _NEXT.search(said) else None
