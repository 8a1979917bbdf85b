"""What Rasa keeps of a conversation: sealed, and after a new secret a conversation begun anew."""

import json

from nlu.assistant.serving.sealing import SEALED, SealedText

SAID = json.dumps({"event": "user", "text": "I am Zarmina"})


def test_it_is_opened_with_its_secret_alone() -> None:
    kept = SealedText("the secret of the tests").process_bind_param(SAID, None)
    assert kept is not None
    assert kept.startswith(SEALED)
    assert SealedText("the secret of the tests").process_result_value(kept, None) == SAID
    shut = SealedText("another secret of the tests").process_result_value(kept, None)
    assert json.loads(shut or "")["event"] == "restart"


def test_what_was_kept_before_is_read_as_it_is() -> None:
    assert SealedText("the secret of the tests").process_result_value(SAID, None) == SAID
