"""A dialogue engine whose questions are lists as well, for channels that have lists (core.messages.Menu)."""

from collections.abc import Sequence
from dataclasses import replace

from core.messages import Menu, MenuRow
from core.ports import DialogueEngine, Outcome, Reply, Turn, TurnResult, Understanding
from nlu.dialogue.lists import Listed, listed, opened

NAME = "lists"


class _WithLists:
    def __init__(self, inner: DialogueEngine) -> None:
        self._inner = inner

    def turn(self, turn: Turn) -> TurnResult:
        """Raises what the engine raises. A row that opens a second list needs no engine: nothing is learnt of it."""
        second = opened(turn.choice, turn.asking, turn.language)
        if second is not None:
            reply = Reply(second.instead_of, menu=_menu(second))
            understanding = Understanding(language=turn.language)
            return TurnResult((reply,), Outcome.ASKING, second.asking, turn.language, {}, understanding, NAME)
        result = self._inner.turn(turn)
        found = listed(result.asking, result.language)
        if found is None or not result.replies:
            return result
        *before, last = result.replies
        return replace(result, replies=(*before, replace(last, menu=_menu(found))))

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        return self._inner.ask_all(missing, language)

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        return self._inner.understand(texts)

    def ping(self) -> None:
        self._inner.ping()


def with_lists(engine: DialogueEngine) -> DialogueEngine:
    """The engine, with a list beside each question that has something to choose from."""
    return _WithLists(engine)


def _menu(found: Listed) -> Menu:
    rows = tuple(MenuRow(row.title, row.payload, row.about) for row in found.rows)
    return Menu(found.button, rows, found.text, found.instead_of)
