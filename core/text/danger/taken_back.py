"""Does what is said now take back that somebody is in danger? "No, nobody is hurt", "it was last year", "mazaq tha".

A mark of danger that a later turn disproves may come off, on record. So this looks only for what says plainly that it
is over, long ago, a joke or a mistake (``core/reference/danger/taken_back/over.txt``); a turn that tells of a danger
besides takes nothing back, nor does one that says that it is not over ("not safe", "nahi mila").
"""

import functools
import re

from core.text.lexicon import lines
from core.text.normalise import fold_letters, normalise
from core.text.urgent import find_danger

_STILL = re.compile(
    r"\b(?:also|too|again|bhi|phir|بھی|پھر|هم|بیا|but|magar|lekin|مگر|لیکن|خو|"
    r"not (?:safe|fine|ok|okay|out|found|rescued|saved)|still|yet|abhi tak|ab tak|theek n\w+|thik n\w+|"
    r"ابھی تک|اب تک|ٹھیک نہیں|خیریت نہیں|لا ہم|ښہ نہ|روغ نہ)\b"
)
_HURT = re.compile(
    r"\b(?:burn(?:t|ed|s)?|injured|wounded|bleeding|unconscious|dead|died|hospital|"
    r"jal (?:gay\w+|gya|gai|gaye)|jhulas\w*|zakhmi|behosh|aspatal|haspatal|hasptal)\b|"
    r"جل گ|جھلس|زخمی|بے ہوش|ہسپتال|اسپتال|سوځ|ټپي|ټپی|روغتون"
)
"""Who tells of somebody hurt takes nothing back, whoever else is safe."""
_MOST = 15
"""Words: whoever writes more tells something."""


def takes_back(text: str) -> "str | None":
    """The words that say that nobody is in danger (any more), or None. Reads what ``normalise`` leaves."""
    said = normalise(text).lower().strip(" .!,")
    found = _over().search(said)
    if found is None or _STILL.search(said) or len(said.split()) > _MOST:
        return None
    beside = f"{said[: found.start()]} {said[found.end() :]}"
    if _HURT.search(fold_letters(beside)) is not None:
        return None
    return found.group() if find_danger(beside) is None else None


def denies(text: str) -> bool:
    """Is it a no to "is somebody in danger right now?" in so many words? A danger that is told of besides is none of
    today where it is told of as of every day."""
    said = normalise(text).lower().strip(" .!,")
    found = _denied().search(said)
    if found is None or len(said.split()) > _MOST or "?" in said or "؟" in said:
        return False
    beside = f"{said[: found.start()]} {said[found.end() :]}"
    danger = find_danger(beside)
    return danger is None or not danger.sure or _EVERY_DAY.search(beside) is not None


_EVERY_DAY = re.compile(
    r"\b(?:every (?:day|night|week)|daily|always|roz|rozana|har (?:roz|din|raat|waqt)|hamesha)\b|"
    r"(?<!\w)(?:روز|روزانہ|ہر (?:دن|رات|وقت)|ہمیشہ|هره ورځ|هره شپه|تل|همېشه)(?!\w)"
)


@functools.cache
def _denied() -> "re.Pattern[str]":
    told = "|".join(f"(?:{fold_letters(line)})" for line in lines("danger/taken_back/denied.txt"))
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)")


@functools.cache
def _over() -> "re.Pattern[str]":
    told = "|".join(fold_letters(line) for line in lines("danger/taken_back/over.txt"))
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)")
