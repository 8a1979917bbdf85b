"""Errors as HTTP: the status by the kind of error, and one clear line."""

import logging

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from core import errors
from core.errors import ArziError

_log = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[ArziError], int], ...] = (
    (errors.SignatureInvalid, 403),
    (errors.TooLarge, 413),
    (errors.Unsupported, 415),
    (errors.Rejected, 400),
    (errors.Overloaded, 429),
    (errors.Unavailable, 503),
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.InvalidTransition, 409),
)


def register_errors(app: Flask) -> None:
    """Answer every error of ours, and of HTTP, with its status and a line; pages for people, text for programs."""

    @app.errorhandler(ArziError)
    def ours(error: ArziError) -> Response:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        log = _log.error if status >= 500 else _log.info
        log("%s %s: %s: %s", request.method, request.path, error.kind, error.detail)
        response = _answer(status, error.tell, f"{error.kind}: {error.detail}")
        if error.retry:
            response.headers["Retry-After"] = "10"
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return _answer(error.code or 500, error.description or error.name, error.name)


def _answer(status: int, for_people: str, for_programs: str) -> Response:
    if not request.path.startswith("/in/") and request.accept_mimetypes.accept_html:
        return Response(render_template("error.html", status=status, message=for_people), status)
    return Response(f"{for_programs}\n", status, content_type="text/plain; charset=utf-8")
