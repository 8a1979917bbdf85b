"""Rasa's voice: words each response with nlu/dialogue, so that it speaks as the plain questions do.

A natural language generator of Rasa's (``nlg`` in endpoints.yml): https://rasa.com/docs/rasa/nlg.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.dialogue.render import Scene, render

SCENE = "scene"


class Voice(NaturalLanguageGenerator):
    """Renders ``utter_…`` from the scene that the turn has put into its slot."""

    def __init__(self, **_: Any) -> None:
        """Rasa passes the endpoint's configuration and the domain; neither is needed."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, *_: Any, **__: Any
    ) -> dict[str, Any] | None:
        """The text, and beside it (in ``custom``) what the gateway needs: buttons, what is asked, the outcome."""
        spoken = render(utter_action, Scene(**(tracker.get_slot(SCENE) or _EMPTY)))
        beside = {"buttons": [list(button) for button in spoken.buttons], "asking": spoken.asking}
        return {"text": spoken.text, "custom": {**beside, "outcome": spoken.outcome}}


_EMPTY: dict[str, Any] = {"language": "en", "known": {}, "options": {}}
