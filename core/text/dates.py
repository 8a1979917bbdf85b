"""When it happened: the date that a complaint speaks of, as people here say it.

``kal`` is both yesterday and tomorrow, ``parson`` the day before or after: a complaint speaks of what has been, so
both look back. Numbers are day first, as they are written in Pakistan. Dates to come are not incidents.
"""

import itertools
import re
from collections.abc import Callable
from datetime import date, timedelta

from core.text.found import Found
from core.text.months import MONTHS
from core.text.normalise import fold_digits

_B, _E = r"(?<![\w/.\-])", r"(?![\w/\-])"
_MONTH_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:20\d\d|19\d\d)"
_ENOUGH = 20
_OLDEST = timedelta(days=366 * 30)

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
_UNITS = {
    "day": r"days?|d[iy]n[ao]?n?|roz|dinon|دن|دنوں|روز|ورځ[ېو]?|ورځې|ورځي|wraz[eo]?|rwaz[ae]?",
    "week": r"weeks?|haf?ta[yi]?|haf?te[yn]?|hafton|hafty|ہفتہ|ہفتے|ہفتوں|هفته|هفتې|هفتو|ہفتې|اونۍ",
    "month": r"months?|mah[ei]+n[aeyi]+|maheeno?n?|mahine|mah|ماہ|مہینہ|مہینے|مہینوں|میاشت[ېو]?|میاشتي|myasht[ae]?",
    "year": r"years?|saal(?:on)?|sal|baras|سال|سالوں|برس|کال|کاله|کالو|کلونو|kaal|kalo",
}
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LAST = (
    r"(?:last|previous|past|pichh?l[aei]y?|pechl[aei]y?|gu?[zj]as?hta|guzishta|gozashta|گزشتہ|گذشتہ|پچھلے|پچھلی|پچھلا"
    r"|تېر[هېوہ]?|تیر[هېوہ]?|tera|tere)"
)
_SINCE = rf"(?:since|for|from|over|له|د|da|{_LAST})"
_AGO = (
    r"(?:ago|back|before|earlier|pehl[ea]y?|phele|pahl[ea]y?|phle|qabl|s[ea]y?|sy|پہلے|قبل|سے|مخکې|مخکی|وړاندې|راهیسې"
    r"|راسې|راسی|راھیسې|makhke|rase|rasi)"
)

_WORDS: "tuple[tuple[str, int, float], ...]" = (
    (r"day before yesterday|parso+n?|parsun|پرسوں|بله ورځ پرون|وړمه ورځ|وړمه|اورمه|wrama", 2, 0.85),
    (r"yesterday|gu?zish?ta\s+roz|گزشتہ روز|گذشتہ روز|پرون|پرونۍ|پرونی|paroon|parun", 1, 0.9),
    (r"last night|kal\s+raa?t|گزشتہ رات|گذشتہ رات|کل رات|تېره شپه|تیره شپه|بېګاه|begah", 1, 0.85),
    (r"kal|کل|kl", 1, 0.8),
    (r"today|this morning|tonight|aaj|aj\b|اج|آج|نن|نن ورځ|nan|nann|tan\s+wraz", 0, 0.9),
)
_WEEKDAYS = (
    ("monday", "peer", "pir", "somwar", "سوموار", "پیر", "دوشنبه", "ګل"),
    ("tuesday", "mangal", "منگل", "سه شنبه", "نهي"),
    ("wednesday", "budh", "بدھ", "چارشنبه", "شورو"),
    ("thursday", "jumerat", "jumeraat", "جمعرات", "پنجشنبه", "زیارت"),
    ("friday", "juma", "jumma", "جمعہ", "جمعه"),
    ("saturday", "hafta", "ہفتہ", "شنبه", "خالي"),
    ("sunday", "itwar", "etwar", "اتوار", "یکشنبه", "اتبار"),
)

_NUMERIC = re.compile(rf"{_B}(\d{{1,2}})\s?[/.\-]\s?(\d{{1,2}})\s?[/.\-]\s?({_YEAR}|\d\d){_E}", re.ASCII)
_ISO = re.compile(rf"{_B}({_YEAR})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}}){_E}", re.ASCII)
_DAY_MONTH = re.compile(
    rf"{_B}(\d{{1,2}})\s?{_ORDINAL}(?:\s+of)?[\s,\-./]{{0,2}}(?:د\s|ki?\s)?({_MONTH_NAMES})(?!\w)[\s,\-./]{{0,2}}({_YEAR})?(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_B}(?:د\s)?({_MONTH_NAMES})(?:\sپه)?[\s,\-.]{{1,2}}(\d{{1,2}})\s?{_ORDINAL}(?!\d)(?:,?\s?({_YEAR}))?(?!\d|\s?(?:baje|bajay|am|pm|بجے|بجې))",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?<!\w)(?:{_SINCE}\s+)?({_COUNT})\s*(?:{_UNIT})(?!\w)(?P<ago>\s*(?:ki|ka|ke|se)?\s*{_AGO}(?!\w))?", re.IGNORECASE
)
_LAST_UNIT = re.compile(rf"(?<!\w){_LAST}\s+(?:{_UNIT})(?!\w)", re.IGNORECASE)
_LAST_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?P<last>"
    + _LAST
    + r")\s+|(?P<on>on)\s+)(?:"
    + "|".join(f"(?P<d{n}>{'|'.join(names)})" for n, names in enumerate(_WEEKDAYS))
    + r")(?!\w)",
    re.IGNORECASE,
)
_WORD_PATTERNS = tuple((re.compile(rf"(?<!\w)(?:{p})(?!\w)", re.IGNORECASE), days, sure) for p, days, sure in _WORDS)
_UNTIL = re.compile(r"\s+(?:tak|تک|پورې|aane\s*wal|آنے والے)(?!\w)", re.IGNORECASE)
_TOMORROW = re.compile(r"(?:آنے والے|aane\s*wal[ae]y?|agl[aei]y?|next|اگلے|اگلی|راتلونک[يېی])\s*$", re.IGNORECASE)


def find_date(text: str, today: date) -> "Found | None":
    """The incident's date as ``YYYY-MM-DD``, the surest first and the earlier written among equals; None if none.

    "For three days" gives the first of them. What lies after ``today`` or more than thirty years back is left out.
    """
    folded = fold_digits(text[:6000])
    found: list[Found] = []
    for reader in _READERS:
        found.extend(reader(folded, today))
    return max(found, key=lambda f: (f.confidence, -f.start), default=None)


def _made(when: "date | None", today: date, start: int, end: int, confidence: float) -> "list[Found]":
    if when is None or when > today or today - when > _OLDEST:
        return []
    return [Found("date", when.isoformat(), start, end, confidence)]


def _day(year: int, month: int, day: int) -> "date | None":
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numeric(text: str, today: date) -> "list[Found]":
    found = []
    for match in _NUMERIC.finditer(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
        when, sure = _day(year, month, day), 0.95
        if when is None:
            when, sure = _day(year, day, month), 0.7
        found += _made(when, today, *match.span(), sure)
    for match in _ISO.finditer(text):
        found += _made(_day(*(int(part) for part in match.groups())), today, *match.span(), 0.97)
    return found


def _with_month(text: str, today: date) -> "list[Found]":
    found = []
    for pattern, day_at, month_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for match in pattern.finditer(text):
            month, day = MONTHS[match[month_at].lower()], int(match[day_at])
            when = _day(int(match[3]) if match[3] else today.year, month, day)
            if when is not None and not match[3] and when > today:
                when = _day(today.year - 1, month, day)
            found += _made(
                when,
                today,
                match.start(),
                match.start() + len(match.group().rstrip(" ,-./")),
                0.95 if match[3] else 0.9,
            )
    return found


def _back(today: date, unit: str, count: int) -> "date | None":
    if unit == "month":
        months = today.year * 12 + today.month - 1 - count
        if months < 12:
            return None
        year, month = divmod(months, 12)
        return next(d for d in (_day(year, month + 1, day) for day in range(today.day, 0, -1)) if d is not None)
    return today - timedelta(days=_DAYS[unit] * count)


def _unit_of(match: "re.Match[str]") -> str:
    return next(name for name in _UNITS if match[name])


def _periods(text: str, today: date) -> "list[Found]":
    found = []
    for match in _PERIOD.finditer(text):
        since = match.start(1) > match.start()
        if not (match["ago"] or since):
            continue
        word = match[1].lower()
        count = int(word) if word.isdigit() else _COUNTS[word]
        found += _made(_back(today, _unit_of(match), count), today, *match.span(), 0.75)
    for match in _LAST_UNIT.finditer(text):
        found += _made(_back(today, _unit_of(match), 1), today, *match.span(), 0.7)
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
            if not taken and not _TOMORROW.search(text, 0, match.start()) and not _UNTIL.match(text, match.end()):
                found += _made(today - timedelta(days=days), today, *match.span(), sure)
    return found


_READERS: "tuple[Callable[[str, date], list[Found]], ...]" = (_numeric, _with_month, _weekdays, _periods, _relative)
