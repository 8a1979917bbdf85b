"""A phone number told in words or one digit at a time: "zero 3 4 4, 9 1 2", "three one three, 55 60 218"."""

import re

from core.text.ids import find_ids
from core.text.normalise import fold_digits, fold_letters

_FEWEST = 10
_DIGITS = {
    "0": "zero oh sifar siffar صفر زیرو", "1": "one ek aik ایک یو yaw", "2": "two do دو دوه dwa",
    "3": "three teen tin تین درې dre", "4": "four char chaar چار څلور salor", "5": "five panch paanch پانچ پنځه pinza",
    "6": "six che chay chhe چھ شپږ shpag", "7": "seven saat sat سات اووه owa", "8": "eight aath ath آٹھ اته ata",
    "9": "nine nau no نو نهه naha",
}  # fmt: skip
_OF = {fold_letters(word): digit for digit, words in _DIGITS.items() for word in words.split()}
_TWICE = {"double": 2, "dubble": 2, "triple": 3, "ڈبل": 2, "ٹرپل": 3, "ډبل": 2}


def spelled_phone(text: str) -> "tuple[str, float] | None":
    """The number in E.164 and how sure it is, where the words are its digits in a row."""
    run, times = "", 1
    for word in [*re.findall(r"\w+", fold_letters(fold_digits(text)).lower()), ""]:
        if word in _TWICE:
            times = _TWICE[word]
            continue
        digits = word if word.isdigit() else _OF.get(word, "")
        if digits:
            run, times = run + digits * times, 1
            continue
        found = _valid(run)
        if found:
            return found
        run, times = "", 1
    return None


def _valid(run: str) -> "tuple[str, float] | None":
    if len(run) < _FEWEST:
        return None
    return next(((one.value, 0.85) for one in find_ids(run) if one.kind == "phone"), None)
