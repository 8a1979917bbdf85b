"""What stands beside a name: a word that makes it a place, a road named after it, or "I am from"."""

import re
from dataclasses import dataclass

from core.text.lexicon import words
from core.text.normalise import fold_letters

_ORIGIN_AFTER = re.compile(
    r"\W{0,3}(?:city|district|kp|kpk|shehar)?\W{0,3}"
    r"(?:k[aei]y?\s+(?:h[uo]+n|hoon|hn)\b|s[ea]y?\s+(?:h[uo]+n?|hoon|hn|taluq|taluk|talluq|bol|baat|likh)|k[aei]y?\s+(?:r[ae]h(?:ne|ny|nay)|reha?ish|raha?ish|shehri|bashinda|residen)"
    r"|(?:mein|main|me|mai|mn|may)\s+(?:\w+\s+)?(?:r[ae]h?t[aie]|r[ae]ht[aie]y?|settled?\b|posted\b|(?:kaam|job|nau?kri|mazd[ou]+ri|duty)\s+(?:k[ar]\w*|pe|par|hai|he))"
    r"|میں\s+(?:\w+\s+)?(?:رہت[اےی]|مقیم|(?:کام|نوکری|ملازمت|مزدوری|جاب)\s+(?:کر|پر))"
    r"|(?:کې|کښې|کی|کے)\s+(?:\w+\s+)?(?:اوسېږ|اوسیږ|(?:کار|مزدوري|نوکري|مزدوری)\s+کو)"
    r"|ke\s+(?:os(?:egam|eegam|iģam)|osegu|kar kawam|mazdoori kawam)"
    r"|ک[اےی]\s+ہوں|سے\s+(?:ہوں|تعلق|بول|ہے میرا)|ک[اےی]\s+(?:رہنے|رہائش|باشند|شہری|مکین)"
    r"|(?:نہ|څخه|نه)?\s*(?:یم|يم|اوسېږم|اوسیږم|تعلق لرم)|na\s+yam|yam\b|resident)",
    re.IGNORECASE,
)
_ORIGIN_BEFORE = re.compile(
    r"(?:\bi\s*a?'?m\s+(?:\w+\s+){0,3}from|belongs?\s+to|hail\s+from|resident\s+of|residing\s+in|i\s+live\s+in|calling\s+from|writing\s+from|born\s+in|(?:work|working|study|studying|stay|staying|based|settled|posted)\s+in"
    r"|(?<!\w)(?:rehta|rehti|rehte|rahta|rahti|رہتا|رہتی|رہتے)|میرا\s+تعلق|taluq|talluq|سکنہ|ساکن)\W{1,3}"
    r"(?:(?!(?:lekin|lakin|magar|but|and|aur|لیکن|مگر|اور|خو|kho)\b)\w+\W{1,3}){0,2}$",
    re.IGNORECASE,
)


_JOINTS = " .-_'’()/\u200c\u200d\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"


_BEFORE_ONLY = frozenset(("in", "at", "from", "near", "په", "پہ", "تر", "pa"))
_BEHIND_ONLY = frozenset(("mein", "main", "me", "mai", "mn", "se", "sy", "میں", "سے", "کې", "کښې"))
_WAY_AFTER = re.compile(
    r"\W{0,3}(?:ja+na|ja+n[ei]|ja+t[aei]|ja rah|jay|tak\s+ja|le\s+ja|refer|bhej|shift|for\s+(?:treatment|delivery|test)"
    r"|جان[اےی]|جات[اےی]|جا رہ|لے جا|ریفر|بھیج|شفٹ|ته (?:ځ|ور|وړ|بيا|بیا|بوځ|لاړ|لېږ|ریفر)|تہ (?:ځ|ور|بوځ|لاړ)"
    r"|ta (?:zi|zu|lar|wr[iuo]))",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(r"\bnot\s+(?:in\s+|from\s+)?$", re.IGNORECASE)
_DENIED_AFTER = re.compile(
    r"\s+(?:(?:k[aei]|کا|کی|کے)\s+)?(?:nahi+n?|nai|nhi|na\s+de|نہیں|نه\s+د[يیه])(?=\W*(?:$|[,.،۔]|\w+\W*$))",
    re.IGNORECASE,
)
_WAY_BEFORE = re.compile(
    r"(?:\b(?:go|goes|going|went|travel|refer(?:red)?|shift(?:ed)?|sent?d?s?|taken?)\s+(?:\w+\s+){0,3}to"
    r"|\b(?:refer|shift)\s+k(?:ar|r)\w*(?:\s+(?:dete|dety|diya|de|hain|hai)){0,2})\s+$",
    re.IGNORECASE,
)
_OFFICE_BEFORE = re.compile(
    r"(?:\b(?:pesco|wapda|bise|sngpl|university\s+of|board\s+of|high\s+court(?:\s+of)?)|پیسکو|واپڈا|یونیورسٹی\s+آف|بورڈ)\s+$",
    re.IGNORECASE,
)

_OFFICE_AFTER = re.compile(
    r"\W{1,3}(?:electric(?:ity)?\s+supply|bijli\s+company|board(?!\s+ba[sz])|high\s*court"
    r"|الیکٹرک\s+سپلائی|بورڈ(?!\s+باز)|ہائی\s*کورٹ|بورډ(?!\s+باز)|هایکورټ)",
    re.IGNORECASE,
)
"""An office that serves many districts, named after the one where it sits."""


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


def place_word_beside(context: Context, at: int, after: int, strong: bool = False) -> bool:
    """Does the neighbourhood speak of a place: "in Tank", "Khar mein", "صدر بازار"? ``strong``: "of" is not enough."""
    before, behind = _sides(context, at, after)
    kinds = words("place_kinds")
    if strong:
        likely = words("place_strong") | kinds
        return before in likely - _BEHIND_ONLY or behind in likely - _BEFORE_ONLY
    return before in words("place_before") or before in kinds or behind in words("place_after") or behind in kinds


def is_kind_before(context: Context, at: int) -> bool:
    """ "the civil hospital Tank", "UC Bara": an institution's name ends with its place."""
    return at > 0 and fold_letters(context.words[at - 1]) in words("place_kinds")


def is_last_alone(context: Context, at: int, after: int) -> bool:
    """Is it all that is said, or the last words by themselves: "… only to khans, Tank"?"""
    before, behind = context.text[: context.spans[at][0]].rstrip(" "), context.text[context.spans[after - 1][1] :]
    return not behind.strip(" .,!۔،\n") and (at == 0 or before.endswith((",", "،", ".", "۔", "\n")))


def near(context: Context, at: int, after: int, keys: "frozenset[str]", before: int = 3, behind: int = 3) -> bool:
    """Is one of these words among so many before it or behind it?"""
    around = [*context.keys[max(0, at - before) : at], *context.keys[after : after + behind]]
    return any(key in keys for key in around)


def is_capital(context: Context, at: int) -> bool:
    """ "out of Kalam": a capital inside an English sentence makes a name; where it may be a person's, of no place."""
    if at < 2 or context.words[at] in words("also_names") | words("person_names"):
        return False
    first, before = context.spans[at][0], context.text[slice(*context.spans[at - 1])]
    return context.text[first].isupper() and before.islower() and before in words("english_grammar")


def is_road(context: Context, at: int, after: int) -> bool:
    """ "Kohat road", "کوہاٹ روڈ", "mohalla Islamabad": named after the place, not in it."""
    before, behind = _sides(context, at, after)
    return behind in words("roads") or before in _MOHALLA


_MOHALLA = frozenset({"mohalla", "muhalla", "mohallah", "muhallah", "mohala", "محلہ", "محله"})


def is_office(context: Context, at: int, after: int) -> bool:
    """ "Peshawar Electric Supply Company", "کوہاٹ بورڈ": an office called after the place, wherever it is at fault."""
    return _sides(context, at, after)[1] in words("place_offices")


def is_number(context: Context, after: int) -> bool:
    """KP-2026-000123-4 does not name the province."""
    end = context.spans[after - 1][1]
    return context.text[end : end + 1] in ("-", "–") and context.text[end + 1 : end + 2].isdigit()


def role_of(context: Context, at: int, after: int) -> str:
    """``origin`` where the writer is from, ``way`` where one has to go or an office sits, ``denied`` in "not Bannu",
    else ``problem``."""
    end, start = context.spans[after - 1][1], context.spans[at][0]
    back = max(0, start - 60)
    if _ORIGIN_AFTER.match(context.text, end) or _ORIGIN_BEFORE.search(context.text, back, start):
        return "origin"
    if _DENIED_BEFORE.search(context.text, back, start) or _DENIED_AFTER.match(context.text, end):
        return "denied"
    if _OFFICE_AFTER.match(context.text, end) or _OFFICE_BEFORE.search(context.text, back, start):
        return "way"
    if _WAY_AFTER.match(context.text, end) or _WAY_BEFORE.search(context.text, back, start):
        return "way"
    return "problem"
