"""What Rasa's rules and its form say: the names of the responses to a move, in the middle of what is asked and known.

They look at the turn alone, which begins with all that the caller knows, and at names only: what is asked, which
questions are open, the move, and the fields that the turn tells. No rule and no form looks at a value, nor at a turn
before. So Rasa decides each such case once, and what it decided is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.dialogue.catalogue import questions

FORM = "complaint_form"
_THERE = "-"
"""The value of a field that is known or told, whatever it is: nothing here depends on it."""
_KEPT = 4096
"""Cases that are remembered; each is some hundred bytes."""


@dataclass(frozen=True)
class Case:
    """A move, and where it is made. ``asked``: the form's question, or nothing is asked. ``still_open``: the form's
    questions without an answer. ``told``: fields that the turn tells, in their order."""

    asked: str | None
    still_open: tuple[str, ...]
    move: str
    told: tuple[str, ...]


class Rules:
    """The rules and the form of a loaded model."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor
        self._decided: OrderedDict[Case, tuple[str, ...]] = OrderedDict()

    async def responses(self, case: Case) -> tuple[str, ...]:
        """The names of the responses, in order; none where no rule fits."""
        if case not in self._decided:
            self._decided[case] = uttered(await self.events(case))
            if len(self._decided) > _KEPT:
                self._decided.popitem(last=False)
        self._decided.move_to_end(case)
        return self._decided[case]

    async def events(self, case: Case) -> list[Event]:
        """What Rasa does with the case: its events from the citizen's move on, on a tracker that holds this turn.

        It is what Rasa's MessageProcessor.handle_message does, without loading and saving a tracker. Its steps are
        private methods of Rasa 3.6.21, the last open version, which the lock file pins.
        """
        processor = self._processor
        tracker = self._begun(case)
        since = len(tracker.events)
        told = [{"entity": name, "value": _THERE, "start": 0, "end": 0} for name in case.told]
        parsed = {"text": _THERE, "intent": {"name": case.move, "confidence": 1.0}, "entities": told}
        output = CollectingOutputChannel()
        message = UserMessage(_THERE, output, tracker.sender_id, input_channel="arzi", parse_data=parsed)
        await processor._handle_message_with_tracker(message, tracker)
        await processor.run_action_extract_slots(output, tracker)
        await processor._run_prediction_loop(output, tracker)
        return list(tracker.events)[since:]

    def _begun(self, case: Case) -> DialogueStateTracker:
        """A conversation that stands where the case does."""
        domain = self._processor.domain
        tracker = DialogueStateTracker.from_events("turn", [], slots=domain.slots)
        known = [name for name in questions() if name not in case.still_open]
        place = [ActiveLoop(FORM if case.asked else None), SlotSet(REQUESTED_SLOT, case.asked)]
        begun = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)]
        tracker.update_with_events([*begun, *(SlotSet(name, _THERE) for name in known), *place], domain)
        return tracker


def uttered(events: list[Event]) -> tuple[str, ...]:
    """The responses among the events, by their names (voice.py)."""
    return tuple(str(event.text) for event in events if isinstance(event, BotUttered))


def actions(events: list[Any]) -> list[str]:
    """The actions among the events, by their names."""
    return [str(event.action_name) for event in events if isinstance(event, ActionExecuted)]


def asked_after(events: list[Any], before: str | None) -> str | None:
    """The form's question after the events."""
    for event in events:
        if isinstance(event, SlotSet) and event.key == REQUESTED_SLOT:
            before = event.value
    return before
