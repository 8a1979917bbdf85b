"""The same questions as Rasa's, plainly asked, while Rasa is down. Without state: the record and what was asked last
say where the conversation stands, so either engine can go on where the other stopped."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date

from core.complaint import Field, Source
from core.errors import DialogueUnavailable
from core.messages import Button
from core.ports import DialogueEngine, Outcome, Reply, Turn, TurnResult, Understanding
from nlu.dialogue.all_at_once import question_for_all
from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.plainly import Answer, answer
from nlu.dialogue.questions_apart import apart
from nlu.dialogue.read import read, said
from nlu.dialogue.shapes import Heard, Reading
from nlu.dialogue.understood import understood

NAME = "plain"


class PlainQuestions:
    """A DialogueEngine that needs nothing but this process."""

    def __init__(self, today: Callable[[], date] = today) -> None:
        self._today = today

    def turn(self, turn: Turn) -> TurnResult:
        """One turn; the same turn always gives the same answer."""
        parted = apart(said(turn.text, turn.choice, turn.language, dict(turn.known), turn.asking))
        spoken_of = parted.turn
        heard = hear_plainly(spoken_of.text, self._today(), spoken_of)
        reading = read(spoken_of, heard, parted.asks, nothing_else=parted.nothing_else, hides=parted.hides)
        return _result(reading, heard, answer(spoken_of, heard, reading))

    def ping(self) -> None:
        """Always there."""

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        """One message that asks for all of these fields."""
        return Reply(question_for_all(missing, language))

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """By keywords: less than Rasa understands."""
        return [understanding(hear_plainly(text, self._today())) for text in texts]


def _result(reading: Reading, heard: Heard, answered: Answer) -> TurnResult:
    words = [one.text for one in answered.spoken if one.text]
    last = answered.spoken[-1].buttons if answered.spoken else ()
    buttons = tuple(Button(title, payload) for title, payload in last)
    return TurnResult(
        replies=(Reply("\n\n".join(words), buttons),) if words else (),
        outcome=Outcome(answered.outcome),
        asking=answered.asking,
        language=reading.language,
        fields={name: Field(value, sure, Source(source)) for name, (value, sure, source) in reading.fields.items()},
        understanding=understanding(heard),
        engine=NAME,
        asks=frozenset(reading.asks),
    )


def understanding(heard: Heard) -> Understanding:
    """What was heard, as the core knows it."""
    told = asdict(understood(heard))
    return Understanding(**{**told, "acts": frozenset(told["acts"])})


class _WithFallback:
    def __init__(self, primary: DialogueEngine, fallback: DialogueEngine) -> None:
        self._primary, self._fallback = primary, fallback

    def turn(self, turn: Turn) -> TurnResult:
        try:
            return self._primary.turn(turn)
        except DialogueUnavailable:
            return self._fallback.turn(turn)

    def ping(self) -> None:
        self._primary.ping()

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        return self._primary.ask_all(missing, language)

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        try:
            return self._primary.understand(texts)
        except DialogueUnavailable:
            return self._fallback.understand(texts)


def with_fallback(primary: DialogueEngine, fallback: DialogueEngine) -> DialogueEngine:
    """An engine that asks ``primary`` and, where it is unavailable, ``fallback``, turn by turn."""
    return _WithFallback(primary, fallback)
