"""When it happened: the date that a complaint speaks of, as people here say it.

``kal`` is both yesterday and tomorrow, ``parson`` the day before or after: a complaint speaks of what has been, so
both look back. Numbers are day first, as they are written in Pakistan. Dates to come are not incidents.
"""

import itertools
import re
from collections.abc import Callable
from datetime import date, timedelta

from core.text.found import Found
from core.text.month_dates import valid_date, with_month
from core.text.normalise import fold_digits

_B, _E = r"(?<![\w/.\-])", r"(?![\w/\-])"
_YEAR = r"(?:20\d\d|19\d\d)"
_ENOUGH = 20
_OLDEST = timedelta(days=366 * 30)

ABOUT = "~"
"""Ends a date that is known but to a few days."""
_SIGNS = str.maketrans(
    {
        "،": ",",
        "۔": ".",
        "؍": "/",
        "٫": ".",
        "٬": ",",
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "أ": "ا",
        "إ": "ا",
        "’": "'",
        "‘": "'",
    }
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u202f\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c", " ")
)

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "aik": 1, "ek": 1, "ik": 1, "do": 2, "teen": 3, "tin": 3, "char": 4, "chaar": 4, "paanch": 5, "panch": 5,
    "pach": 5, "chay": 6, "chhe": 6, "che": 6, "saat": 7, "sat": 7, "aath": 8, "ath": 8, "nau": 9, "no": 9, "das": 10,
    "dus": 10, "pandra": 15, "bees": 20, "ایک": 1, "دو": 2, "تین": 3, "چار": 4, "پانچ": 5, "چھ": 6, "چھے": 6, "سات": 7,
    "آٹھ": 8, "نو": 9, "دس": 10, "پندرہ": 15, "بیس": 20, "یو": 1, "یوه": 1, "یوې": 1, "یوہ": 1, "دوه": 2, "دوو": 2,
    "دوہ": 2, "درې": 3, "دری": 3, "دریو": 3, "څلور": 4, "څلورو": 4, "پنځه": 5, "پنځو": 5, "شپږ": 6, "اووه": 7, "اته": 8,
    "نهه": 9, "لس": 10, "لسو": 10, "yaw": 1, "dwa": 2, "dre": 3, "dree": 3, "salor": 4, "pinza": 5, "pinzo": 5,
    "couple of": 2, "few": 3, "kai": 3, "kuch": 3, "کئی": 3, "چند": 3, "کچھ": 3, "څو": 3,
}  # fmt: skip
_COUNT = r"\d{1,3}|" + "|".join(sorted(map(re.escape, _COUNTS), key=len, reverse=True))
_DAY = r"(?:days?|d[iy]n[ao]?n?|roz|dinon|دن|دنوں|روز|ورځ[ېو]?|ورځې|ورځی|wraz[eo]?|rwaz[ae]?)"
_MOST_DAYS = 14
"""So many days back people still count; beyond it they mean about."""
_LAST = (
    r"(?:last|previous|past|pichh?l[aei]y?|pechl[aei]y?|gu?[zj]as?hta|guzishta|gozashta|گزشتہ|گذشتہ|پچھلے|پچھلی|پچھلا"
    r"|تېر[هېوہ]?|تیر[هېوہ]?|tera|tere)"
)
_AGO = r"(?:ago|back|before|earlier|pehl[ea]y?|phele|pahl[ea]y?|phle|qabl|پہلے|قبل|مخکې|مخکی|مخکښې|وړاندې|makhke)"

_WORDS: "tuple[tuple[str, int, float], ...]" = (
    (r"day before yesterday|parso+n?|parsun|پرسوں|بله ورځ پرون|وړمه ورځ|وړمه|اورمه|wrama", 2, 0.85),
    (r"yesterday|gu?zish?ta\s+roz|گزشتہ روز|گذشتہ روز|پرون|پرونۍ|پرونی|paroon|parun", 1, 0.9),
    (r"last night|kal\s+raa?t|گزشتہ رات|گذشتہ رات|کل رات|تېره شپه|تیره شپه|بېګاه|begah", 1, 0.85),
    (r"kal|کل|kl", 1, 0.8),
    (r"today|this morning|tonight|aaj|aj\b|اج|آج|نن|نن ورځ|nan|nann|tan\s+wraz", 0, 0.9),
)
_KAL = frozenset({"kal", "kl", "کل"})
_WEEKDAYS = (
    ("monday", "peer", "pir", "somwar", "سوموار", "پیر", "دوشنبه", "ګل"),
    ("tuesday", "mangal", "منگل", "سه شنبه", "نهی"),
    ("wednesday", "budh", "بدھ", "چارشنبه", "شورو"),
    ("thursday", "jumerat", "jumeraat", "جمعرات", "پنجشنبه", "زیارت"),
    ("friday", "juma", "jumma", "جمعہ", "جمعه"),
    ("saturday", "hafta", "ہفتہ", "شنبه", "خالی"),
    ("sunday", "itwar", "etwar", "اتوار", "یکشنبه", "اتبار"),
)

_NUMERIC = re.compile(rf"{_B}(\d{{1,2}})\s?[/.\-]\s?(\d{{1,2}})\s?[/.\-]\s?({_YEAR}|\d\d){_E}", re.ASCII)
_ISO = re.compile(rf"{_B}({_YEAR})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}})(?:{_E}|(?=T\d\d:))", re.ASCII)
_DAYS_AGO = re.compile(rf"(?<!\w)({_COUNT})\s*{_DAY}(?!\w)\s*(?:ki|ka|ke|se)?\s*{_AGO}(?!\w)", re.IGNORECASE)
_LAST_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?P<last>"
    + _LAST
    + r")\s+|(?P<on>on)\s+)(?:"
    + "|".join(f"(?P<d{n}>{'|'.join(names)})" for n, names in enumerate(_WEEKDAYS))
    + r")(?!\w)",
    re.IGNORECASE,
)
_WORD_PATTERNS = tuple((re.compile(rf"(?<!\w)(?:{p})(?!\w)", re.IGNORECASE), days, sure) for p, days, sure in _WORDS)
_UNTIL = re.compile(
    r"\s+(?:tak|تک|پورې|پوری|pore|aane\s*wal|آنے والے|ko\s+(?:agar|koi|kuch)|کو (?:اگر|کوئی|کچھ))(?!\w)", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\W{1,3}(?:(?:phir|dobara|wapis|wapas|subah|shaam|zaroor|dafter|daftar|office|sabah|پھر|دوبارہ|واپس|صبح|شام|دفتر|بیا)\s+)*"
    r"(?:a+o|a+na|a+ye?n?|a+\s?jao|a+\s?jana|a+iye|a+ein|ya|lana|le\s+a+o|jana|jao|come|raasha|rasha|raza|kal|milen|"
    r"آؤ|آو|یا|آنا|آئیں|آجاؤ|آ جاؤ|آئیے|لانا|جانا|جاؤ|راشه|راځه|راشئ|کل)(?!\w)",
    re.IGNORECASE,
)
"""Behind "kal": they were told to come tomorrow; behind "aaj": nowadays."""
_NOWADAYS = re.compile(r"\s+(?:ke|k|کے)\s+(?:daur|zamane?|mehangai|halat|دور|زمانے|حالات|مہنگائی)(?!\w)", re.IGNORECASE)
_WILL_BE = re.compile(
    r"(?<!\w)(?:\w+(?:[aeiouy]n?|n)\s?g[aei]y?|\w+\s(?:گا|گی|گے)|به|ba|will|shall)(?!\w)", re.IGNORECASE
)
_WAS = re.compile(
    r"(?<!\w)(?:th[aei]|thay|ga[yi]?[aei]|hu[aei]|huwa|diya|kiya|se|تھا|تھی|تھے|گیا|گئی|گئے|ہوا|ہوئی|سے|نه|راسې|شو|شوه|was|were|since)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = 45
"""Characters behind "kal" in which a verb says whether it is yesterday or tomorrow."""
_TOMORROW = re.compile(
    r"(?:aaj(?:\s+(?:ya|na))?|آج(?:\s+(?:یا|نہ))?|aj|till|until|up to|آنے والے|aane\s*wal[ae]y?|agl[aei]y?|next"
    r"|اگلے|اگلی|راتلونک[یې])\s*$",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """Digits and signs of one kind, one character for each, so that spans still hold."""
    return fold_digits(text).translate(_SIGNS)


def find_date(text: str, today: date) -> "Found | None":
    """The incident's date as ``YYYY-MM-DD``, the surest first and the earlier written among equals; None if none.

    A Hijri date is a day give or take two, and ends in ``ABOUT`` (EDTF, ISO 8601-2): Pakistan's days lie none to two
    after the Umm al-Qura table's, sometimes one before. A span of time gives none. What lies after ``today`` or more
    than thirty years back is left out.
    """
    read = folded(text[:6000])
    found: list[Found] = []
    for reader in _READERS:
        found.extend(reader(read, today))
    return max(found, key=lambda one: (one.confidence, -one.start), default=None)


def _made(
    when: "date | None", today: date, start: int, end: int, confidence: float, *, about: bool = False
) -> "list[Found]":
    if when is None or when > today or today - when > _OLDEST:
        return []
    return [Found("date", when.isoformat() + ABOUT * about, start, end, confidence)]


def _numeric(text: str, today: date) -> "list[Found]":
    found = []
    for match in _NUMERIC.finditer(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
        when, sure = valid_date(year, month, day), 0.95
        if when is None:
            when, sure = valid_date(year, day, month), 0.7
        found += _made(when, today, *match.span(), sure)
    for match in _ISO.finditer(text):
        found += _made(valid_date(*(int(part) for part in match.groups())), today, *match.span(), 0.97)
    return found


def _with_month(text: str, today: date) -> "list[Found]":
    found = []
    for read in with_month(text, today):
        found += _made(read.when, today, read.start, read.end, read.sure, about=read.about)
    return found


def _days_ago(text: str, today: date) -> "list[Found]":
    """ "5 days ago". A span of time ("for three days", "6 mahine se", "last month") is no day: it stays as said."""
    found = []
    for match in _DAYS_AGO.finditer(text):
        word = match[1].lower()
        count = int(word) if word.isdigit() else _COUNTS[word]
        if count <= _MOST_DAYS:
            found += _made(today - timedelta(days=count), today, *match.span(), 0.75)
    return found


def _weekdays(text: str, today: date) -> "list[Found]":
    found = []
    for match in _LAST_WEEKDAY.finditer(text):
        weekday = next(n for n in range(7) if match[f"d{n}"])
        days = (today.weekday() - weekday) % 7 or 7
        if weekday == 5 and match["d5"].lower() in ("hafta", "ہفتہ"):
            continue
        found += _made(today - timedelta(days=days), today, *match.span(), 0.75)
    return found


def _relative(text: str, today: date) -> "list[Found]":
    found: list[Found] = []
    for pattern, days, sure in _WORD_PATTERNS:
        for match in itertools.islice(pattern.finditer(text), _ENOUGH):
            taken = any(f.start <= match.start() < f.end for f in found)
            said = (
                _TOMORROW.search(text, 0, match.start())
                or _UNTIL.match(text, match.end())
                or _TO_COME.match(text, match.end())
                or _NOWADAYS.match(text, match.end())
                or (match.group().lower() in _KAL and _will_be(text, match.end()))
            )
            if not taken and not said:
                found += _made(today - timedelta(days=days), today, *match.span(), sure)
    return found


def _will_be(text: str, at: int) -> bool:
    """Does the verb of the clause say that it is to come?"""
    clause = re.split(r"[.,;!?\n]", text[at : at + _CLAUSE], maxsplit=1)[0]
    will, was = _WILL_BE.search(clause), _WAS.search(clause)
    return will is not None and (was is None or will.start() < was.start())


_READERS: "tuple[Callable[[str, date], list[Found]], ...]" = (_numeric, _with_month, _weekdays, _days_ago, _relative)
