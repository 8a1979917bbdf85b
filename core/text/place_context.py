"""What stands beside a name: a word that makes it a place, a road named after it, or "I am from"."""

import re
from dataclasses import dataclass

from core.text.lexicon import words
from core.text.normalise import fold_letters

_ORIGIN_AFTER = re.compile(
    r"\W{0,3}(?:city|district|kp|kpk|shehar)?\W{0,3}"
    r"(?:s[ea]y?\s+(?:h[uo]+n?|hoon|hn|taluq|taluk|talluq|bol|baat|likh)|k[aei]y?\s+(?:r[ae]h(?:ne|ny|nay)|reha?ish|raha?ish|shehri|bashinda|residen)"
    r"|سے\s+(?:ہوں|تعلق|بول|ہے میرا)|ک[اےی]\s+(?:رہنے|رہائش|باشند|شہری|مکین)"
    r"|(?:نہ|څخه|نه)?\s*(?:یم|يم|اوسېږم|اوسیږم|تعلق لرم)|na\s+yam|yam\b|resident)",
    re.IGNORECASE,
)
_ORIGIN_BEFORE = re.compile(
    r"(?:\bi\s*a?'?m\s+(?:\w+\s+){0,3}from|belongs?\s+to|hail\s+from|resident\s+of|residing\s+in|i\s+live\s+in|calling\s+from|writing\s+from|born\s+in"
    r"|میرا\s+تعلق|taluq|talluq|سکنہ|ساکن)\W{1,3}(?:\w+\W{1,3}){0,2}$",
    re.IGNORECASE,
)


_JOINTS = "".join((" ", ".", "-", "_", "'", "’", "(", ")", "/", "\u200c"))


@dataclass(frozen=True)
class Context:
    """A text cut into words: as written in lower case, as keys, and where each stands."""

    text: str
    words: "list[str]"
    keys: "list[str]"
    spans: "list[tuple[int, int]]"

    def adjoining(self, at: int, size: int) -> bool:
        """Are these words parted by nothing but space, hyphen, dot or a slash?"""
        return all(
            self.spans[i + 1][0] - self.spans[i][1] <= 3
            and not self.text[self.spans[i][1] : self.spans[i + 1][0]].strip(_JOINTS)
            for i in range(at, at + size - 1)
        )


def _sides(context: Context, at: int, after: int) -> "tuple[str, str]":
    before = context.words[at - 1] if at else ""
    behind = context.words[after] if after < len(context.words) else ""
    return fold_letters(before), fold_letters(behind)


def admin_beside(context: Context, at: int, after: int) -> bool:
    """ "district Tank", "Kurram Agency", "ضلع کرم": the name is one of an administrative unit."""
    return not words("place_official").isdisjoint(_sides(context, at, after))


def place_word_beside(context: Context, at: int, after: int) -> bool:
    """Does the neighbourhood speak of a place: "in Tank", "Khar mein", "صدر بازار"?"""
    before, behind = _sides(context, at, after)
    kinds = words("place_kinds")
    return before in words("place_before") or before in kinds or behind in words("place_after") or behind in kinds


def near(context: Context, at: int, after: int, keys: "frozenset[str]", reach: int = 3) -> bool:
    """Is one of these words within ``reach`` words?"""
    around = [*context.keys[max(0, at - reach) : at], *context.keys[after : after + reach]]
    return any(key in keys for key in around)


def is_road(context: Context, at: int, after: int) -> bool:
    """ "Kohat road", "کوہاٹ روڈ": named after the place, not in it."""
    return _sides(context, at, after)[1] in words("roads")


def role_of(context: Context, at: int, after: int) -> str:
    """``origin`` where the writer only says where they are from."""
    end = context.spans[after - 1][1]
    if _ORIGIN_AFTER.match(context.text, end):
        return "origin"
    start = context.spans[at][0]
    return "origin" if _ORIGIN_BEFORE.search(context.text, max(0, start - 60), start) else "problem"
