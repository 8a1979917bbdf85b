"""``arzi understand``: what texts say. The format is that of the canonical record: keys may be added, not renamed."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import click

from core.errors import ConfigInvalid
from core.ports import Understanding
from gateway.config import load_settings
from nlu.client import RasaEngine
from nlu.understand import understand

_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\u0085\u2028\u2029"}
"""Signs that some readers take for the end of a line, as JSON may write them."""


@click.command(name="understand")
def command() -> None:
    """Read texts from standard input, one a line, and print what each says as JSON, one a line, in the same order.

    A running Rasa is asked if there is one; otherwise the assistant is started for this once (some seconds).

    \b
    Examples:
      echo "3 din se bijli nahi hai, Mardan" | arzi understand
      arzi understand < complaints.txt > understood.jsonl
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    texts = list(lines(sys.stdin.buffer.read()))
    for text, said in zip(texts, understand(texts, running_rasa()), strict=True):
        click.echo(json.dumps(as_record(text, said), ensure_ascii=False).translate(_LINE_ENDS))


def lines(raw: bytes) -> Iterator[str]:
    """The lines of any bytes: what is not UTF-8 is replaced, a blank line is a text without words."""
    if not raw:
        return
    for line in raw.removesuffix(b"\n").split(b"\n"):
        yield line.decode("utf-8", errors="replace").removesuffix("\r").removeprefix("\ufeff")


def as_record(text: str, said: Understanding) -> dict[str, Any]:
    """One line of output."""
    return {
        "text": text,
        "language": said.language,
        "intent": said.intent,
        "category": said.category,
        "district": said.district,
        "confidence": {name: round(said.confidence.get(name, 0.0), 3) for name in ("intent", "category", "district")},
        "entities": dict(said.entities),
        "urgent": said.urgent,
        "danger": said.danger,
    }


def running_rasa() -> RasaEngine | None:
    """The Rasa of this installation, whether or not it is up; None where nothing is configured."""
    with suppress(ConfigInvalid):
        settings = load_settings()
        return RasaEngine(settings.rasa.urls, settings.rasa.secret.get_secret_value(), timeout=settings.rasa.timeout_s)
    return None
