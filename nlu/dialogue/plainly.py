"""A whole turn without Rasa's rules: what is said to a reading, and what the turn came to."""

from dataclasses import dataclass

from nlu.dialogue.catalogue import service
from nlu.dialogue.changes import changes_said
from nlu.dialogue.plan import responses_for
from nlu.dialogue.render import Spoken, render
from nlu.dialogue.scene import after, outcome_of, still_asked
from nlu.dialogue.shapes import Heard, Reading, Said


@dataclass(frozen=True)
class Answer:
    """What is said, the last of it with buttons; what is asked now, and what the turn came to (core.ports.Outcome)."""

    spoken: "tuple[Spoken, ...]"
    asking: "str | None"
    outcome: str


def said_first(turn: Said, reading: Reading) -> list[str]:
    """What is said to the questions that were asked beside all else, and what was changed of the summary; not what the
    reading's move says already."""
    said = reading.topic if reading.move == "service" else None
    answers = [service(topic, reading.language) for topic in reading.asks if topic != said]
    changed = changes_said(turn, reading)
    return [*answers, "\n".join(changed)] if changed else answers


def answer(turn: Said, heard: Heard, reading: Reading) -> Answer:
    """The answer to a reading."""
    scene = after(turn, reading)
    spoken = [render(key, scene) for key in responses_for(turn, reading)]
    spoken[:0] = [Spoken(text) for text in said_first(turn, reading)]
    if heard.urgent:
        spoken.insert(0, render("utter_emergency", scene))
    asking = next((one.asking for one in reversed(spoken) if one.asking), None)
    outcome = outcome_of([one.outcome for one in spoken if one.outcome], asking)
    return Answer(tuple(spoken), still_asked(turn, asking, outcome), outcome)
