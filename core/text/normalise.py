"""One spelling for machines out of many ways of typing. The caller keeps the original.

Letters: the Unicode names of U+064A, U+0643, U+0647 and their kin are those of Arabic keyboards; Urdu is written
with U+06CC, U+06A9, U+06C1 (Unicode Standard, chapter 9.2). Pashto's own letters are left as they are.
"""

import functools
import re
import unicodedata

MAX_READ = 1500
"""Characters that a classifier is given. Reading time grows with length; what a complaint is about stands early."""

_LOOK_AT = 6 * MAX_READ
_SHORT = 200
"""Signs of a text that is remembered as it was normalised."""

_MOST_MARKS = 30
_JOINER = "\u034f"
"""COMBINING GRAPHEME JOINER: has no look, and no mark is sorted past it."""
_PERHAPS = re.compile(r"(?:[^\w\s\x00-\u02ff]|[\uff9e\uff9f]){30}")
"""Marks are no letters, but for two. Dashes and emoji are none, either: so this only tells where to look closely."""
_LAST_MARK = 0x1EFFF
_UNMARKED = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x17000, 0x18D00))
"""Python sorts the marks on one letter by insertion: 64,000 of them take fourteen seconds. No language has many, so a
long run of them is first broken up as Unicode's Stream-Safe Text Process does it (UAX #15, section 13)."""

_LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ێ": "ی",
    "ؠ": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ه": "ہ",
    "ة": "ہ",
    "ۃ": "ہ",
    "ۀ": "ہ",
    "ۂ": "ہ",
    "ە": "ہ",
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ۓ": "ئے",
    "ڹ": "ن",
    "۔": ".",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "؍": "/",
    "٭": "*",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "‚": "'",
    "`": "'",
    "´": "'",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "•": " ",
    "·": " ",
    "\u00a0": " ",
}
_DIACRITICS = (
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08D3, 0x08FF),
)
_INVISIBLE = (
    "\u0640\u061c\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\ufe0e\ufe0f\u20e3"
)
_SPACED_MARKS = dict.fromkeys(range(65136, 65152))
_YES_SIGNS = "👍👌✅✔☑💯"
_NO_SIGNS = "👎❌✖🚫"

_LETTER = "[\u0620-\u064a\u066e-\u06d3]"
_HAMZA = tuple(
    (re.compile(form), right)
    for form, right in (
        ("\u0640+", ""),
        ("ا\u06e4", "آ"),
        ("[یيى][\u0654\u0674]", "ئ"),
        (f"ے[\u0654\u0674](?={_LETTER})", "ئ"),
        ("ے[\u0654\u0674]", "ئے"),
        ("و[\u0654\u0674]", "ؤ"),
        ("ؤ(?=[یيىےۓ])", "وئ"),
        (f"(?<=ا)\u0674(?={_LETTER})", "ئ"),
        (f"(?<={_LETTER})(?<![اہهۂۀ])[\u0654\u0674](?={_LETTER})", "ئ"),
        (f"(?<={_LETTER})ء(?={_LETTER})", "ئ"),
        ("\u0674", ""),
    )
)
"""The hamza between letters, as InPage's converters and old keyboards leave it: above a tooth that is not there, above
the letter before, high and alone, or as the letter of its own."""

_ASPIRABLE = "بپتٹټجچدڈډرڑړکگګلمن"
_NOT_ASPIRATED = re.compile(rf"(?<![{_ASPIRABLE}])ھ")
_NAHIN = re.compile(r"\bنھ(?=ی)")
_LONG_LETTER = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_LONG_MARK = re.compile(r"([^\w\s])(?:\s?\1)+")
_CRIES = re.compile(r"[!?][!?\s]*[!?]")
_STOP_THEN_LETTER = re.compile(r"([.,;?!])(?=[\u0620-\u06d3])")
_DOTTED = re.compile(r"\.{2,}")
_PERHAPS_EMOJI = re.compile(r"[^\w\s\x00-\u2000]")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n?")


def composed(text: str, form: str = "NFC") -> str:
    """The text in a normal form (NFC, NFD, NFKC, NFKD); of more than 30 marks in a row, a joiner after each 30."""
    if text.isascii():
        return text
    if _PERHAPS.search(text):
        text = _too_many().sub(lambda run: run.group() + _JOINER, text)
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]


@functools.cache
def _too_many() -> "re.Pattern[str]":
    marks = (chr(code) for code in range(0x300, _LAST_MARK) if not any(code in letters for letters in _UNMARKED))
    return re.compile(f"[{''.join(filter(_is_sorted, marks))}]{{{_MOST_MARKS}}}")


def _is_sorted(sign: str) -> bool:
    """Has it a combining class, or is it taken apart into what has one?"""
    first = unicodedata.normalize("NFKD", sign)[0] if unicodedata.decomposition(sign) else sign
    return bool(unicodedata.combining(first))


def clean_text(text: str) -> str:
    """The text as it is kept and shown: NFC, newlines as ``\\n``, without control characters and lone surrogates."""
    text = _SURROGATE.sub("\ufffd", _NEWLINE.sub("\n", text))
    return composed(_CONTROL.sub("", text))


def says_yes_or_no(signs: str) -> bool:
    """Is it a sign of yes or no (👍, 👎) and nothing else?"""
    return _without_emoji(signs).strip() in {"yes", "no"} and not any(sign.isalnum() for sign in signs)


def fold_digits(text: str) -> str:
    """Every decimal digit (۰–۹, ٠–٩ …) as ASCII. One character for one, so that spans still hold."""
    if text.isascii():
        return text
    return text.translate(_digits())


@functools.cache
def _digits() -> dict[int, str]:
    starts = (0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0xFF10, *range(0x1D7CE, 0x1D800, 10))
    return {start + value: str(value) for start in starts for value in range(10)}


@functools.cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(old): new for old, new in _LETTERS.items()}
    for first, last in _DIACRITICS:
        table.update(dict.fromkeys(range(first, last + 1)))
    table.update({ord(sign): None for sign in _INVISIBLE})
    return table


def fold_letters(text: str) -> str:
    """Arabic keyboards' letters as Urdu's, without marks and invisible signs; words and punctuation stay in place."""
    if text.isascii():
        return text.replace("`", "'")  # all that there is to do
    text = composed(text.translate(_SPACED_MARKS), "NFKC")
    for form, right in _HAMZA:
        text = form.sub(right, text)
    text = text.translate(_table())
    return _NAHIN.sub("نہ", _NOT_ASPIRATED.sub("ہ", text))


def normalise(text: str) -> str:
    """The text as classifiers read it: letters, digits, punctuation and spaces in one form, elongations undone.

    At most ``MAX_READ`` characters, cut at a word. Never starts with a slash (Rasa would take it for a command). A
    message of nothing but 👍 or 👎 becomes ``yes`` or ``no``; other emoji are dropped. Idempotent.
    """
    return _normalised_before(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    text = fold_letters(_CONTROL.sub(" ", _SURROGATE.sub(" ", _cut(text, _LOOK_AT))))
    text = fold_digits(_without_emoji(text))
    text = _SPACE.sub(" ", _LONG_LETTER.sub(_undo, text))
    text = _CRIES.sub(lambda match: "?" if "?" in match.group() else "!", text)
    text = _LONG_MARK.sub(r"\1", text)
    text = _STOP_THEN_LETTER.sub(r"\1 ", text)
    text = _SPACE.sub(" ", text).strip(" /\\")
    return _cut(text, MAX_READ)


_normalised_before = functools.lru_cache(maxsize=1024)(_normalised)
"""A turn's readers ask for the same few words some forty times."""


def _undo(match: "re.Match[str]") -> str:
    return match.group() if match.group().lower() == "www" else match.group(1)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[: space if space > limit // 2 else limit].rstrip(" /\\")


def _blank_emoji(match: "re.Match[str]") -> str:
    sign = match.group()
    return " " if unicodedata.category(sign) in ("So", "Sk", "Cn", "Co", "Cs") else sign


def _without_emoji(text: str) -> str:
    if not _PERHAPS_EMOJI.search(text):
        return text
    kept = _PERHAPS_EMOJI.sub(_blank_emoji, text)
    if not kept.strip(" .!?\n\t"):
        if any(sign in text for sign in _YES_SIGNS):
            return "yes"
        if any(sign in text for sign in _NO_SIGNS):
            return "no"
    return kept
