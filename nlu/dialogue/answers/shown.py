"""The wish to see what will be registered, where its yes is asked for: "show me what", "kya darj kar rahe ho, dikhao".
It is answered by the whole summary and is never a yes."""

import re

from core.text.normalise import fold_letters
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import folded

SHOWN = "shown"
"""The topic of the answer (service.yml); the summary follows it."""
_LONGEST = 12
_SEE = re.compile(
    fold_letters(
        r"^(?:please |first |ok |but |no |wait )*(?:can you |could you )?(?:show|display|read (?:out|back|it))\b"
        r"|\b(?:show|tell) me (?:what|first|it|again|the (?:complaint|whole|summary))\b"
        r"|\b(?:let me|can i|may i|i want to|want to) (?:first )?(?:see|read|check|look)\b"
        r"|\bwhat (?:exactly )?(?:are|will|did|have|do|is|was)\b.{0,18}"
        r"\b(?:register\w*|writ\w*|wrote|send\w*|sent|put|fil\w*|record\w*)"
        r"|^(?:and )?(?:register|send|submit|write) what\b|\b(?:which|what) complaint\b"
        r"|\b(?:dikha|dikhau|dikhao|dikhaen|dikhain|dikhayen|dikhaiye|dikhado|dkhao|dikhaye)\b"
        r"|\b(?:kya|kia|kiya) (?:darj|likh|likha|likhi|register|bhej|bheja)\b"
        r"|\b(?:kon ?si|konsi|kaunsi|kaun si) (?:shikayat|complaint|baat)\b"
        r"|(?<!\w)دکھا(?:ؤ|و|ئیں|ئے|ئیے|دیں|دو|نا)?(?!\w)"
        r"|(?:کیا) (?:درج|لکھ|لکھا|لکھی|رجسٹر|بھیج)|کون ?سی (?:شکایت|بات)"
        r"|(?:راوښای|وښای|راوښی|وښی|ښکارہ کړ)\S*|څہ (?:مو |دې |یې |بہ )?(?:ولیک|لیک|ثبت|ولېږ|لېږ)\S*|کوم (?:شکایت|خبرہ)"
        r"|\b(?:ra)?w?okhaya\w*|\brawkhaya\w*|\bsa (?:mo |de |ba )?(?:w?o?lik|sabt)\w*|\bkom shikayat\b"
    )
)
_NOT = frozenset({"name", "hide", "nobody"})
"""Whose words are about who sees a name."""


def asks_to_see(text: str) -> bool:
    """Does a short message ask what stands in the complaint?"""
    said = folded(text)
    few = len(said.split()) <= _LONGEST
    return few and _NOT.isdisjoint(cues(text)) and _SEE.search(said) is not None and not _HIDES.search(said)


_HIDES = re.compile(
    fold_letters(
        r"\b(?:na|mat|nahi|don'?t|do not|not to|never) (?:ever )?(?:show|dikha\w*)|\bdikha\w* (?:na|mat|nahi)\b"
        r"|(?:نہ|مت) دکھا|مہ (?:ورښای|ښای)"
    )
)
