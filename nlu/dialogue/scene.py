"""The record as it stands after a turn, and what is needed to word the answer."""

from collections.abc import Mapping

from core.asking import Asking
from nlu.dialogue.answers.shown import SHOWN
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.render import Scene
from nlu.dialogue.shapes import AGAIN, CONFIRM, Reading, Said


def record_before(turn: Said) -> dict[str, str]:
    """What counts as known while a question is open: a field that is being asked again is not."""
    return {name: value for name, value in turn.known.items() if value and name != turn.question}


def record_after(turn: Said, reading: Reading) -> dict[str, str]:
    """What is known after this turn. Guesses that are not believed do not count."""
    known = record_before(turn)
    known.update({name: value for name, (value, sure, _) in reading.fields.items() if sure >= ENOUGH})
    return {name: value for name, value in known.items() if name not in reading.forget}


def still_asked(turn: Said, asking: "str | None", outcome: str) -> "str | None":
    """What the caller keeps as asked: while a person is being fetched, the question stays open though not repeated."""
    return asking or (Asking(turn.question, turn.offered, turn.back).text if outcome == "human" else None)


def outcome_of(outcomes: "list[str]", asking: "str | None") -> str:
    """The last outcome that a response carries; without one it is a question, or only talk."""
    return outcomes[-1] if outcomes else "asking" if asking else "chat"


def after(turn: Said, reading: Reading) -> Scene:
    """The scene for wording the responses to this turn."""
    options: Mapping[str, tuple[str, ...]] = reading.options
    unchanged = not reading.fields and not reading.forget
    return Scene(
        language=reading.language,
        known=record_after(turn, reading),
        options=options,
        question=turn.question,
        back=_back(turn, reading),
        brief=turn.question == CONFIRM and unchanged and turn.offered != (AGAIN,) and not _shows(reading),
        topic=reading.topic,
    )


def _shows(reading: Reading) -> bool:
    """Is the whole summary to be seen, though nothing in it has changed?"""
    return reading.move in ("switch_language", "track_status", "attachment") or reading.topic in (
        SHOWN,
        "stands_already",
    )


def _back(turn: Said, reading: Reading) -> "str | None":
    """Where the asking goes on once the field that is being changed has its new value."""
    if reading.move == "start_over":
        return None
    changing = reading.move == "correct" and turn.question is not None
    return turn.reached if changing or turn.back else None
