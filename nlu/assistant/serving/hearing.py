"""What Rasa's pipeline heard, joined with what core.text reads, as nlu/dialogue knows it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from core.text.normalise import normalise
from nlu.dialogue.hear import hear_facts, today
from nlu.dialogue.shapes import Heard
from nlu.dialogue.understood import understood


async def hear(processor: MessageProcessor, text: str) -> Heard:
    """One text. Rasa reads it normalised and cut; never with a slash in front."""
    facts = hear_facts(text, today())
    plain = normalise(text)
    if not plain:
        return facts
    parsed = await processor.parse_message(UserMessage(plain))
    return replace(facts, **_intent(parsed), **_category(parsed))


def _intent(parsed: dict[str, Any]) -> dict[str, Any]:
    intent = parsed.get("intent") or {}
    return {
        "intent": intent.get("name") or "out_of_scope",
        "intent_confidence": round(float(intent.get("confidence") or 0.0), 3),
    }


def _category(parsed: dict[str, Any]) -> dict[str, Any]:
    category = parsed.get("category") or {}
    likely = tuple((one["name"], float(one["confidence"])) for one in category.get("alternatives") or ())
    name = category.get("name")
    return {"category": name, "category_confidence": round(dict(likely).get(name, 0.0), 3), "likely": likely}


def as_json(heard: Heard) -> dict[str, Any]:
    """For the caller, in the shape of core.ports.Understanding."""
    return asdict(understood(heard))
