"""Errors as HTTP: the status by the kind of error, and one clear line."""

import logging
from collections.abc import Callable

from flask import Flask, Response, render_template, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import HTTPException

from core import errors
from core.errors import ArziError
from gateway.reasons import explain
from gateway.web.shared.languages import page_language
from gateway.web.webhooks import MACHINES

_log = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[ArziError], int], ...] = (
    (errors.SignatureInvalid, 403),
    (errors.TooLarge, 413),
    (errors.Unsupported, 415),
    (errors.Rejected, 400),
    (errors.Unavailable, 503),
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.InvalidTransition, 409),
)

_IN_WORDS = {
    400: lazy_gettext("Something is missing, or the page is too old. Please load it again and try again."),
    403: lazy_gettext("You may not do this."),
    404: lazy_gettext("There is no such page here."),
    405: lazy_gettext("This cannot be done here."),
    413: lazy_gettext("This is larger than we can take."),
    429: lazy_gettext("Too many tries. Please wait a few minutes."),
    500: lazy_gettext("Something went wrong on our side. Please try again in a few minutes."),
}
"""What a page says for HTTP's own errors."""


def register_errors(app: Flask) -> None:
    """Answer every error of ours, and of HTTP, with its status and a line; pages for people, text for programs."""

    @app.errorhandler(ArziError)
    def ours(error: ArziError) -> Response:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        log = _log.error if status >= 500 else _log.info
        log("%s %s: %s: %s", request.method, request.path, error.kind, error.detail)
        response = _answer(status, lambda: explain(error, page_language()), f"{error.kind}: {error.detail}")
        if error.retry:
            response.headers["Retry-After"] = "10"
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        code = error.code or 500
        words = _IN_WORDS.get(code, _IN_WORDS[500] if code >= 500 else _IN_WORDS[400])
        return _answer(code, lambda: str(words), error.name)


def _answer(status: int, for_people: Callable[[], str], for_programs: str) -> Response:
    if not request.path.startswith(MACHINES) and request.accept_mimetypes.accept_html:
        return Response(render_template("error.html", status=status, message=for_people()), status)
    return Response(f"{for_programs}\n", status, content_type="text/plain; charset=utf-8")
