"""Reading what the page and tests send."""

from collections.abc import Mapping
from typing import Any

from flask import request

from core.errors import Malformed


def json_body() -> Mapping[str, Any]:
    """The request's JSON object. Only application/json: a foreign page cannot send that without asking first.

    Raises Malformed.
    """
    if not request.is_json:
        raise Malformed("application/json is wanted")
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Malformed("a JSON object is wanted")
    return given
