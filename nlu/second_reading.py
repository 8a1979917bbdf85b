"""A second reader, asked where our own reading is unsure: it points at words, and our own reading proves them.

The words it points at are heard as the answer to the question that stays open, by the same engine and the same proofs
(a gazetteer, a place word, the span model, a confidence); what is not believed then stays unlearnt. It sees the turn
with numbers and names masked, names are never asked of it, and nothing of what it says reaches a citizen. The gateway
asks it: Rasa's process has no way out.
"""

from collections.abc import Sequence

from core.asking import Asking
from core.errors import DialogueUnavailable, ReaderUnavailable
from core.ports import DialogueEngine, Outcome, Reply, SecondReader, Turn, TurnResult, Understanding
from nlu.second_look import doubted, pointed_at

SECOND = ":second"
"""Behind a turn's id: the same message, heard again by its words."""


class _WithSecondReader:
    def __init__(self, inner: DialogueEngine, reader: SecondReader) -> None:
        self._inner, self._reader = inner, reader

    def turn(self, turn: Turn) -> TurnResult:
        """Raises what the engine raises. A reader that is away changes nothing."""
        first = self._inner.turn(turn)
        field = _unsure(turn, first)
        if field is None:
            return first
        try:
            words = pointed_at(self._reader.point, turn.text, field, first.language, turn.known)
        except ReaderUnavailable:
            return first
        return self._proven(turn, first, field, words) if words is not None else first

    def _proven(self, turn: Turn, first: TurnResult, field: str, words: str) -> TurnResult:
        """The words as the answer to what is asked, where that is believed."""
        learnt = {name: one.value for name, one in first.fields.items() if one.believed}
        known = {name: value for name, value in {**turn.known, **learnt}.items() if name != field}
        try:
            again = self._inner.turn(
                Turn(turn.conversation, turn.id + SECOND, words, first.language, known, first.asking)
            )
        except DialogueUnavailable:
            return first
        found = again.fields.get(field)
        if found is None or not found.believed or again.outcome is not Outcome.ASKING:
            return first
        fields = {**first.fields, field: found}
        return TurnResult(
            again.replies, again.outcome, again.asking, first.language, fields, first.understanding, again.engine
        )

    def ping(self) -> None:
        self._inner.ping()

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        return self._inner.ask_all(missing, language)

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        return self._inner.understand(texts)


def with_second_reader(engine: DialogueEngine, reader: SecondReader) -> DialogueEngine:
    """The engine, with a reader that is asked where it is unsure."""
    return _WithSecondReader(engine, reader)


def _unsure(turn: Turn, first: TurnResult) -> str | None:
    if turn.choice or first.outcome is not Outcome.ASKING or first.understanding.danger is not None:
        return None
    return doubted(turn.text, Asking.read(turn.asking), Asking.read(first.asking))
