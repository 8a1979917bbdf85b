"""A message without the talk around what it says."""

import re

from core.text.normalise import clean_text
from core.text.places import find_places
from nlu.dialogue.believed.spans import DENIED
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import folded, is_field_word, is_filler
from nlu.dialogue.place_words import is_place_kind, named_place
from nlu.dialogue.proofs import is_everyday, is_given_name, is_place_name
from nlu.dialogue.shapes import Said

_AND = re.compile(r"\s(?:and it|and its|and this|aur|اور|او|lekin|magar|but|لیکن|مگر|خو|kho)\s", re.IGNORECASE)
_NUMBER = re.compile(
    r"[,،.]?\s*(?:(?:my|mera|mobile|phone|number|cell|contact|call|whatsapp|rabta|نمبر|فون|موبائل|موبایل|رابطہ|مبائل)\s*){0,3}"
    r"[:#]?\s?(?<!\d)\+?(?=(?:[\s-]?\d){10})\d.*$",
    re.IGNORECASE | re.DOTALL,
)
TRIM = " \t\n.,;:!?-–—،۔؛؟\"'()[]*"

WORD = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*")

CUT = re.compile(r"[.;!?\n۔؛؟…]+|[,،]")

LONGEST_NAME, LONGEST_PLACE = 6, 14

PARTS = re.compile(r"[.;!?\n۔؛؟…]+|[,،](?=\s)|\s(?:lekin|magar|mgr|but|par|pr|لیکن|مگر|خو|kho|and it|aur ye|aur yeh)\s")

SENTENCE = re.compile(r"[.;!?\n۔؛؟…]+(?=\s|$)|\s(?:lekin|magar|but|لیکن|مگر|خو|kho)\s")

BEGINS = frozenset(
    {
        "it",
        "is",
        "its",
        "it's",
        "thats",
        "that's",
        "meant",
        "said",
        "wait",
        "oh",
        "we",
        "i",
        "live",
        "in",
        "at",
        "from",
        "the",
        "my",
        "our",
        "place",
        "called",
        "hum",
        "ham",
        "me",
        "main",
        "mai",
        "hamara",
        "hamare",
        "ye",
        "yeh",
        "یہ",
        "ہم",
        "میں",
        "ہمارا",
        "ہمارے",
        "زه",
        "مونږ",
        "موږ",
        "زموږ",
        "زمونږ",
        "دا",
        "د",
        "په",
        "da",
        "pa",
        "moong",
        "likho",
        "likh",
        "lo",
        "مې",
        "مو",
        "mei",
        "put",
        "write",
        "just",
        "only",
        "bas",
        "sirf",
        "بس",
        "صرف",
        "یوازې",
        "chuka",
        "chuki",
        "تو",
        "چکا",
        "چکی",
        "ہوں",
    }
)

SAY = frozenset(
    {
        "tell",
        "write",
        "write_instead",
        "name",
        "my",
        "yes_",
        "ok",
        "thanks",
        "greet",
        "field_address",
        "help",
        "now_",
        "meant",
        "earlier",
        "already",
        "same",
    }
)


def told_before(turn: Said) -> "str | None":
    """The place that the complaint itself names, for "same as above"."""
    story = turn.known.get("description", "")
    found = named_place(story)
    if found:
        return found
    towns = [one for one in find_places(story) if one.kind == "town" and one.role in ("problem", "origin")]
    return story[towns[0].start : towns[0].end] if towns else None


def points_back(text: str) -> bool:
    """ "same as above", "I told you already"."""
    named = set(cues(text))
    return bool(named & {"same", "above", "already"}) or {"earlier", "tell"} <= named or {"earlier", "write"} <= named


def leftover(text: str, *known: "str | None") -> "str | None":
    """The last longest run of words that are neither everyday nor only what is known: the new value of a correction."""
    old = {folded(word) for value in known if value for word in value.split()}
    text = DENIED.sub(lambda match: "." * len(match.group()), text)
    runs: list[list[tuple[re.Match[str], bool]]] = [[]]
    for match in WORD.finditer(text):
        word = match.group()
        is_old = folded(word) in old
        if not is_old and ((is_everyday(word) and not is_given_name(word)) or is_filler(word) or names_a_field(word)):
            runs.append([])
            continue
        if runs[-1] and CUT.search(text, runs[-1][-1][0].end(), match.start()):
            runs.append([])
        runs[-1].append((match, is_old))
    new = [run for run in runs if any(not is_old for _, is_old in run)]
    best = max(reversed(new), key=lambda run: (not any(is_old for _, is_old in run), len(run)), default=None)
    return text[best[0][0].start() : best[-1][0].end()] if best else None


def names_a_field(word: str) -> bool:
    return any(is_field_word(word, name) for name in ("district", "complainant_name", "phone", "category"))


def is_district(word: str) -> bool:
    return any(one.kind in ("district", "ambiguous") for one in find_places(word))


def without_talk_at_ends(text: str) -> str:
    """Without everyday words before and behind that are no part of a place's name."""
    cut = SENTENCE.split(_AND.split(_NUMBER.sub("", text), maxsplit=1)[0].strip(), maxsplit=1)[0]
    words = list(re.finditer(r"\S+", cut))
    named = [at for at, word in enumerate(words) if "name" in cues(word.group().strip(TRIM))]
    if named and named[-1] + 1 < len(words) and named[-1] <= 3 and not _is_place_run(words[: named[-1]]):
        words = words[named[-1] + 1 :]
    elif named and named[0]:
        words = words[: named[0]]
    while words and is_talk(words[0].group()):
        words.pop(0)
    while words and is_talk(words[-1].group()):
        words.pop()
    return said_once(trimmed(cut[words[0].start() : words[-1].end()])) if words else ""


def said_once(text: str) -> str:
    """ "Deh Bahadar Deh Bahadar": said twice."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and len(words) == 2 * half and words[:half] == words[half:] else text


def _is_place_run(words: "list[re.Match[str]]") -> bool:
    """Is there a name among these words, and not only "our village's"?"""
    bare = [word.group().strip(TRIM) for word in words]
    return any(not is_everyday(word) and not is_place_kind(word) for word in bare if len(word) > 1)


def is_talk(word: str) -> bool:
    word = word.strip(TRIM)
    if not word or is_place_name(word) or is_place_kind(word) or any(one.isdigit() for one in word):
        return not word
    if folded(word) in ENDS or folded(word) in BEGINS:
        return True
    return not SAY.isdisjoint(cues(word)) and not is_given_name(word)


def parts(text: str) -> "list[str]":
    """The clauses of a message that are made of more than talk."""
    found = [one.strip(TRIM) for one in PARTS.split(clean_text(text)) if one and one.strip(TRIM)]
    return [
        one for one in found if not all(is_everyday(word) and not is_place_name(word) for word in WORD.findall(one))
    ]


def without_talk(text: str) -> str:
    words = text.split()
    while words and is_talk(words[0]) and not is_given_name(words[0].strip(TRIM)):
        words.pop(0)
    while words and is_talk(words[-1]) and not is_given_name(words[-1].strip(TRIM)):
        words.pop()
    return " ".join(words)


ENDS = frozenset(
    {
        "rehte",
        "rehta",
        "rehti",
        "rahte",
        "رہتے",
        "رہتا",
        "رہتی",
        "اوسو",
        "اوسېږو",
        "اوسېږم",
        "پر",
        "pe",
        "par",
        "pr",
        "hai",
        "he",
        "hy",
        "h",
        "hain",
        "hun",
        "hoon",
        "mein",
        "me",
        "main",
        "ji",
        "jee",
        "sir",
        "ہے",
        "میں",
        "ہوں",
        "جی",
        "دی",
        "ده",
        "دے",
        "یم",
        "کې",
        "کښې",
        "de",
        "yam",
        "ka",
        "ki",
        "کا",
        "کی",
        "is",
        "it",
        "likho",
        "likhein",
    }
)


def trimmed(text: str) -> str:
    return clean_text(text).strip(TRIM)[:500]
