"""Names of months as written in English, Urdu, Pashto and Latin letters: Gregorian, and those of the Hijri calendar.

A name is a piece of a regular expression, in letters as ``dates.folded`` leaves them.
"""

_NAMES = {
    1: "january jan janwari janvri janwary جنوری جنوري",
    2: "february feb farwari febuary farvari فروری فروري فبروري",
    3: "march mar مارچ مارچ",
    4: "april apr اپریل اپرېل اپريل",
    5: "may mai مئی مئي مٔی مۍ می مې",
    6: "june jun joon جون",
    7: "july jul julai جولائی جولای جولايي جولایي جولائي",
    8: "august aug agast اگست اګست",
    9: "september sep sept sitambar ستمبر سپتمبر سپټمبر",
    10: "october oct aktubar اکتوبر اکټوبر",
    11: "november nov نومبر نوامبر",
    12: "december dec disambar دسمبر ډسمبر دسامبر",
}
MONTHS = {name.replace("ي", "ی"): month for month, names in _NAMES.items() for name in names.split()}

_THE = r"[\s\-']{0,2}(?:ul|al|us|ur|uz|ush|is|el|e|il)?[\s\-']{0,2}"
_AL = r"\s?(?:ال)?"
HIJRI = {
    1: rf"muh?arr?am(?:{_THE}haram)?|محرم(?:{_AL}حرام)?",
    2: rf"safar(?:{_THE}mu[sz]aff?ar)?|صفر(?:{_AL}مظفر)?",
    3: rf"rabb?i{_THE}(?:aw+al|i(?!\w))|ربیع{_AL}\s?اول",
    4: rf"rabb?i{_THE}(?:[st]h?ani|aa?kh[ie]r|ii)|ربیع{_AL}\s?(?:ثانی|آخر|اخر)",
    5: rf"j[au]ma?d[ai]{_THE}(?:aw+al|ula|oola|i(?!\w))|جماد(?:ی|ای){_AL}\s?(?:اول(?:ی|یٰ|ىٰ)?)",
    6: rf"j[au]ma?d[ai]{_THE}(?:[st]h?ani(?:ya)?|aa?kh[ie]ra?h?|ukhra|ii)|"
    rf"جماد(?:ی|ای){_AL}\s?(?:ثانی|آخر|اخر|اخریٰ?|ثانیہ)",
    7: rf"rajab(?:{_THE}murajj?ab)?|رجب(?:{_AL}مرجب)?",
    8: rf"sha'?a?ban(?:{_THE}mu'?a[zs]+am)?|شعبان(?:{_AL}معظم)?",
    9: rf"rama?[zd]h?a+n(?:{_THE}mubarak|\s?sharif)?|رمضان(?:{_AL}\s?مبارک|\s?شریف)?|روژ[هہېے]",
    10: rf"shaww?al(?:{_THE}mukarr?am)?|شوال(?:{_AL}\s?مکرم)?",
    11: rf"(?:z|dh)[iu]l?{_THE}q[ai]'?[ai]?da?h?|ذ(?:ی|و|یل|وال|ی\s?ال){_AL}\s?قعد(?:ہ|ه|ۃ|ة)?|ذیقعد(?:ہ|ه)?",
    12: rf"(?:z|dh)[iu]l?{_THE}h[ia]j+a?h?|ذ(?:ی|و|یل|وال|ی\s?ال){_AL}\s?حج(?:ہ|ه|ۃ|ة)?|ذیالحج(?:ہ|ه)?",
}
"""From Muharram to Zulhijja, with their honorifics. Pashto calls Ramazan the fast."""

_URDU = (
    "ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس اکیس"
    " بائیس تئیس چوبیس پچیس"
    " چھبیس ستائیس اٹھائیس انتیس تیس اکتیس"
)
_PASHTO = (
    "لومړ دویم درېیم څلورم پنځم شپږم اووم اتم نهم لسم یوولسم دولسم دیارلسم څوارلسم پنځلسم شپاړسم اوولسم اتلسم نولسم شلم"
    " یوویشتم دوویشتم درویشتم څلورویشتم پنځه_ویشتم شپږویشتم اووه_ویشتم اته_ویشتم نهه_ویشتم دېرشم یودېرشم"
)
_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ROMAN = {
    11: "gyara gyarah", 12: "barah", 13: "terah", 14: "chauda chaudah choda", 15: "pandra pandrah pandara", 16: "solah",
    17: "satra satrah", 18: "athara atharah", 19: "unnees unnis", 20: "bees", 21: "ikkees ikees", 22: "bais baees",
    23: "teis tayees", 24: "chobees chaubees", 25: "pachees", 26: "chabees chhabbis", 27: "sattais", 28: "athais",
    29: "untees unattis", 30: "tees", 31: "ikattis iktees",
}  # fmt: skip
"""Days in Latin letters. Shorter ones are words besides: "das", "bara", "tera"."""
ORDINALS = (
    {word: n for n, word in enumerate(_URDU.split(), 1)}
    | {word.replace("_", " ") + end: n for n, word in enumerate(_PASHTO.split(), 1) for end in ("", "ه", "ې", "ی", "ۍ")}
    | {word: n for n, word in enumerate(_ENGLISH.split(), 1)}
    | {word: n for n, words in _ROMAN.items() for word in words.split()}
    | {"یکم": 1, "پہلی": 1, "پہلا": 1, "yakam": 1, "yekum": 1, "اول": 1, "دوسری": 2, "تیسری": 3, "چوتھی": 4}
)
"""Days of the month as words; Urdu says most with the plain number ("پندرہ مارچ") or with an ending ("پندرہویں")."""

YEARS_IN_WORDS = {word: 2000 + n for n, word in enumerate(_URDU.split(), 1) if n >= 10} | {
    word: 2000 + n
    for n, words in enumerate(
        (
            "bees",
            "ikkis ikees",
            "bais baees",
            "teis tayees",
            "chobees chaubees",
            "pachees",
            "chabees chhabbis",
            "sattais",
        ),
        20,
    )
    for word in words.split()
}
"""What follows "two thousand" in a year."""
