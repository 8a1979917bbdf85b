"""The second baseline: a keyword table. What a careful engineer writes in a day without any learning.

Category: the one whose words of the vocabulary occur most in the text, longer ones counting more. Intent: a few words
each. It reads the text as the classifiers do.
"""

from collections import Counter
from collections.abc import Mapping

from core.text.normalise import normalise
from nlu.evaluation.answers import Answer, System
from nlu.training.corpus import WORD, sentences

_INTENTS: Mapping[str, tuple[str, ...]] = {
    "feedback_satisfied": (
        "thank",
        "solved",
        "shukriya",
        "shukria",
        "شکریہ",
        "مننه",
        "شکریه",
        "مطمئن ہوں",
        "hal ho ga",
    ),
    "feedback_dissatisfied": ("not satisfied", "not solved", "reopen", "hal nahi", "حل نہیں", "مطمئن نہیں", "نه ده حل"),
    "track_status": ("status", "tracking", "kp-20", "ka kya bana", "کا کیا بنا", "شکایت څه", "سٹیٹس"),
    "human_help": ("human", "operator", "call me", "insaan", "numainda", "انسان", "آپریٹر", "نمائندے", "کال کر"),
    "cancel": ("cancel", "withdraw", "forget it", "rehne do", "chor do", "منسوخ", "رہنے دیں", "پرېږده"),
    "greet": ("hello", "salam", "good morning", "السلام علیکم", "سلام", "ہیلو", "ستړي مه شې"),
    "affirm": ("yes", "ok", "jee", "haan", "theek", "جی", "ہاں", "ٹھیک", "ہو", "سمه"),
    "deny": ("no", "nahi", "nope", "wrong", "نہیں", "نه", "غلط"),
    "inform": ("my name", "mera naam", "میرا نام", "زما نوم", "gali", "house", "مکان", "کور نمبر"),
}


def keyword_table() -> System:
    """The table, ready to be asked."""
    table = [(normalise(one.text).lower(), str(one.category)) for one in sentences() if one.kind == WORD]

    def ask(text: str) -> Answer:
        said = f" {normalise(text).lower()} "
        hits: Counter[str] = Counter()
        for word, category in table:
            if f" {word}" in said:
                hits[category] += len(word)
        first = hits.most_common(3)
        best = first[0][0] if first else None
        return Answer(_intent(said, best), best, tuple((name, 0.5) for name, _ in first))

    return ask


def _intent(said: str, category: str | None) -> str:
    if category is not None and len(said) > 20:
        return "file_complaint"
    for intent, words in _INTENTS.items():
        if any(f" {word}" in said for word in words):
            return intent
    if category is not None:
        return "inform"
    return "inform" if any(sign.isdigit() for sign in said) else "out_of_scope"
