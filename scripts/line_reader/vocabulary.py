"""The words that training lines are made of: those of our own corpus and reference data, the names in CLDR, and word
lists that are given.

``python -m scripts.line_reader.vocabulary OUT.json [ur=LIST ps=LIST]``. A list has a word a line: those in tesseract's
own models serve (``combine_tessdata -u``, then ``dawg2wordlist``). The sentences of the evaluation are not among them.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from babel import Locale

_ROOT = Path(__file__).parents[2]
_SOURCES = (
    "nlu/assistant/data/**/*.yml",
    "nlu/assistant/domain/**/*.yml",
    "core/reference/**/*.json",
    "core/reference/**/*.csv",
    "core/text/*.py",
)
_WORD = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff]+")
_PASHTO = set("ټډړږښځڅڼېۍګ")
_URDU = set("ٹڈڑںےھ")


def collect() -> dict[str, dict[str, int]]:
    """Words with how often they occur, by language: ``ur`` and ``ps``. A word that may be either is in both."""
    counts: dict[str, Counter[str]] = {"ur": Counter(), "ps": Counter()}
    for pattern in _SOURCES:
        for path in sorted(_ROOT.glob(pattern)):
            for line in path.read_text("utf-8").splitlines():
                _add(counts, _WORD.findall(line))
    for language in counts:
        locale = Locale.parse(language)
        for names in (locale.languages, locale.territories, locale.currencies):
            for name in names.values():
                counts[language].update(word for word in _WORD.findall(str(name)) if len(word) > 1)
    return {language: dict(counter) for language, counter in counts.items()}


def _add(counts: dict[str, Counter[str]], words: list[str]) -> None:
    signs = set("".join(words))
    if signs & _PASHTO and not signs & _URDU:
        counts["ps"].update(words)
    elif signs & _URDU and not signs & _PASHTO:
        counts["ur"].update(words)
    else:
        for counter in counts.values():
            counter.update(words)


def with_list(counts: dict[str, dict[str, int]], language: str, file: Path) -> None:
    """Add the words of a list to a language, each as one that is seen now and then."""
    for line in file.read_text("utf-8").splitlines():
        for word in _WORD.findall(line):
            if len(word) > 1:
                counts[language].setdefault(word, 2)


if __name__ == "__main__":
    collected = collect()
    for argument in sys.argv[2:]:
        with_list(collected, argument.partition("=")[0], Path(argument.partition("=")[2]))
    Path(sys.argv[1]).write_text(json.dumps(collected, ensure_ascii=False), "utf-8")
