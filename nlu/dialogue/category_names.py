"""Which category a message names by its words, and which it denies."""

import functools

from core.text.gazetteer import key_of
from nlu.dialogue.catalogue import labels
from nlu.dialogue.cues import cues
from nlu.dialogue.keywords import words_of
from nlu.dialogue.moves import folded, is_small_word
from nlu.dialogue.words import tokens

_LINE = 12


def category_instead(text: str, known: "str | None") -> "str | None":
    """The category that a message names where it denies the known one: "gas not electricity", "why roads? …"."""
    words = tokens(text)
    if known not in labels()["categories"] or len(words) > 2 * _LINE:
        return None
    mine = _category_words(known)
    spoken_of = not _OF_A_SUBJECT.isdisjoint(words) and "other_" not in cues(text)
    denied = [
        at
        for at, word in enumerate(words)
        if (key_of(word) or word) in mine and (_is_doubted(words, at) or (spoken_of and is_denied(words, at, 0, 1)))
    ]
    if not denied:
        return None
    others = tuple(name for name in labels()["categories"] if name not in (known, "other"))
    left = " ".join(word for at, word in enumerate(words) if at not in denied and (key_of(word) or word) not in mine)
    plain = tuple(name for name in others if name != "irrigation")  # "pani" alone is water to drink
    return category_named(left, others, 2 * _LINE) or category_named(left, plain, 2 * _LINE)


_OF_A_SUBJECT = frozenset(
    {"masla", "maslay", "department", "mehkma", "shoba", "category", "case", "dalo", "daalo", "dalein", "daalein",
     "مسئلہ", "مسله", "محکمہ", "محکمه", "شعبہ", "ڈالیں", "ڈالو", "واچوئ"}
)  # fmt: skip
"""What people call a category, or do to put a complaint into one."""


def _is_doubted(words: "tuple[str, ...]", at: int) -> bool:
    """ "not gas", "gas ka nahi", "د ګیس نه", "why gas?"; but not "no gas comes", "gas nahi hai"."""
    before, behind = words[max(0, at - 4) : at], words[at + 1 : at + 4]
    if not _WHY.isdisjoint(before) or not _WHY.isdisjoint(behind):
        return True
    if not {"not", "isnt", "isn't"}.isdisjoint(before[-2:]):
        return True
    if before[-4:] == ("nothing", "to", "do", "with"):
        return True
    if not _WROTE.isdisjoint((*before[-3:], *behind[:2])) and not _BUT.isdisjoint(words[at + 1 :]):
        return True  # "you wrote gas but it is the light"
    bound = behind[:1] and behind[0] in _OF
    return bool(bound or before[-1:] in (("د",), ("da",))) and is_denied(words, at, 0, 4 if bound else 3)


_WROTE = frozenset(
    {"wrote", "written", "put", "chose", "selected", "likha", "likh", "dala", "لکھا", "لکھ", "ڈالا", "لیکلی", "لیکلي",
     "ليکلي", "لیکلے", "likali", "likalay"}
)  # fmt: skip
_BUT = frozenset(
    {"but", "lekin", "lkn", "magar", "mgr", "par", "pr", "jabke", "لیکن", "مگر", "جبکہ", "پر", "خو", "kho"}
)
_OF = frozenset({"ka", "ki", "ke", "wala", "wali", "کا", "کی", "کے", "والا", "والی"})
_WHY = frozenset(
    {"why", "kyu", "kyun", "kyon", "kiun", "کیوں", "ولې", "ولی", "wale", "walay", "nikal", "nikalo", "hatao", "نکال"}
)


def category_named(clause: str, offered: "tuple[str, ...]", longest: int = _LINE) -> "str | None":
    """The one category whose words the clause has more of than any other's; what is denied does not count."""
    said = tokens(clause)
    if len(said) > longest:
        return None
    whole = folded(clause)
    exact = [name for name in offered if whole in _labels_of(name)]
    if len(exact) == 1:
        return exact[0]
    keys = [key_of(word) or word for word in said]
    hits: dict[str, int] = {}
    for name in offered:
        words = _category_words(name)
        for at, key in enumerate(keys):
            if key in words and not is_denied(said, at):
                hits[name] = hits.get(name, 0) + 1
    if not hits:
        return None
    most = max(hits.values())
    best = [name for name, count in hits.items() if count == most and name != "other"]
    return best[0] if len(best) == 1 else None


def is_denied(said: "tuple[str, ...]", at: int, before: int = 3, behind: int = 2) -> bool:
    """ "not gas", "gas nahi", "none of electricity"."""
    return not {"not", "none", "isnt", "isn't", "nor"}.isdisjoint(said[max(0, at - before) : at]) or not {
        "nahi",
        "nahin",
        "nai",
        "nhi",
        "ni",
        "نہیں",
        "نہ",
        "نه",
        "na",
    }.isdisjoint(said[at + 1 : at + 1 + behind])


@functools.cache
def _labels_of(name: str) -> "frozenset[str]":
    return frozenset({name, name.replace("_", " "), *(folded(one) for one in labels()["categories"][name].values())})


@functools.cache
def _category_words(name: str) -> "frozenset[str]":
    called = [word for one in (*labels()["categories"][name].values(), name.replace("_", " ")) for word in tokens(one)]
    mine = {
        key_of(word) or word
        for word in called
        if not is_small_word(word) and len(word) > 2 and word not in ("and", "aur", "paper", "papers", "services")
    }
    return frozenset(mine | words_of(name))
