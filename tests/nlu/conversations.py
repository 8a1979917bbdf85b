"""Conversations as data (dialogues/*.yml), and how one is held with an engine."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from core.asking import Asking
from core.ports import DialogueEngine, Turn, TurnResult

FOLDER = Path(__file__).parent / "dialogues"
CHANNEL_KNOWS = {"phone": "+923001112233", "complainant_name": "Zar Gul"}
DONE = "done"


@dataclass(frozen=True)
class Conversation:
    """One conversation of the table."""

    name: str
    turns: tuple[tuple[Any, ...], ...]
    known: Mapping[str, str]
    one_line: bool = False


@dataclass
class Citizen:
    """The gateway's side of a conversation: the record, what was asked, and the language."""

    engine: DialogueEngine
    known: dict[str, str]
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    language: str = "und"
    asking: str | None = None
    count: int = 0
    questions: int = 0

    def say(self, text: str, choice: str | None = None) -> TurnResult:
        """One turn; what it teaches is kept as the gateway keeps it."""
        self.count += 1
        result = self.engine.turn(
            Turn(self.id, f"{self.id}:{self.count}", text, self.language, dict(self.known), self.asking, choice)
        )
        self.known.update({name: one.value for name, one in result.fields.items() if one.believed})
        self.asking, self.language = result.asking, result.language
        self.questions += result.asking is not None
        return result


def table() -> list[Conversation]:
    """All conversations, in the order of the files."""
    return list(_read())


def _read() -> Iterator[Conversation]:
    for path in sorted(FOLDER.glob("*.yml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            turns = tuple(tuple(turn) for turn in one["turns"])
            known = one.get("known", CHANNEL_KNOWS)
            yield Conversation(f"{path.stem}: {one['name']}", turns, known, one.get("one_line", False))


def hold(conversation: Conversation, engine: DialogueEngine, engine_name: str) -> Citizen:
    """Go through it and check each turn. AssertionError names the turn."""
    citizen = Citizen(engine, dict(conversation.known))
    for said, then, *rest in conversation.turns:
        more: dict[str, Any] = rest[0] if rest else {}
        if more.get("only", engine_name) != engine_name:
            break
        text, choice = (said.get("text", ""), said["choice"]) if isinstance(said, dict) else (said, None)
        result = citizen.say(text, choice)
        check(result, then, more, citizen, f"{conversation.name}, after {text or choice!r} ({engine_name})")
    return citizen


def check(result: TurnResult, then: str | None, more: Mapping[str, Any], citizen: Citizen, where: str) -> None:
    """What must hold after a turn."""
    question = Asking.read(result.asking).question
    told = "\n".join(reply.text for reply in result.replies)
    if then == DONE:
        assert (result.outcome, question) == ("confirmed", None), where
    else:
        assert question in (then, *more.get("maybe", ())), f"{where}: asks {question}\n{told}"
        expected = more.get("outcome", "asking" if question else "chat")
        assert result.outcome == expected, where
    for words in more.get("says", ()):
        assert any(word in told for word in words.split("|")), f"{where}: {words!r} is not in\n{told}"
    for words in more.get("says_not", ()):
        assert words not in told, f"{where}: {words!r} is in\n{told}"
    if "learns" in more:
        learnt = {name: one.value for name, one in result.fields.items() if one.believed}
        wanted = more["learns"]
        assert {name: learnt.get(name) for name in wanted} == wanted, f"{where}: learnt {learnt}"
        assert wanted or not learnt, f"{where}: learnt {learnt}"
    for name, words in more.get("record", {}).items():
        assert words in citizen.known[name], f"{where}: {name} is {citizen.known.get(name)!r}"
    for name, value in more.get("entity", {}).items():
        assert result.understanding.entities.get(name) == value, where
    if "language" in more:
        assert result.language == more["language"], f"{where}: {result.language}"
    if "urgent" in more:
        assert result.understanding.urgent is more["urgent"], where
    if "buttons" in more:
        assert len(result.replies[-1].buttons) == more["buttons"], f"{where}: {result.replies}"
    for reply in result.replies:
        assert len(reply.buttons) <= 3, where
        assert all(0 < len(button.title) <= 20 for button in reply.buttons), where
        assert "{" not in reply.text, f"{where}: not filled in\n{reply.text}"
