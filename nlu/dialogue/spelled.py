"""A phone number told in words or one digit at a time: "zero 3 4 4, 9 1 2", "three one three, 55 60 218",
"zero teen so bees …"."""

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
_TENS = {
    "10": "ten das دس لس", "11": "eleven gyarah gyara گیارہ", "12": "twelve barah bara بارہ",
    "13": "thirteen terah tera تیرہ", "14": "fourteen chaudah choda چودہ", "15": "fifteen pandrah pandra پندرہ",
    "16": "sixteen solah sola سولہ", "17": "seventeen satrah satra سترہ",
    "18": "eighteen atharah athara اٹھارہ", "19": "nineteen unnis unees انیس", "20": "twenty bees bis بیس شل",
    "21": "ikkis ikees اکیس", "22": "bais baees بائیس", "23": "teis tais تئیس", "24": "chaubis چوبیس",
    "25": "pachis pachees پچیس", "30": "thirty tees tis تیس دېرش", "31": "ikattis اکتیس", "32": "battis بتیس",
    "33": "taintis تینتیس", "34": "chauntis چونتیس", "35": "paintis پینتیس",
    "40": "forty chalis chalees چالیس څلوېښت", "41": "iktalis اکتالیس", "42": "bayalis بیالیس",
    "43": "taintalis تینتالیس", "44": "chawalis چوالیس", "45": "paintalis پینتالیس", "46": "chhiyalis چھیالیس",
    "47": "saintalis سینتالیس", "48": "artalis اڑتالیس", "49": "unchas انچاس", "50": "fifty pachas پچاس پنځوس",
    "60": "sixty saath ساٹھ شپېته", "70": "seventy sattar ستر اویا", "80": "eighty assi اسی اتیا",
    "90": "ninety nawway نوے نوي",
}  # fmt: skip
_TWO = {fold_letters(word): digits for digits, words in _TENS.items() for word in words.split()}
_HUNDRED = {fold_letters(word) for word in ["hundred", "so", "sau", "saw", "سو", "سل"]}
_TWICE = {"double": 2, "dubble": 2, "triple": 3, "ڈبل": 2, "ٹرپل": 3, "ډبل": 2}


def spelled_phone(text: str) -> "tuple[str, float] | None":
    """The number in E.164 and how sure it is, where the words are its digits in a row."""
    run, times, hundred = "", 1, False
    for word in [*re.findall(r"\w+", fold_letters(fold_digits(text)).lower()), ""]:
        if word in _TWICE:
            times = _TWICE[word]
            continue
        if word in _HUNDRED and run:
            run, hundred = run + "00", True
            continue
        digits = word if word.isdigit() else _OF.get(word, _TWO.get(word, ""))
        if hundred and word in _TWO:
            run = run[:-2]  # "teen so bees" is 320
        hundred = False
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
