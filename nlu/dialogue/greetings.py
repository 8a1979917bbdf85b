"""What stands around a message and tells nothing of it: a greeting in front, lines that only greet, call or wonder
("koi hai?", "kya?"). The message as it came is kept with the case."""

import re

from core.text.normalise import fold_letters
from nlu.dialogue.moves import folded, move
from nlu.dialogue.proofs import is_given_name

_LOOKED_AT = 400
_FEW = 5
_SALAM = (
    r"a+s+a?l+a+m[\s-]{0,2}(?:o|u|w|wa|va|e)?[\s-]{0,2}(?:a+l+[aeiy]+k\w{0,3}m|wa?l[ae]i?kum)|a+s+a?la+m[ou]?al+[aei]+k\w{0,2}m"
    r"|السلام و?علیکم(?: ورحمۃ اللہ(?: وبرکاتہ)?)?|اسلام و?علیکم|السلامعلیکم|و?علیکم السلام"
    r"|ستړ[یے] م[ہه] شئ?|aoa|a\.o\.a"
)
_WORD = (
    r"sala+m|slaa?m|slm|salamoon[ae]?|hello+|helo|hi+|hey|hy|dear|good (?:morning|afternoon|evening|day)"
    r"|سلامونہ|سلام|ہیلو|آداب"
)
_CALLED = (
    r"sir|jee|ji|g|bha+i|bhai ?ja+n|janab|madam|brother|wror[ae]?|sahib?|sb|team|there|"
    r"جناب|سر|جی|بھائی|بھای|صاحب|وروره|وروہ|وروره|مشرہ|مشره"
)
_LISTEN = r"(?:meri|hamari|mri|please|plz)? ?ba+t (?:to )?sun\w*|listen (?:to me)?|میری بات سن\w*|زما خبرہ واور\w*"
_ME = (
    r"(?:main|mein|mera|meri|hum|ham|hamari|hamare|hamara|i|we|my|our|there|za|zama"
    r"|میں|ہم|ہماری|ہمارے|میرا|زہ|زما|موږ|زموږ)"
)
_END = r"(?:[\s,.!:;،۔…-]+|$)"
_IN_FRONT = re.compile(
    fold_letters(
        rf"\s*(?:(?:{_SALAM}){_END}(?:(?:{_CALLED}){_END}){{0,3}}"
        rf"|(?:{_WORD})(?:\s+(?:{_CALLED}))?[,.!:;،۔…-]+\s*"
        rf"|(?:{_WORD})\s+(?:(?:{_CALLED}){_END}){{1,3}}"
        rf"|(?:{_WORD})\s+(?={_ME}\s))"
        rf"(?:(?:{_LISTEN}){_END})?"
    ),
    re.IGNORECASE,
)
_WONDERS = frozenset(
    folded(word)
    for word in """kya kia kiya ji jee g han haan hello helo hi koi hai he h sir bhai anyone anybody somebody there
    what huh     کیا جی ہیلو کوئی ہے سر بھائی څه څہ څوک شته هلو ?""".split()  # noqa: SIM905 (as a list it is a line a word)
)


def without_greeting_lines(text: str, *, first: bool) -> str:
    """The lines that do not only greet; the text as it is where nothing else is said. ``first``: nothing was asked yet,
    so that a lone "ji?" is no answer."""
    lines = text.splitlines()
    kept = [line for line in lines if line.strip() and not _only_greets(line, first)]
    return "\n".join(kept) if kept and len(kept) < len(lines) else text


def without_greeting(text: str) -> str:
    """What is told, without the greeting and the call before it."""
    said = without_greeting_lines(text, first=True)
    match = _IN_FRONT.match(_same_length(said[:_LOOKED_AT]))
    rest = said[match.end() :].strip() if match else ""
    return rest if match and rest and not _is_a_name(match.group(), rest) else said


def _only_greets(line: str, first: bool) -> bool:
    words = folded(line).split()
    wonders = first and len(words) <= _FEW and all(word in _WONDERS for word in words)
    listen = _LISTENS.fullmatch(fold_letters(line.strip(" .,!؟?۔،").lower())) is not None
    return wonders or listen or move(line) == "greet"


_LISTENS = re.compile(fold_letters(rf"(?:(?:{_SALAM}|{_WORD}|{_CALLED})\s+){{0,4}}(?:{_LISTEN})"), re.IGNORECASE)


def _same_length(text: str) -> str:
    """Letters of either keyboard as one, sign for sign."""
    folded_text = fold_letters(text)
    return folded_text if len(folded_text) == len(text) else text


def _is_a_name(greeting: str, rest: str) -> bool:
    """ "Salam Khan took my land": a man, and no greeting."""
    first = next(iter(rest.split()), "").strip(".,;:!?،۔")
    return bool(greeting.strip().isalpha()) and is_given_name(first)
