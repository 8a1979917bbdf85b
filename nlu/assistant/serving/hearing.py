"""What Rasa's pipeline heard, joined with what core.text reads, as nlu/dialogue knows it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

from core.text.normalise import normalise
from nlu.assistant.components.turn_reading import ASKED, KNOWN
from nlu.dialogue.announced import beside_danger, new_matter_at
from nlu.dialogue.bare_facts import is_name_only, is_number_only
from nlu.dialogue.danger_in_place import in_its_place
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.hear import hear_facts, today
from nlu.dialogue.keywords import category_scores
from nlu.dialogue.settled import with_settled_category
from nlu.dialogue.shapes import Heard, Said, Span
from nlu.dialogue.understood import understood

AGREED = 0.65
"""How sure of a category that the classifier and the keywords agree on, where the classifier alone is not."""

_IN_DOUBT = {"file_complaint": 0.1, "inform": 0.25}
"""From where on the classifier counts as in doubt and not as against: an anger hides the subject of a complaint, and a
landmark in an address is none.
"""
_CERTAIN = 0.98
OFFERED = 0.3
"""How likely a category counts that only the plain words speak for: enough to be offered, not to be believed."""
_LONGEST_READ = 1500


def hear(processor: MessageProcessor, text: str, turn: Said | None = None) -> Heard:
    """One text, as part of a ``turn`` or by itself. Rasa reads it normalised and cut; never with a slash in front."""
    facts = hear_facts(text, today())
    at = new_matter_at(text, turn)
    if at:
        facts, text = beside_danger(hear_facts(text[at:], today()), facts), text[at:]
    plain = normalise(text)
    if not plain:
        return facts
    parsed = _parsed(processor, plain, _beside(text, turn))
    acts = parsed.get("acts") or {}
    spans = tuple(Span(field, start + at, end + at, sure) for field, start, end, sure in parsed.get("spans") or ())
    heard = replace(facts, acts=acts, spans=spans, **_intent(parsed), **_category(parsed, plain))
    heard = with_settled_category(in_its_place(heard, turn.question if turn else None), text)
    if is_number_only(text):
        return replace(heard, intent="inform", intent_confidence=_CERTAIN, category=None, category_confidence=0.0)
    if heard.intent == "inform" and is_name_only(text, heard.entities):
        return replace(heard, category=None, category_confidence=0.0)
    return heard


def _parsed(processor: MessageProcessor, plain: str, beside: dict[str, Any]) -> dict[str, Any]:
    """What Rasa's pipeline makes of it: its processor's ``parse_message``, without a tracker and debug lines."""
    target = processor.model_metadata.nlu_target
    message = UserMessage(plain, message_id="-", metadata=beside)
    inputs = {PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: None}
    read: dict[str, Any] = processor.graph_runner.run(inputs, [target])[target][0].as_dict(only_output_properties=True)
    return read


def _beside(text: str, turn: Said | None) -> dict[str, Any]:
    """What the readers of turns are told beside the text (components/turn_reading.py)."""
    known = [name for name, value in turn.known.items() if value] if turn else []
    return {ASKED: turn.question if turn else None, KNOWN: known, "written": text[:_LONGEST_READ]}


def _intent(parsed: dict[str, Any]) -> dict[str, Any]:
    intent = parsed.get("intent") or {}
    return {
        "intent": intent.get("name") or "out_of_scope",
        "intent_confidence": round(float(intent.get("confidence") or 0.0), 3),
    }


def _category(parsed: dict[str, Any], plain: str) -> dict[str, Any]:
    category = parsed.get("category") or {}
    likely = tuple((one["name"], float(one["confidence"])) for one in category.get("alternatives") or ())
    name, sure = category.get("name"), dict(likely).get(category.get("name"), 0.0)
    told = (parsed.get("intent") or {}).get("name") == "file_complaint"
    if (name is None or (told and sure < ENOUGH)) and likely and _keywords_agree(likely[0], plain, parsed):
        name, sure = likely[0][0], AGREED
    if name is None:
        likely = _with_the_words_own(likely, plain)
    return {"category": name, "category_confidence": round(sure, 3), "likely": likely}


def _with_the_words_own(likely: tuple[tuple[str, float], ...], plain: str) -> tuple[tuple[str, float], ...]:
    """What the plain words speak for stands among what is offered, so that nobody who said "water" chooses of all."""
    words = category_scores(plain)
    if not words or words[0][1] < ENOUGH or any(name == words[0][0] and sure >= OFFERED for name, sure in likely[:2]):
        return likely
    best = words[0][0]
    return ((best, max(OFFERED, dict(likely).get(best, 0.0))), *(one for one in likely if one[0] != best))


def _keywords_agree(likeliest: tuple[str, float], plain: str, parsed: dict[str, Any]) -> bool:
    """The classifier is in doubt, and the plain words speak for what it thinks likeliest."""
    least = _IN_DOUBT.get((parsed.get("intent") or {}).get("name", ""))
    words = category_scores(plain)
    clear = bool(words) and words[0][0] == likeliest[0] and words[0][1] >= ENOUGH
    return least is not None and clear and likeliest[1] >= least


def as_json(heard: Heard) -> dict[str, Any]:
    """For the caller, in the shape of core.ports.Understanding."""
    return asdict(understood(heard))
