"""What happened to a case can be told to the citizen in every language, and never with anybody's words or name."""

import pytest

from core.casework.history import NewEvent, append
from core.reference.phrasebook import LANGUAGES, event_in_words, is_told, say
from core.ticket import Action
from tests.core.casework.given import at

_INSIDE = {Action.NOTE, Action.REVEAL, Action.ASK_REJECTION, Action.REFUSE_REJECTION}
"""What stays inside the house."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", Action)
def test_each(action: Action, language: str) -> None:
    event = append(None, "N", NewEvent(action, at(2), "officer:3", {}, {"remark": "secret words"}))
    told = event_in_words(event.kind, language)
    assert "secret" not in told
    assert (told == say("event.other", language)) == (action in _INSIDE)
    assert is_told(event.kind) == (action not in _INSIDE)
