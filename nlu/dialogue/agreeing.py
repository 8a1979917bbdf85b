"""Is a clause a yes, and nothing else? It is asked of each clause where a yes registers a complaint."""

from core.text.normalise import fold_letters
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import move
from nlu.dialogue.patterns import words_for
from nlu.dialogue.words import tokens

_YES = frozenset({"yes_", "ok", "send", "write_instead", "thanks", "apply"})
_AROUND = words_for("around_a_yes")
_SHORT = 3


def agrees(clause: str) -> bool:
    """Words of agreement only ("haan ji theek hai darj kar dein"), or that nothing is wrong."""
    said, named = tokens(clause), set(cues(clause))
    if move(clause) in ("affirm", "thanks", "greet") or {"wrong", "nothing"} <= named or {"wrong", "neg"} <= named:
        return True
    agreeing = [not _YES.isdisjoint(cues(word)) or fold_letters(word) in _AROUND or len(word) < _SHORT for word in said]
    return bool(said) and not _YES.isdisjoint(named) and "neg" not in named and all(agreeing)
