"""Spelling variants by rule, on top of the hand-written texts: made when the model is trained, kept in no file.

The rules say how people differ who write the same sentence: Roman Urdu has no fixed spelling, Pashto is typed on
keyboards without its own letters, letters of one sound are taken for each other, and thumbs slip. And few write the
bare matter: they greet, say who and where they are, and beg to be heard; so a complaint is also set among such lines.
And one road is many roads: a sentence is said once more with other forms of its nouns (core/reference/words/
inflections.txt), whatever its grammar then is.
The same seed gives the same variants.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import replace

from core.text import forms
from nlu.training.corpus import Company, Example

VARIANT_WEIGHT = 0.3
"""How much a variant counts beside the sentence that was written by hand."""
_FORMS_WEIGHT = 0.5
_WORD = re.compile(r"[^\W\d_]+")

_ROMAN: Mapping[str, tuple[str, ...]] = {
    **{"ee": ("i", "e"), "oo": ("u", "o"), "aa": ("a",), "ai": ("e", "ay"), "au": ("o",), "kh": ("k",), "gh": ("g",)},
    **{"w": ("v",), "v": ("w",), "ph": ("f",), "f": ("ph",), "z": ("j",), "q": ("k",), "ch": ("c",), "sh": ("s",)},
    **{"i": ("ee", "e"), "u": ("oo",), "a": ("aa",), "y": ("i",), "tt": ("t",), "ll": ("l",), "s": ("c",)},
}
_ROMAN_WORDS: Mapping[str, tuple[str, ...]] = {
    **{"hai": ("he", "hy", "h", "hay"), "hain": ("hen", "hn", "hein"), "nahi": ("nai", "nahin", "nhi", "nae", "ni")},
    **{"mein": ("me", "main", "m"), "me": ("mein", "mai", "m"), "ke": ("k", "kay"), "k": ("ke", "kay"), "ki": ("ke",)},
    **{"aur": ("or", "r"), "pe": ("par", "pr", "py"), "se": ("sy", "say"), "raha": ("rha",), "rahe": ("rhe", "rahy")},
    **{"rahi": ("rhi",), "gaya": ("gya", "gaia"), "gai": ("gayi", "gae"), "bohat": ("bht", "bahut", "bohot")},
    **{"hamare": ("humare", "hmary"), "kar": ("kr",), "koi": ("koe", "kui"), "ne": ("ny", "nay"), "bhi": ("b", "bi")},
    **{"kya": ("kia",), "liye": ("lye", "liay"), "wale": ("waly", "walay"), "masla": ("masala", "masla")},
}
_URDU: Mapping[str, tuple[str, ...]] = {
    **{"ں": ("ن",), "ئ": ("ی",), "ؤ": ("و",), "ے": ("ی",), "ذ": ("ز",), "ض": ("ز",), "ظ": ("ز",), "ص": ("س",)},
    **{"ث": ("س",), "ط": ("ت",), "ح": ("ہ",), "ق": ("ک",), "غ": ("گ",), "ھ": ("ہ",), "آ": ("ا",), "ژ": ("ز",)},
    **{"ڑ": ("ر",), "ٹ": ("ت",), "ڈ": ("د",), "ع": ("ا",)},
}
_PASHTO: Mapping[str, tuple[str, ...]] = {
    **{"ې": ("ی", "ے"), "ۍ": ("ئ", "ی"), "ئ": ("ی",), "ی": ("ے", "ې"), "ګ": ("گ",), "ټ": ("ٹ", "ت"), "ډ": ("ڈ", "د")},
    **{"ړ": ("ڑ", "ر"), "ڼ": ("ن",), "ښ": ("خ", "ش"), "ږ": ("گ", "ژ"), "ځ": ("ز", "ج"), "څ": ("س", "چ"), "ژ": ("ج",)},
    **{"ق": ("ک",), "ص": ("س",), "ض": ("ز",), "ح": ("ه",)},
}
_PASHTO_WORDS: Mapping[str, tuple[str, ...]] = {
    **{"دی": ("دے", "دي"), "زموږ": ("زمونږ", "زمونگ"), "زمونږ": ("زموږ", "زمونگ", "زمنږ"), "نشته": ("نيشته", "نشتا")},
    **{"کې": ("کي", "کښې", "کے"), "دپاره": ("لپاره", "د پاره"), "مونږ": ("موږ", "مونگ"), "کېږي": ("کيږي", "کیگي")},
}
_ENGLISH_WORDS: Mapping[str, tuple[str, ...]] = {
    **{"please": ("plz", "pls"), "you": ("u",), "are": ("r",), "and": ("&", "n"), "the": ("",), "is": ("",)},
    **{"our": ("r",), "because": ("bcz", "coz"), "government": ("govt",), "department": ("deptt", "dept")},
    **{"complaint": ("complain", "complient"), "electricity": ("electrcity", "elec"), "not": ("nt",)},
}
_CHANGED = 0.3
"""The share of words that differ in a variant."""


def grow(examples: list[Example], copies: int = 1, seed: int = 20, *, with_forms: bool = True) -> list[Example]:
    """Every example with its number as ``group``, each followed by what is made of it.

    That is up to ``copies`` other spellings, and for a complaint with a subject one text in which it stands among lines
    that have none (``Example.company``) in its language, and, ``with_forms``, one with other forms of its nouns.
    """
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    company: dict[str, list[str]] = {}
    for example in examples:
        if example.company == Company.GIVES:
            company.setdefault(example.language, []).append(example.text)
    grown: list[Example] = []
    for group, example in enumerate(examples):
        grown.append(replace(example, group=group))
        texts = {variant(example.text, example.language, dice) for _ in range(copies)} - {example.text}
        if copies and example.company == Company.TAKES and company.get(example.language):
            texts.add(in_company(example.text, company[example.language], dice))
        weighed = [(text, VARIANT_WEIGHT) for text in sorted(texts)]
        if copies and with_forms and example.company == Company.TAKES:
            weighed += [(text, _FORMS_WEIGHT) for text in other_forms(example.text, example.language, dice)]
        grown += [
            replace(example, text=text, group=group, weight=example.weight * weight, judged=False)
            for text, weight in weighed
        ]
    return grown


def other_forms(text: str, language: str, dice: random.Random) -> list[str]:
    """The text with other forms of its nouns; nothing where none of them is in the table."""

    def form(match: "re.Match[str]") -> str:
        others = forms.other_forms(match.group(), language)
        return dice.choice(others) if others else match.group()

    changed = _WORD.sub(form, text)
    return [changed] if changed != text else []


def in_company(text: str, company: list[str], dice: random.Random) -> str:
    """The text with one to three other lines before or after it."""
    lines = dice.sample(company, min(dice.choice((1, 1, 2, 3)), len(company)))
    lines.insert(dice.randrange(len(lines) + 1), text)
    return dice.choice((" ", ", ", ". ", "\n")).join(lines)


def variant(text: str, language: str, dice: random.Random) -> str:
    """The same sentence as another hand might have typed it."""
    words = [_respelt(word, language, dice) if dice.random() < _CHANGED else word for word in text.split()]
    return " ".join(word for word in words if word)


def _respelt(word: str, language: str, dice: random.Random) -> str:
    if any(letter.isdigit() or letter == "@" for letter in word):
        return word
    if word.isascii():
        known = (_ROMAN_WORDS if language != "en" else _ENGLISH_WORDS).get(word.lower())
        if known is not None:
            return dice.choice(known)
        return _slip(word, dice) if language == "en" or dice.random() < 0.2 else _swap(word, _ROMAN, dice)
    known = _PASHTO_WORDS.get(word) if language == "ps" else None
    return dice.choice(known) if known else _swap(word, _PASHTO if language == "ps" else _URDU, dice)


def _swap(word: str, sounds: Mapping[str, tuple[str, ...]], dice: random.Random) -> str:
    """One sound of the word in another of its spellings."""
    places = [(at, sound) for sound in sounds for at in range(len(word)) if word.startswith(sound, at)]
    if not places:
        return word
    at, sound = dice.choice(places)
    return word[:at] + dice.choice(sounds[sound]) + word[at + len(sound) :]


def _slip(word: str, dice: random.Random) -> str:
    """A slip of the thumb: a letter left out, doubled, or changed places with the next."""
    if len(word) < 4:
        return word
    at = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
