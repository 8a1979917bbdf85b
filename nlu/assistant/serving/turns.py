"""One turn of a conversation inside Rasa, from the caller's JSON to the answer.

The citizen's words are read by Rasa's pipeline and nlu/dialogue; Rasa's rules and form say what is answered, from what
the caller knows (rules.py); nlu/dialogue words it. The answer is kept under the turn's id, so a repeat gets the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nlu.assistant.serving.assistant import Assistant
from nlu.assistant.serving.hearing import as_json, hear
from nlu.assistant.serving.rules import Case
from nlu.dialogue.catalogue import questions
from nlu.dialogue.plainly import said_first
from nlu.dialogue.questions import settled
from nlu.dialogue.questions_apart import apart
from nlu.dialogue.read import read, said
from nlu.dialogue.render import Scene, Spoken, render, shortened
from nlu.dialogue.scene import after, outcome_of, record_after, record_before, still_asked
from nlu.dialogue.shapes import CONFIRM, CORRECTION, Heard, Reading, Said

_MAY_END = ("confirmed", "cancelled", "human")


class NothingSaid(RuntimeError):
    """No rule fits this move here: a gap in data/rules. The gateway's plain questions answer instead."""


async def turn(assistant: Assistant, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a turn. Call it under the conversation's lock. Store faults are raised, not hidden."""
    answered = assistant.store.answer_to(request["conversation"], request["id"])
    if answered is not None:
        return answered
    spoken_of = said(request["text"], request["choice"], request["language"], request["known"], request["asking"])
    parted = apart(spoken_of)
    spoken_of = parted.turn
    heard = hear(assistant.processor, spoken_of.text, spoken_of)
    reading = read(spoken_of, heard, parted.asks, nothing_else=parted.nothing_else, hides=parted.hides)
    scene = after(spoken_of, reading)
    names = await assistant.rules.responses(_case(spoken_of, reading))
    spoken = [render(name, _short(scene)) for name in names]
    answer = _answer(spoken, spoken_of, heard, reading, scene)
    assistant.store.keep(request["conversation"], request["id"], answer)
    return answer


def _case(turn: Said, reading: Reading) -> Case:
    """The turn as Rasa's rules see it, from the caller's record."""
    done = settled(record_before(turn), turn.reached, forget=(*reading.forget, *_asked(turn)))
    asked = CONFIRM if turn.question == CORRECTION else turn.question
    still_open = tuple(name for name in questions() if name not in done)
    return Case(asked, still_open, reading.move, _told(turn, reading))


def _short(scene: Scene) -> Scene:
    """A summary shows no more of a value than this."""
    return replace(scene, known={name: shortened(value) for name, value in scene.known.items()})


def _asked(turn: Said) -> tuple[str, ...]:
    return (turn.question,) if turn.question in questions() else ()


def _told(turn: Said, reading: Reading) -> tuple[str, ...]:
    """What the form is told: fields that were learnt, and questions that need no answer any more."""
    before = settled(record_before(turn), turn.reached, forget=(*reading.forget, *_asked(turn)))
    now = settled(record_after(turn, reading), turn.reached, reading.skipped, reading.forget)
    told = [name for name in now if name not in before or name in reading.fields]
    return tuple(dict.fromkeys([*told, CONFIRM] if reading.confirmed else told))


def _answer(spoken: list[Spoken], turn: Said, heard: Heard, reading: Reading, scene: Scene) -> dict[str, Any]:
    """What the gateway is told, out of what Rasa said."""
    texts = [*said_first(turn, reading), *(one.text for one in spoken if one.text)]
    if heard.urgent:
        texts.insert(0, render("utter_emergency", scene).text)
    asking = next((one.asking for one in reversed(spoken) if one.asking), None)
    outcome = outcome_of([one.outcome for one in spoken if one.outcome], asking)
    if not spoken or (turn.question and asking is None and outcome not in _MAY_END):
        raise NothingSaid(reading.move)
    reply = {
        "text": "\n\n".join(texts),
        "buttons": [{"title": title, "payload": payload} for title, payload in spoken[-1].buttons],
    }
    return {
        "replies": [reply] if texts else [],
        "fields": {
            name: {"value": value, "confidence": sure, "source": source}
            for name, (value, sure, source) in reading.fields.items()
        },
        "asking": still_asked(turn, asking, outcome),
        "outcome": outcome,
        "language": reading.language,
        "understanding": as_json(heard),
        "asks": list(reading.asks),
    }
