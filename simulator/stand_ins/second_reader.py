"""A stand-in for a language model in the office's own house: ``/simulator/second_reader/v1/chat/completions``.

It answers in the form of OpenAI's chat completions, with the words beside a word of place ("in", "near", "mein", "کې").
``second_reader.url: http://127.0.0.1:8080/simulator/second_reader`` tries it out; it is mounted only then.
"""

import json
import re
from collections.abc import Callable

from flask import Blueprint, Response, jsonify, request

from gateway.config import Settings

PREFIX = "/simulator/second_reader"
_BEFORE = re.compile(r"(\S+(?:\s\S+)?)\s+(?:mein|me|میں|کې|کښې)(?!\w)")
_AFTER = re.compile(r"\b(?:in|at|near)\s+(\S+(?:\s\S+)?)", re.IGNORECASE)

Answer = Callable[[str], str]
"""The message → what the model says, which ought to be JSON."""


def create(settings: Settings) -> Blueprint | None:
    """The stand-in; None where the settings do not name it."""
    return blueprint() if (settings.second_reader.url or "").endswith(PREFIX) else None


def beside_a_place_word(message: str) -> str:
    """What the stand-in says of itself."""
    found = _AFTER.search(message) or _BEFORE.search(message)
    return json.dumps({"words": found.group(1).strip(".,۔،") if found else None}, ensure_ascii=False)


def blueprint(answer: Answer = beside_a_place_word, prefix: str = PREFIX) -> Blueprint:
    """The route. A request of another form is 400, as the real ones do."""
    pages = Blueprint("second_reader", __name__, url_prefix=prefix)

    @pages.post("/v1/chat/completions")
    def complete() -> Response | tuple[Response, int]:
        asked = request.get_json(silent=True) or {}
        roles = [one.get("role") for one in asked.get("messages", ())]
        shape = asked.get("response_format", {}).get("json_schema", {}).get("schema")
        if roles != ["system", "user"] or not asked.get("model") or not shape:
            return jsonify({"error": {"message": "invalid request", "type": "invalid_request_error"}}), 400
        said = answer(json.loads(asked["messages"][1]["content"])["message"])
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
        return jsonify({"id": "chatcmpl-1", "object": "chat.completion", "model": asked["model"], "choices": [choice]})

    return pages
