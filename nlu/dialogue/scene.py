"""The record as it stands after a turn, and what is needed to word the answer."""

from collections.abc import Mapping

from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.render import Scene
from nlu.dialogue.shapes import CONFIRM, Reading, Said, join_asking


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
    return asking or (join_asking(turn.question, turn.offered) if outcome == "human" else None)


def after(turn: Said, reading: Reading) -> Scene:
    """The scene for wording the responses to this turn."""
    options: Mapping[str, tuple[str, ...]] = reading.options
    unchanged = not reading.fields and not reading.forget
    return Scene(
        language=reading.language,
        known=record_after(turn, reading),
        options=options,
        question=turn.question,
        brief=turn.question == CONFIRM and unchanged and reading.move not in ("switch_language", "track_status"),
    )
