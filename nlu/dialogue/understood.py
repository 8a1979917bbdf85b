"""What was heard, as it is told to others (core.ports.Understanding has the same fields)."""

from dataclasses import dataclass

from nlu.dialogue.shapes import Heard

_WORTH_SAYING = 0.5
"""A district between this and belief is told with its confidence, though the dialogue asks; so is an act."""


@dataclass(frozen=True)
class Understood:
    """Confidences are 0 where nothing was found."""

    language: str
    intent: str
    category: "str | None"
    district: "str | None"
    confidence: "dict[str, float]"
    entities: "dict[str, str]"
    urgent: bool
    danger: "str | None"
    acts: "list[str]"


def understood(heard: Heard) -> Understood:
    """A tracking number with a wrong check digit is passed on as typed: the core says so to the citizen."""
    entities = {name: value for name, (value, _) in heard.entities.items()}
    wrong = entities.pop("tracking_number_wrong", None)
    if wrong:
        entities.setdefault("tracking_number", wrong)
    guess = heard.districts[0] if heard.districts and heard.district_confidence >= _WORTH_SAYING else None
    district = heard.district or guess
    return Understood(
        language=heard.language,
        intent=heard.intent,
        category=heard.category,
        district=district,
        confidence={
            "intent": heard.intent_confidence,
            "category": heard.category_confidence if heard.category else 0.0,
            "district": heard.district_confidence if district else 0.0,
        },
        entities=entities,
        urgent=heard.urgent,
        danger=heard.danger,
        acts=sorted(act for act, chance in heard.acts.items() if chance >= _WORTH_SAYING),
    )
