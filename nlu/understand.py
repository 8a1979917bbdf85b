"""What texts say, without any conversation: by a running Rasa, or by the assistant's own Python, run once for them."""

import json
import logging
import subprocess
from collections.abc import Sequence
from pathlib import Path

from core.errors import DialogueUnavailable
from core.ports import DialogueEngine, Understanding
from nlu.client import understanding_in

ASSISTANT = Path(__file__).resolve().parent / "assistant"
_START_WITHIN_S = 180
_A_TEXT_WITHIN_S = 1
_LONGEST_TEXT = 6000
_log = logging.getLogger(__name__)


def understand(
    texts: Sequence[str], running: DialogueEngine | None = None, assistant: Path = ASSISTANT
) -> list[Understanding]:
    """One Understanding a text, in order. ``running`` is asked first, if there is one and it answers.

    Raises DialogueUnavailable when there is no trained model to ask either.
    """
    if not texts:
        return []
    if running is not None:
        try:
            return running.understand(texts)
        except DialogueUnavailable as error:
            _log.info("no Rasa is running (%s): starting the assistant for this once", error.detail)
    return _understand_once(texts, assistant)


def _understand_once(texts: Sequence[str], assistant: Path) -> list[Understanding]:
    python = assistant / ".venv" / "bin" / "python"
    lines = "".join(json.dumps(text[:_LONGEST_TEXT]) + "\n" for text in texts)
    try:
        done = subprocess.run(
            [python, assistant / "parse_lines"],
            input=lines.encode(),
            capture_output=True,
            timeout=_START_WITHIN_S + _A_TEXT_WITHIN_S * len(texts),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DialogueUnavailable(f"the assistant could not be started: {type(error).__name__}") from None
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise DialogueUnavailable(f"the assistant stopped with {done.returncode}: {''.join(last)}")
    understood = [understanding_in(json.loads(line)) for line in done.stdout.splitlines()]
    if len(understood) != len(texts):
        raise DialogueUnavailable(f"{len(understood)} answers to {len(texts)} texts")
    return understood
