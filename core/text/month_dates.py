"""Dates with the name of a month: "15 مارچ، 2024", "March 15th", "2024 March 15", "د مارچ په ۱۵مه", "یکم جنوری",
"۱۵ رمضان المبارک ۱۴۴۷ھ".

Where a number stands beside such a date and is neither its year nor an hour, nothing is known: no date at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from core.text.months import HIJRI, MONTHS, ORDINALS, YEARS_IN_WORDS

AFTER_NAMED_YEAR, AFTER_NO_YEAR, HIJRI_SURE, HIJRI_NO_YEAR = 0.95, 0.9, 0.85, 0.65
_DAY = rf"(?P<day>\d{{1,2}}|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
_TH = r"(?:\s?(?:st|nd|rd|th|vi+n?|wi+n?|ویں|واں|وین|مه|مہ|م|تاریخ|نېټه|نیټه|tareekh|tarikh)(?!\w))?"
_OF = r"(?:\s(?:of|د|کی|کے|کا|ki|ke|ka|da|نېټه|تاریخ))?"
_SEP = r"[\s,.\-/']{0,3}"
_SUN = r"(?:(?:سن|سنہ|سال|کال|year|sun|san|sann|د|of|in|da)\s{0,2}){0,2}"
_AD = r"(?:\s?(?:ء|عیسوی|میلادی|a\.?d\.?|ce|کال|کې|ز|م)(?!\w)){0,2}"
_ON = (
    r"(?:(?:(?:بروز|baroz|on)\s)?(?:پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday)[\s,]{1,3})?"
)
_NAME = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_YEAR = r"(?P<year>(?:20|19)\d\d|\d\d)"
_NOT_BEFORE = r"(?<![\w/.\-])(?<!\d\s)"

_DAY_MONTH = re.compile(
    rf"{_NOT_BEFORE}(?:{_SUN}(?P<front>(?:20|19)\d\d){_AD}(?:\s(?:کے|کی|کا|میں|ke|ki|me|mein|main|in|د|"
    rf"da))?{_SEP}(?:د\s)?)?"
    rf"{_DAY}{_TH}{_OF}{_SEP}(?P<month>{_NAME})(?![^\W\d])(?P<tail>{_SEP}{_ON}{_SUN}{_YEAR}{_AD}(?![\d/:]))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?<![\w/.\-])(?:{_SUN}(?P<front>(?:20|19)\d\d){_AD}(?:\s(?:کے|کی|کا|میں|ke|ki|me|mein|main|"
    rf"in))?{_SEP}(?:د\s)?)?(?:د\s|da\s)?"
    rf"(?P<month>{_NAME})(?:\s(?:په|پہ|pa|کی|ki|کے|the|د))?[\s,.\-/]{{1,3}}{_DAY}{_TH}(?![\d:])"
    rf"(?P<tail>{_SEP}{_ON}{_SUN}(?P<year>(?:20|19)\d\d|(?<=')\d\d){_AD}(?![\d/:]))?",
    re.IGNORECASE,
)
_HIJRI_NAME = "|".join(f"(?P<h{n}>{names})" for n, names in HIJRI.items())
_AH = r"(?:ھ|ہ|هـ?|ہجری|هجري|هجری|a\.?h\.?|h|hijri)?"
_HIJRI_YEAR = rf"(?P<year>1[345]\d\d)\s?{_AH}(?!\w)"
_HIJRI_DAY_MONTH = re.compile(
    rf"{_NOT_BEFORE}{_DAY}{_TH}{_OF}{_SEP}(?:{_HIJRI_NAME})(?!\w)(?P<tail>{_SEP}{_SUN}{_HIJRI_YEAR})?", re.IGNORECASE
)
_HIJRI_MONTH_DAY = re.compile(
    rf"(?<![\w/.\-])(?:{_HIJRI_NAME})(?:\s(?:په|پہ|pa|کی|ki|کے|the|د))?[\s,.\-/]{{1,3}}{_DAY}{_TH}(?![\d:])"
    rf"(?P<tail>{_SEP}{_SUN}{_HIJRI_YEAR})?",
    re.IGNORECASE,
)
_HIJRI_NUMBERS = re.compile(
    r"(?<![\w/.\-])(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>1[345]\d\d)"
    rf"\s?{_AH}(?![\w/\-])",
    re.IGNORECASE,
)
_HIJRI_YEAR_FIRST = re.compile(
    rf"(?<![\w/.\-])(?P<year>14[345]\d)\s?[/.\-]\s?(?P<month>\d{{1,2}})\s?[/.\-]\s?(?P<day>\d{{1,2}})\s?{_AH}(?![\w/\-])",
    re.IGNORECASE,
)
_TWO_DIGITS_AFTER = re.compile(r"\s\d\d(?!\w|[:.]\d|\s?[^\W\d])")
"""A year that was parted ("20 24"), unless it is an hour or counts something."""
_NUMBER_AFTER = re.compile(r"[\s,\-/']{0,3}\d")
_HOUR_AFTER = re.compile(
    r"[\s,]{0,3}\d{1,2}(?:[:.]\d\d)?\s?(?:baj[ae]y?|am\b|pm\b|a\.m|p\.m|بجے|بجې|بجو|o'?clock|hours?|hrs)|"
    r"[\s,]{0,3}\d{1,2}:\d\d",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"[\s,]{0,3}\d{1,9}\s?(?:people|persons?|houses?|homes|famil|days?|rupees|rs\b|minutes?|min\b|men\b|"
    r"women|children|km\b|"
    r"met(?:er|re)s?|feet|foot|thousand|lakh|times|log\b|ghar|din\b|rup|ghant|bach|dukan|mahin|hazar|saal\b|"
    r"لوگ|افراد|گھر|خاندان|دن|روپ|ہزار|لاکھ|سو\b|گھنٹ|منٹ|مرد|خواتین|بچ|مکان|دکان|میٹر|کلو|فٹ|گاڑ|مہین|"
    r"سال\b|بندے|آدمی|مرتبہ|بار\b|"
    r"کسان|کور|ورځ|روپۍ|ساعت|زره|ښځ|ماشوم|میاشت|ځل)",
    re.IGNORECASE,
)
_YEAR_IN_WORDS = re.compile(
    r"[\s,]{1,3}(?:سن\s|سنہ\s)?(?:دو ?ہزار|دوه ?زره|do ?hazar|two thousand|twenty)[\s-](?:and\s)?"
    r"(?P<word>[^\W\d]{2,10})",
    re.IGNORECASE,
)
_VERB_AFTER = {
    "mar": re.compile(r"\s+(?!ko\b|se\b|\d)[a-z]", re.IGNORECASE),
    "jan": re.compile(r"\s+(?:chal|ga[iy]|bach|le\b|li\b|khatr|qurban|nik|de\b|di\b)", re.IGNORECASE),
    "may": re.compile(r"\s+(?:be|have|not|come|also|die|get|lose|need|go|take|see|fall|become|still)\b", re.IGNORECASE),
    "march": re.compile(r"\s+(?:kar|kiy|past|out|on|to|towards)\b", re.IGNORECASE),
}
"""Names that are words besides: five *mar gaye*, two may be …"""
_ONLY_WITH_YEAR_OR_OF = frozenset({"mai", "می", "مې"})
"""Roman Urdu writes "in" as *mai*, Pashto "I" as *می* or *مې*: "ward 5 mai" is no fifth of May."""
_MAI_OF = re.compile(r"\s+(?:ko|ki|کو)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """A day that was read, where, how surely; ``about``: give or take two days."""

    when: date
    start: int
    end: int
    sure: float
    about: bool = False


def with_month(text: str, today: date) -> "Iterator[Read]":
    """Gregorian and Hijri dates that name their month. ``text`` is folded (``dates.folded``)."""
    taken: list[range] = []
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            if any(match.start("month") in part for part in taken):
                continue
            taken.append(range(match.start(), match.end()))
            found = _gregorian(match, text, today)
            if found is not None:
                yield found
    for pattern in (_HIJRI_DAY_MONTH, _HIJRI_MONTH_DAY, _HIJRI_NUMBERS, _HIJRI_YEAR_FIRST):
        for match in pattern.finditer(text):
            found = _hijri(match, text, today)
            if found is not None:
                yield found


def _gregorian(match: "re.Match[str]", text: str, today: date) -> "Read | None":
    name = match["month"].lower()
    written, end = match["front"] or match["year"], match.end()
    if match["year"] and len(match["year"]) == 2 and _is_counted(text, match.end("month")):
        written, end = match["front"], match.end("month")
    if match["year"] == written and _TWO_DIGITS_AFTER.match(text, end) and len(written or "") == 2:
        return None
    in_words = _YEAR_IN_WORDS.match(text, end) if not written else None
    year = YEARS_IN_WORDS.get(in_words["word"].lower()) if in_words else _year(written, today)
    if year is None and (written or in_words or _unknown_number(text, end)):
        return None
    if year is None and not _is_a_month(name, match, text):
        return None
    month, day = MONTHS[name], _day(match["day"])
    if year is not None:
        when = valid_date(year, month, day)
    else:
        when = valid_date(today.year, month, day)
        if when is None or when > today:
            when = valid_date(today.year - 1, month, day)
    if when is None:
        return None
    return Read(when, *_span(match), AFTER_NAMED_YEAR if year is not None else AFTER_NO_YEAR)


def _is_a_month(name: str, match: "re.Match[str]", text: str) -> bool:
    if name in _ONLY_WITH_YEAR_OR_OF:
        return " د " in f" {match.group()}" or _MAI_OF.match(text, match.end()) is not None
    verb = _VERB_AFTER.get(name)
    return verb is None or match["month"].istitle() or verb.match(text, match.end("month")) is None


def _unknown_number(text: str, end: int) -> bool:
    """Does a number follow that is no hour, and counts nothing?"""
    return _NUMBER_AFTER.match(text, end) is not None and not _is_counted(text, end)


def _is_counted(text: str, end: int) -> bool:
    """Does a number follow that is an hour, or of people, houses, rupees?"""
    return (_HOUR_AFTER.match(text, end) or _COUNTED_AFTER.match(text, end)) is not None


def _year(written: "str | None", today: date) -> "int | None":
    """Two digits are a year of this century up to the next, or none."""
    if not written:
        return None
    year = int(written)
    if year < 100:
        year += 2000
        return year if year <= today.year + 1 else None
    return year


def _hijri(match: "re.Match[str]", text: str, today: date) -> "Read | None":
    parts = match.groupdict()
    month = int(parts["month"]) if "month" in parts else next(n for n in HIJRI if parts[f"h{n}"])
    day = _day(parts["day"])
    if parts["year"] is None and _unknown_number(text, match.end()):
        return None
    if parts["year"] is not None:
        when = _of_hijri(int(parts["year"]), month, day)
        return Read(when, *_span(match), HIJRI_SURE, about=True) if when else None
    this = Gregorian(today.year, today.month, today.day).to_hijri().year
    when = next((one for year in (this, this - 1) if (one := _of_hijri(year, month, day)) and one <= today), None)
    return Read(when, *_span(match), HIJRI_NO_YEAR, about=True) if when else None


def _of_hijri(year: int, month: int, day: int) -> "date | None":
    """By the Umm al-Qura table. A thirtieth that its month does not have there follows the 29th."""
    try:
        when = Hijri(year, month, min(day, 29)).to_gregorian()
    except (ValueError, OverflowError):
        return None
    extra = day - min(day, 29)
    return date(when.year, when.month, when.day) + timedelta(days=extra) if extra in (0, 1) else None


def _day(written: str) -> int:
    return int(written) if written.isdigit() else ORDINALS[written.lower()]


def _span(match: "re.Match[str]") -> "tuple[int, int]":
    return match.start(), match.start() + len(match.group().rstrip(" ,-./'"))


def valid_date(year: int, month: int, day: int) -> "date | None":
    """That day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
