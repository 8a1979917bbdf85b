"""Gather the words that only one language uses from this project's training sentences, as a list to weed by hand.

    PYTHONPATH=. python nlu/training/gather_words.py nlu/assistant/data/nlu

Writes core/reference/words/english_subjects.txt and its sisters. Words that also stand in another language's
sentences of the same script, that the hand-made lists already have, and names of places are left out.
"""

import collections
import re
import sys
import textwrap
from pathlib import Path

from core.text.gazetteer import gazetteer, is_arabic, key_of
from core.text.lexicon import REFERENCE, words
from core.text.normalise import fold_letters

_LANGUAGE = re.compile(r"language:\s*(\w+)")
_MARKUP = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_WORD = re.compile(r"[^\W\d_]{3,}")
_HEAD = (
    "# Words that only this language's sentences have. Gathered by gather.py from our training sentences and weeded."
)
_SCRIPTS = (("en", "roman_ur"), ("ur", "ps"))
_FILES = {"en": "english", "roman_ur": "roman_urdu", "ur": "urdu", "ps": "pashto"}


def main(folder: Path) -> None:
    seen: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for path in sorted(folder.rglob("*.yml")):
        language = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            stated = _LANGUAGE.search(line)
            language = stated.group(1) if stated else language
            if line.strip().startswith("- ") and not line.strip().startswith("- intent"):
                text = fold_letters(_MARKUP.sub(r"\1", line)).lower()
                latin = bool(re.search("[a-z]", text))
                key = "roman_ps" if language == "ps" and latin else language
                seen[key].update(set(_WORD.findall(text)))
    places = gazetteer()
    known = frozenset().union(
        *(words(name) for name in ("english", "roman_urdu", "roman_pashto", "urdu", "pashto", "weeded"))
    )
    for pair in _SCRIPTS:
        for language, other in (pair, pair[::-1]):
            also = set(seen[other]) | set(seen["roman_ps"])
            own = sorted(
                word
                for word in seen[language]
                if word not in also | known
                and (word not in places.exact or word in places.cautions)
                and not (is_arabic(word) and key_of(word) in places.keys)
            )
            body = textwrap.wrap(" ".join(own), 110, break_long_words=False, break_on_hyphens=False)
            target = REFERENCE / "words" / f"{_FILES[language]}_subjects.txt"
            target.write_text("\n".join([_HEAD, *body]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
