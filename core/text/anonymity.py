"""What is said of being named that is no wish to stay unnamed: that it is taken back, or that it is about somebody
else's name, or about the words of the complaint and not about who wrote it."""

import re

from core.text.normalise import fold_letters, normalise

_NO = r"(?:nahi+n?|nai|nhi|ni|na|mat)"
_NOT = r"(?:nahi+n?|nai|nhi|ni)"
"""Without "na" and "نہ", which also ask for agreement: "naam khufia rakho na"."""
_WHY = r"(?:kyun?|kyon?|kiun?|kiyun|kion|q|why)"
_NAMED = (
    r"\b(?:not|no longer|no more|do(?:nt|n't) (?:be|stay|keep (?:it|me))) (?:be |stay )?anonymous\b",
    r"\b(?:dont|don't|do not|no need to) (?:want to |have to )?hide (?:my |the )?(?:name|identity)\b",
    r"^(?:please |ok |yes |you (?:can|may) )*(?:show|write|put|use) my (?:real |full )?name(?= as\b| is\b| please$|$)",
    rf"\b(?:gumna+m|anonymous|benaam|be naam) (?:\w+ )?{_NOT}\b",
    rf"\b(?:naam|nam|name|pehchan) (?:chh?upana|khufia|hide) (?:\w+ )?{_NOT}\b",
    r"(?:گمنام|بے نام) (?:\w+ )?نہیں(?!\w)",
    r"(?:نام|شناخت) (?:چھپانا|خفیہ) (?:\w+ )?نہیں(?!\w)",
    r"(?:بې نومه|بی نومه|گمنام) (?:نه|مه)(?!\w)",
    rf"\b(?:gumna+m|anonymous|benaam|be naam) (?:\w+ )?{_WHY}\b(?!.*\b{_NOT}\b)",
    rf"\b{_WHY} (?:mujhe |muje |ye |yeh )?(?:gumna+m|anonymous|benaam|be naam)\b(?!.*\b{_NOT}\b)",
    r"\bwhy (?:am i|is (?:it|this|my name)|are you|does it say|did you|have you|you)(?: \w+){0,3} anonymous\b",
    r"\b(?:never|did not|didnt|didn't|not) (?:\w+ )?(?:ask\w*|sa(?:y|id)|tell|told|want\w*)(?: \w+){0,4} anonymous\b",
    r"(?:گمنام|بے نام) (?:\w+ )?کیوں(?!.*نہیں)|کیوں (?:مجھے |یہ )?(?:گمنام|بے نام)(?!.*نہیں)",
    r"(?:بې نومه|بی نومه|گمنام) (?:\w+ )?(?:ولې|ولی|ولے)(?!.* نه)",
    r"(?:ولې|ولی|ولے) (?:یې |مې |مو )?(?:بې نومه|بی نومه|گمنام)",
    r"\b(?:gumnam|gumnaam|be numa|benuma) (?:wal[iey]|walay)\b",
    r"نه (?:مې |وو |و |دي )*(?:ویلي|وئیلي|ویلی|وئیلی)(?: \w+){0,3} (?:بې نومه|بی نومه|گمنام)",
    rf"\b(?:kab|kb) (?:kaha|bola|kha)\b.{{0,20}}\bgumna+m\b|\b{_NOT} (?:kaha|bola|kha)\b.{{0,20}}\bgumna+m\b",
    r"(?:کب|نہیں) کہا .{0,20}گمنام|گمنام .{0,12}(?:کب|نہیں) کہا",
    r"نوم (?:مې |می )?پټو\w* مه(?!\w)|نوم (?:مې |می )?مه پټو\w*",
)
_OTHERS = (
    r"(?:د )?(?:ماشوم|زوی|لور|ناروغ|پلار|مور|ښځې|ښځی|ورور|خور|هلک|جینۍ)(?: \w+){0,1}"
    r" نوم (?:\w+ )?(?:مه|نه) \w+",
    r"(?:بچ[ےہی]|بیٹ[ےای]ی?|مریض|بیوی|بہن|بھائی|والد|والدہ|لڑک[یےا])"
    r" (?:کا|کی) نام (?:\w+ )?(?:نہ|مت|نہیں) \w+",
    rf"\b(?:bach\w+|bet[aeiy]\w*|mareez|biwi|behen|bhai|walida?|lark[aiey])"
    rf" (?:ka |ki |ke )?na+m (?:\w+ )?{_NO} \w+",
    r"\b(?:dont|don't|do not|without|not) (?:\w+ )?(?:the |my )?"
    r"(?:child|son|daughter|patient|wife|sister|brother|boy|girl)"
    r"(?:'s|s)? name\b",
    r"\bwithout (?:my|the) name (?:inside|within|in) (?:the |my )?(?:complaint|text|words|description|sentence)\b",
)
"""The whole saying is taken out: what is left may still be a wish."""


def wants_to_be_named(text: str) -> bool:
    """Does it take back the wish not to be named, or say that it was none?"""
    said = _folded(text)
    return any(one.search(said) for one in _COMPILED)


def without_others(text: str) -> str:
    """The text, folded, without what it says of somebody else's name or of the name within the complaint."""
    said = _folded(text)
    for one in () if _BOTH.search(said) else _OF_OTHERS:
        said = one.sub(" ", said)
    return " ".join(said.split())


def is_about_others(text: str) -> bool:
    """Does it speak of leaving somebody else's name out, or the name out of the words only?"""
    said = _folded(text)
    return not _BOTH.search(said) and any(one.search(said) for one in _OF_OTHERS)


_BOTH = re.compile(
    fold_letters(
        r"\b(?:mera|meri|my|apna|hamara|our) (?:aur|and|or|ya|na)\b|(?:میرا|میری|زما|خپل|ہمارا) (?:اور|او|یا|نہ)(?!\w)"
    )
)
"""My own name and another's: both are to be left out."""


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w']+", " ", normalise(text[:2000]).lower().replace("’", "'")).split())


_COMPILED = tuple(re.compile(fold_letters(one)) for one in _NAMED)
_OF_OTHERS = tuple(re.compile(fold_letters(one)) for one in _OTHERS)
