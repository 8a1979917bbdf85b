"""One turn of a conversation inside Rasa, from the caller's JSON to the answer.

The tracker is loaded once, brought in line with what the caller knows, given the citizen's words as an intent and
entities that nlu/dialogue has read, run through Rasa's rules and form, and saved once: a crash in between leaves it
as it was. The answer is kept in the tracker under the turn's id, so a repeat gets the same.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from core.text.normalise import normalise
from nlu.assistant.serving.hearing import as_json, hear
from nlu.assistant.serving.trackers import inner
from nlu.assistant.serving.voice import SCENE
from nlu.dialogue.catalogue import questions
from nlu.dialogue.plainly import answers_first
from nlu.dialogue.questions import settled
from nlu.dialogue.questions_apart import apart
from nlu.dialogue.read import read, said
from nlu.dialogue.render import Scene, render, shortened
from nlu.dialogue.scene import after, outcome_of, record_after, record_before, still_asked
from nlu.dialogue.shapes import CONFIRM, CORRECTION, Heard, Reading, Said

FORM = "complaint_form"
SKIPPED = "-"
"""A question that needs no answer any more, as the form sees it."""

ANSWER = "answer"
_MAY_END = ("confirmed", "cancelled", "human")


class NothingSaid(RuntimeError):
    """No rule fits this move here: a gap in data/rules. The gateway's plain questions answer instead."""


async def turn(processor: MessageProcessor, request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a turn. Call it under the conversation's lock. Store faults are raised, not hidden."""
    store = inner(processor.tracker_store)
    tracker = await _load(processor, store, request["conversation"])
    stored = len(tracker.events)
    answered = _earlier_answer(tracker, request["id"])
    if answered is not None:
        return answered
    spoken_of = said(request["text"], request["choice"], request["language"], request["known"], request["asking"])
    parted = apart(spoken_of)
    spoken_of = parted.turn
    heard = await hear(processor, spoken_of.text, spoken_of)
    reading = read(spoken_of, heard, parted.asks, nothing_else=parted.nothing_else, hides=parted.hides)
    scene = after(spoken_of, reading)
    await processor._update_tracker_session(tracker, CollectingOutputChannel())
    for event in _as_the_caller_knows(tracker, spoken_of, reading, scene):
        tracker.update(event, processor.domain)
    since = len(tracker.events)
    await run(processor, tracker, normalise(spoken_of.text), reading.move, _entities(spoken_of, reading), request["id"])
    answer = _answer(list(tracker.events)[since:], spoken_of, heard, reading, scene)
    tracker.update(SlotSet(ANSWER, {"turn": request["id"], "answer": answer}), processor.domain)
    store.append(tracker.sender_id, list(tracker.events)[stored:])
    return answer


async def _load(processor: MessageProcessor, store: Any, conversation: str) -> DialogueStateTracker:
    tracker = await store.retrieve(conversation) or store.init_tracker(conversation)
    tracker.model_id = processor.model_metadata.model_id
    tracker.assistant_id = tracker.assistant_id or processor.model_metadata.assistant_id
    return tracker


def _earlier_answer(tracker: DialogueStateTracker, turn_id: str) -> dict[str, Any] | None:
    for event in reversed(tracker.events):
        if isinstance(event, SlotSet) and event.key == ANSWER and event.value and event.value["turn"] == turn_id:
            return event.value["answer"]
    return None


def _as_the_caller_knows(tracker: DialogueStateTracker, turn: Said, reading: Reading, scene: Scene) -> list[Event]:
    """Events that put the tracker where the caller's record is, whatever it held before."""
    known = record_before(turn)
    done = settled(known, turn.reached, forget=(*reading.forget, *_asked(turn)))
    if turn.question is None:
        place: list[Event] = [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
    else:
        question = CONFIRM if turn.question == CORRECTION else turn.question
        place = [ActiveLoop(FORM), SlotSet(REQUESTED_SLOT, question)]
    wanted: dict[str, Any] = {name: known.get(name, SKIPPED) if name in done else None for name in questions()}
    wanted.update({"language": reading.language, SCENE: _short(scene)})
    slots = [SlotSet(name, value) for name, value in wanted.items() if tracker.get_slot(name) != value]
    return [*slots, *place]


def _short(scene: Scene) -> dict[str, Any]:
    """The scene as it is kept: a summary shows no more of a value than this."""
    return {**asdict(scene), "known": {name: shortened(value) for name, value in scene.known.items()}}


def _asked(turn: Said) -> tuple[str, ...]:
    return (turn.question,) if turn.question in questions() else ()


def _entities(turn: Said, reading: Reading) -> list[dict[str, Any]]:
    """What the form is told: fields that were learnt, and questions that need no answer any more."""
    before = settled(record_before(turn), turn.reached, forget=(*reading.forget, *_asked(turn)))
    known = record_after(turn, reading)
    now = settled(known, turn.reached, reading.skipped, reading.forget)
    told = {name: known.get(name) or SKIPPED for name in now if name not in before or name in reading.fields}
    if reading.confirmed:
        told[CONFIRM] = "yes"
    return [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in told.items()]


async def run(
    processor: MessageProcessor,
    tracker: DialogueStateTracker,
    text: str,
    move: str,
    entities: list[dict[str, Any]],
    turn_id: str | None = None,
) -> None:
    """What Rasa's MessageProcessor.handle_message does, without loading and saving the tracker itself.

    Its steps are private methods of Rasa 3.6.21, the last open version, which the lock file pins.
    """
    parsed = {"text": text, "intent": {"name": move, "confidence": 1.0}, "entities": entities}
    output = CollectingOutputChannel()
    message = UserMessage(text, output, tracker.sender_id, input_channel="arzi", message_id=turn_id, parse_data=parsed)
    await processor._handle_message_with_tracker(message, tracker)
    tracker = await processor.run_action_extract_slots(output, tracker)
    await processor._run_prediction_loop(output, tracker)


def _answer(events: list[Event], turn: Said, heard: Heard, reading: Reading, scene: Scene) -> dict[str, Any]:
    """What the gateway is told, out of what Rasa said."""
    uttered = [event for event in events if isinstance(event, BotUttered)]
    beside = [event.data.get("custom") or {} for event in uttered]
    texts = [*answers_first(reading), *(event.text for event in uttered if event.text)]
    if heard.urgent:
        texts.insert(0, render("utter_emergency", scene).text)
    asking = next((one["asking"] for one in reversed(beside) if one.get("asking")), None)
    outcome = outcome_of([one["outcome"] for one in beside if one.get("outcome")], asking)
    if not uttered or (turn.question and asking is None and outcome not in _MAY_END):
        raise NothingSaid(reading.move)
    buttons = beside[-1].get("buttons", [])
    reply = {
        "text": "\n\n".join(texts),
        "buttons": [{"title": title, "payload": payload} for title, payload in buttons],
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
