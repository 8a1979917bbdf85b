"""Rasa's voice: it names a response, and turns.py words it with nlu/dialogue, as the plain questions are worded.

A natural language generator of Rasa's (``nlg`` in endpoints.yml): https://rasa.com/docs/rasa/nlg.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator


class Voice(NaturalLanguageGenerator):
    """Says ``utter_…`` by its name."""

    def __init__(self, **_: Any) -> None:
        """Rasa passes the endpoint's configuration and the domain; neither is needed."""

    async def generate(self, utter_action: str, *_: Any, **__: Any) -> dict[str, Any] | None:
        """The name, as what is said."""
        return {"text": utter_action}
