"""The front of the web: who asks under /in/ is a machine and is answered by an application of its own.

Webhooks prove themselves by a signature: they have no session, no language and no staff's guard, and whatever is added
to the pages cannot touch them. Security headers stand on every answer, whoever gives it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

MACHINES = "/in/"
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
"""No inline script, no framing, no guessing of types, no referrers to others; a page may have stricter ones."""
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def put_in_front(pages: Flask, webhooks: Flask) -> None:
    """From now on ``pages`` hands what machines ask to ``webhooks``."""
    pages.wsgi_app = _front(pages.wsgi_app, webhooks.wsgi_app)  # type: ignore[method-assign,assignment]
    pages.extensions["webhooks"] = webhooks


def webhooks_of(pages: Flask) -> Flask:
    """The application behind /in/."""
    found: Flask = pages.extensions["webhooks"]
    return found


def _front(pages: WsgiApp, webhooks: WsgiApp) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            own = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in _HEADERS.items() if name.lower() not in own]
            return start_response(status, [*headers, *added], *more)

        chosen = webhooks if environ.get("PATH_INFO", "").startswith(MACHINES) else pages
        return chosen(environ, start)

    return answer
