"""The words on a letter that say what stands beside them, in English, Urdu and Pashto; misread letters are forgiven."""

import re
from functools import cache

from rapidfuzz import fuzz

from core.text.normalise import fold_letters

LABELS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "applicant", "complainant", "applicant name", "name of applicant", "نام", "سائل",
             "سائل کا نام", "درخواست دہندہ", "العارض", "نوم", "د عارض نوم", "زما نوم"),
    "cnic": ("cnic", "cnic no", "cnic number", "nic", "nic no", "id card", "id card no", "identity card no",
             "شناختی کارڈ", "شناختی کارڈ نمبر", "قومی شناختی کارڈ نمبر", "د پېژندپاڼې شمېره", "تذکره",
             "د شناختي کارډ نمبر", "شناختي کارډ"),
    "phone": ("mobile", "mobile no", "mobile number", "phone", "phone no", "phone number", "contact", "contact no",
              "cell", "cell no", "cell number", "tel", "telephone", "whatsapp",
              "موبائل", "موبائل نمبر", "فون", "فون نمبر",
              "رابطہ نمبر", "رابطہ", "د ټیلیفون شمېره", "د موبایل شمېره", "موبایل", "موبایل شمېره",
              "ټیلیفون", "د تلیفون شمېره"),
    "email": ("email", "e-mail", "email address", "mail", "ای میل", "ای میل پتہ", "برېښنالیک"),
    "address": ("address", "residence", "resident of", "r/o", "home address", "postal address", "پتہ", "سکنہ", "ساکن",
                "رہائش", "مکمل پتہ", "پته", "استوګنه", "د اوسېدو ځای"),
    "district": ("district", "distt", "ضلع", "ولسوالۍ"),
    "date": ("date", "dated", "dt", "تاریخ", "مورخہ", "بتاریخ", "نېټه", "نیټه", "تاریخه"),
    "subject": ("subject", "sub", "re", "عنوان", "بعنوان", "موضوع", "مضمون"),
}  # fmt: skip
"""What is written before the value of each field, usually with a colon."""

CLOSING = (
    "yours obediently", "yours faithfully", "yours sincerely", "yours truly", "thanking you", "your obedient servant",
    "sincerely", "regards", "applicant", "العارض", "عرض گزار", "آپ کا تابعدار", "درخواست گزار", "آپ کا مخلص", "فقط",
    "والسلام", "ستاسو مخلص", "په درناوي", "عارض", "سائل",
)  # fmt: skip
SALUTATION = (
    "respected sir", "dear sir", "dear sir or madam", "sir", "respected madam", "dear madam", "respected sir madam",
    "honourable sir", "جناب عالی", "محترم جناب", "السلام علیکم", "جناب اعلی", "محترم", "ډېر محترم صاحب", "ښاغلیه",
)  # fmt: skip

_COLON = re.compile(r"\s{0,20}[:：؛;=]+\s{0,20}|\s{1,20}[-–]\s{1,20}|\.\s{1,20}")
_ALIKE = 80.0


def after_label(text: str, kind: str) -> str | None:
    """What stands after the label of this kind; "" where nothing does; None where there is no such label.

    The label is at the start of the line and ends at a colon (one misread letter in five is forgiven), or, for the
    longer ones, at a space.
    """
    match = _COLON.search(text)
    if match is not None and 0 < match.start() <= 34 and is_like(text[: match.start()], LABELS[kind]):
        return text[match.end() :].strip()
    folded = _folded(text)
    for label in _folded_list(LABELS[kind]):
        if (len(label) >= 7 or kind == "date") and folded.startswith(f"{label} "):
            return " ".join(text.split()[len(label.split()) :]).strip(" :-.")
    return None


def is_like(text: str, phrases: tuple[str, ...]) -> bool:
    """Is the line one of these phrases, nearly?"""
    folded = _folded(text)
    if not folded:
        return False
    for phrase in _folded_list(phrases):
        if folded == phrase or (min(len(folded), len(phrase)) >= 4 and fuzz.ratio(folded, phrase) >= _ALIKE):
            return True
    return False


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s/]", " ", fold_letters(text).casefold()).split())


@cache
def _folded_list(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((_folded(phrase) for phrase in phrases), key=len, reverse=True))
