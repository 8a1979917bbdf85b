"""What is put in another's place: "Tangi nahi, Mandani", "not Tangi but Mandani", "Tangi ki jagah Mandani", "change
Tangi to Mandani". It is proven by what is known: the old value must be one of it."""

import re
from collections.abc import Callable, Iterator, Mapping

from core.text.gazetteer import HOME
from core.text.normalise import clean_text, fold_digits
from core.text.places import best_district, find_places
from nlu.dialogue.category_names import category_instead
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.moves import folded, is_field_word, is_filler
from nlu.dialogue.options import sides_named
from nlu.dialogue.place_words import has_landmark, is_place_kind
from nlu.dialogue.proofs import is_everyday, is_given_name, is_place_name
from nlu.dialogue.words import tokens

FIELDS = ("complainant_name", "address", "district")
_LONGEST = 300
_SOME = r"[^\n.;!?۔؛؟]{1,60}?"
_OLD, _NEW = rf"(?P<old>{_SOME})", rf"(?P<new>{_SOME})"
_FIRST = r"(?P<new>[^\n.;!?۔؛؟]{1,60})"
"""As much as can be, so that the old value is as little as can be."""
_PLACED = r"(?:me|mein|mei|main|ka|ki|میں|کا|کی|کې|کښې)"
_IN = rf"(?:\s+{_PLACED})?"
_NO = r"(?:nahi+n?|nahee|nahe|nai|nhi|ni|naa|na|نہیں|نہی|نئیں|نہ|نه|نۀ)"
_IS = r"(?:hai|he|hy|h|tha|thi|ha|dai|de|da|ہے|تھا|تھی|دی|ده|دے|دہ|وو|و)"
_INSTEAD = r"(?:k[ie]\s+jagah?|k[ie]\s+bajay?e|ki\s+bajae|کی\s+جگہ|ک[یے]\s+بجائے|په\s+ځا[یئے]|پر\s+ځا[یئے])"
_BREAK = r"\s*[,،.۔;\-–—]?\s+"
_WAYS = (
    rf"{_OLD}\s+{_INSTEAD}(?:\s+(?:par|pe|پر))?{_BREAK}{_NEW}",
    rf"{_OLD}\s+(?:should|must|has to)\s+(?:be|say|read)\s+{_NEW}",
    rf"(?:change|replace|correct|swap)\s+{_OLD}\s+(?:to|with|by|into|for)\s+{_NEW}",
    rf"(?:put|write|use)\s+{_NEW}\s+where\s+(?:it\s+)?(?:says|is|has)\s+{_OLD}",
    rf"{_OLD}\s+(?:ko|کو)\s+{_NEW}\s+(?:se|say|سے)\s+(?:badal|badl|bdl|tabdeel|بدل|تبدیل).*",
    rf"{_OLD}\s+په\s+{_NEW}\s+بدل.*",
    rf"instead\s+of\s+{_OLD}(?:\s*[,،]\s*|\s+(?:write|put|say|make\s+it|it\s+is|its|it's|use)\s+){_NEW}",
    rf"{_NEW}\s+(?:instead|in\s+place)\s+of\s+{_OLD}",
    rf"(?:.*\s)?(?:not|isn't|isnt)\s+{_OLD}(?:\s*[,،]\s*|\s+)(?:but|its|it's|it\s+is|is)\s+{_NEW}",
    rf"(?:.*\s)?not\s+{_OLD}\s*[,،.;\-–—]\s*{_NEW}",
    rf"{_NEW}\s*[,،.;\-–—]?\s+(?:and\s+)?not\s+{_OLD}",
    rf"{_OLD}\s+(?:is\s+wrong|wala\s+hata\S*|hata\s*k[ae]r?|hata\s*ke|k[a]*t\s*k[ae]r?|mita\s*k[ae]r?|nikal\s*k[ae]r?|chh?o[r]+\s*k[ae]r?|کاٹ\s*کر|مٹا\s*کر|نکال\s*کر|چھوڑ\s*کر|لرې\s+کړ\S+|والا\s+ہٹا\s+کر|ہٹا\s+کر){_BREAK}{_NEW}",
    rf"{_OLD}{_IN}\s+{_NO}(?:\s+{_IS})?{_BREAK}{_NEW}",
    rf"{_FIRST}{_BREAK}(?!{_PLACED}\s){_OLD}{_IN}\s+{_NO}(?:\s+{_IS})?",
)
_REST = re.compile(
    r"[\s,،.۔;]+(?:(?:the )?rest|everything else|baqi|baaqi|باقی|نور|پاتې)\s+(?:\S+\s+){0,3}"
    r"(?:same|ok|okay|fine|correct|right|theek|thik|teek|sahi|durust|ٹھیک|درست|صحیح|سم|سمه)(?!\w).*$",
    re.IGNORECASE | re.DOTALL,
)
"""That the rest is right changes nothing."""
_TRIM = " \t.,;:!?-–—،۔؛؟\"'()"


def contrasted(text: str, known: Mapping[str, str]) -> "tuple[str, str] | None":
    """The field of which a known value is denied, and the value that takes its place; None where nothing is proven."""
    text = _INITIAL.sub(r"\1 ", _REST.sub("", clean_text(text[:_LONGEST]).strip(_TRIM)))
    other = _other_district(text, known)
    if other:
        return "district", other
    text = _shortened(text, known)
    for part in dict.fromkeys(
        (*_SENTENCES.split(text), text, *_BUT.split(text)[1:], re.split(r"[,،]", text, maxsplit=1)[0])
    ):
        for old, new in pairs(part):
            field = _field_of(old, known)
            value = _other_number(field, old, new, known) or (_value(field, new, known) if field else None)
            if field and value:
                return field, value
    category = category_instead(text, known.get("category"))
    return ("category", category) if category else None


def _other_district(text: str, known: Mapping[str, str]) -> "str | None":
    """Two districts are named, the known one and one more, and something is said to be wrong."""
    named = [one for one in find_places(text) if one.kind == "district" and one.province == HOME]
    others = {one.district for one in named if one.district and one.role in ("problem", "origin")} - {
        known.get("district")
    }
    both = len(others) == 1 and any(one.district == known.get("district") for one in named)
    return others.pop() if both and not _WRONG.isdisjoint(cues(text)) and len(tokens(text)) <= _FEW else None


def _shortened(text: str, known: Mapping[str, str]) -> str:
    """With a denied value of several words as one of them alone: "Gul Amir, Gul Mir nahi" denies the whole of it."""
    for value in (known.get(field, "") for field in FIELDS):
        telling = [word for word in value.split() if not _says_nothing(word.lower())]
        last = (telling or [value])[-1]
        at = text.casefold().rfind(value.casefold()) if last != value else -1
        if at >= 0 and len(text.casefold()) == len(text) and _DENIED_BEHIND.match(text, at + len(value)):
            text = text[:at] + last + text[at + len(value) :]
    return text


_DENIED_BEHIND = re.compile(rf"{_IN}\s+{_NO}(?!\w)", re.IGNORECASE)
_WRONG = frozenset({"neg", "wrong", "sorry", "instead", "change", "meant", "actually"})
_FEW = 14


def pairs(text: str) -> "Iterator[tuple[str, str]]":
    """What may be the old value and the new one, way by way; nothing of it is proven."""
    text = clean_text(text[:_LONGEST]).strip(_TRIM)
    for way in _patterns():
        match = way.fullmatch(text)
        if match:
            yield match["old"], match["new"]


def _patterns() -> "tuple[re.Pattern[str], ...]":
    return _COMPILED


_COMPILED = tuple(re.compile(rf"{way}[\s.,!?۔،؟]*", re.IGNORECASE | re.DOTALL) for way in _WAYS)


def _field_of(old: str, known: Mapping[str, str]) -> "str | None":
    """The field of which the last words of ``old`` are a known value, or a good part of it."""
    said = [keyed(word) for word in tokens(old)][-4:]
    for field in FIELDS:
        before = known.get(field, "")
        value = [
            keyed(word) for word in tokens(before) if (len(word) > 1 or word.isdigit()) and not _says_nothing(word)
        ]
        if field == "district" and before and (best_district(old)[0] == before or _is_its_side(said, before)):
            return field
        if value and said and not set(said).isdisjoint(value):
            return field
    return None


_BUT = re.compile(r"[,،]?\s(?:but|lekin|magar|خو|لیکن|مگر|kho)\s")
_SENTENCES = re.compile(r"(?<=[^\W\d]{2})[.!?۔؟…]+\s+|\n+|[,،]\s+(?:n[ah]+i|no|نہیں)\s+(?:n[ah]+i|no|نہیں)[\s,،]+")
_INITIAL = re.compile(r"\b([A-Z])\.\s+(?=[A-Z])")


def _other_number(field: "str | None", old: str, new: str, known: Mapping[str, str]) -> "str | None":
    """ "Gulbahar no 2 ni, no 4 he": the place with its number changed."""
    place = known.get("address", "")
    was, now = re.findall(r"\d+", fold_digits(old)), re.findall(r"\d+", fold_digits(new))
    stands = re.findall(r"\d+", fold_digits(place))
    rest = [word for word in tokens(new) if not word.isdigit() and not _is_talk(word, "complainant_name")]
    named = [word for word in rest if not is_field_word(word, "address") and word not in {"no", "number", "نمبر"}]
    if field != "address" or len(was) != 1 or len(now) != 1 or stands != was or named:
        return None
    return fold_digits(place).replace(was[0], now[0])


def _is_its_side(said: "list[str]", district: str) -> bool:
    """ "upar nahi", where Upper Dir is known."""
    return bool(said) and district.split()[0] in sides_named(said[-1])


def _says_nothing(word: str) -> bool:
    """Parts of many names: Khan, Bibi, village, street."""
    return word in _IN_MANY or is_field_word(word, "address")


_IN_MANY = frozenset(
    {"khan", "bibi", "ali", "shah", "gul", "muhammad", "خان", "بی", "علی", "شاہ", "گل", "محمد", "near", "no"}
)


_AROUND = 8


def _value(field: str, new: str, known: Mapping[str, str]) -> "str | None":
    """What takes the old one's place, without the words of the sentence around it."""
    if field == "district":
        found = best_district(new)[0] or _other_side(new, known.get("district", ""))
        return found if found and found != known.get("district") else None
    words = _LEADS.split(_behind_the_field(new, field))[-1].split()
    around = len(words)
    while words and _is_talk(words[0], field):
        words.pop(0)
    while words and _is_talk(words[-1], field) and not _ends_a_name(words):
        words.pop()
    value = " ".join(words).strip(_TRIM)
    if not value or folded(value) == folded(known.get(field, "")) or len(words) > (5 if field != "address" else 9):
        return None
    said = tokens(value)
    if around - len(words) > _AROUND or not any(sign.isalpha() for sign in value):
        return None  # a sentence of its own, of which some word is left; or a sum
    if field == "complainant_name":
        if folded(said[0]) in _I_AM:
            return None  # "Imran not Imrana, I'm a man"
        return value if all(word.isalpha() or "." in word for word in said) and _is_named(said, is_given_name) else None
    if all(is_place_kind(word) for word in said):
        return None  # "Rustam is the tehsil"
    return value if _is_named(said, is_place_name) else None


def _behind_the_field(new: str, field: str) -> str:
    """ "the spelling of my name please, Zeeshan": the clauses behind the one that names the field."""
    clauses = re.split(r"[,،:]\s+", new)
    named = [at for at, one in enumerate(clauses[:-1]) if any(is_field_word(word, field) for word in tokens(one))]
    return ", ".join(clauses[named[-1] + 1 :]) if named and field == "complainant_name" else new


_LEADS = re.compile(
    r"(?:^|\s)(?:is|ہے|hai|(?:should|must|has to) (?:be|read|say)|make it|call it)\s+(?=\S)", re.IGNORECASE
)
"""Behind these words of a sentence the new value begins."""


_SMALL = 2


def _ends_a_name(words: "list[str]") -> bool:
    """ "Bat Khela": the last two words are one place, though the last alone is talk."""
    pair = " ".join(words[-2:]).strip(_TRIM)
    return (
        len(words) > 1 and len(words[-1]) > _SMALL and is_place_name(pair) and not is_place_name(words[-2].strip(_TRIM))
    )


def _other_side(new: str, district: str) -> "str | None":
    """ "lower": the other district of the same name; None where none is known yet."""
    if not district:
        return None
    sides = {side for word in tokens(new) for side in sides_named(keyed(word))} - {district.split()[0]}
    found = [f"{side} {district.partition(' ')[2]}" for side in sides]
    return next((one for one in found if best_district(f"district {one}")[0] == one), None)


def _is_named(said: "tuple[str, ...]", known: Callable[[str], bool]) -> bool:
    return any(not is_everyday(word) or known(word) for word in said)


def _is_talk(word: str, field: str) -> bool:
    """ "it is", "likhein", "my name", "wait": no part of the value."""
    bare = word.strip(_TRIM).lower()
    if bare in _VERBS or not bare:
        return True
    if bare in _SIDES and field == "address":
        return False
    if field == "complainant_name":
        return not is_given_name(bare) and (is_everyday(bare) or is_filler(bare))
    if is_place_name(bare) or is_place_kind(bare) or has_landmark(bare) or bare.isdigit():
        return False
    return is_everyday(bare) or is_field_word(bare, field)


_SIDES = frozenset(
    {
        "bala",
        "payan",
        "payeen",
        "khurd",
        "kalan",
        "bar",
        "kuz",
        "بالا",
        "پایان",
        "پائین",
        "خورد",
        "کلاں",
        "باره",
        "کوزه",
        "بره",
    }
)
"""Which of two villages of one name: "Wari bala"."""
_I_AM = frozenset({"i'm", "im", "i", "he's", "she's", "he", "she", "that's"})
_VERBS = frozenset(
    """
    it is its it's the a to i am hun hoon hun. ho hai he hy h ha tha thi karo karen karein kardo kr do de dein
    den dijiye kar likho likhein likhen likh lo hona chahiye chahye hain main me mein mera meri mere hum toh
    wala magar sirf just ka ki ke masla masle only please plz pls sir ji g bhai actually balke asal sahi there
    here put place مسئلہ کا کی کے ہے ہوں میں کریں کر دیں دو لکھیں لکھ لکھو ہونا چاہیے چاہئے والا صرف جی بھائی
    جناب بلکہ اصل میرا تو دی ده دے دہ یم زه کړئ کړه ولیکئ ولیکه اولیکه اولیکئ کړې خو زما مې وروره یو دا da yam
    olika kai olikai oka کې وو تھا so
    """.split()  # noqa: SIM905 (as a list it is a line a word)
)
