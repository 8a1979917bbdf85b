"""What makes the page an app: its manifest, and the worker that keeps its files and sends what waits.

The files' version is made of their contents: a page of a new version asks for new files, and the worker with it.
"""

import functools
import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, redirect, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from core.reference.phrasebook import say
from gateway.web.shared import phrases

FOLDER = Path(__file__).parents[1] / "static" / "complain"
WORKER = "worker.js"
_NOT_KEPT = {WORKER, "back.js"}
_SIZES = (192, 512)
_YEAR_S = 365 * 86400


def add_app_files(pages: Blueprint) -> None:
    """Adds the addresses."""

    @pages.get("/worker.js")
    def worker() -> Response:
        kept = [versioned(one.name) for one in _files() if one.name not in _NOT_KEPT and one.suffix in (".js", ".css")]
        head = f"const VERSION = {json.dumps(version())};\nconst FILES = {json.dumps(kept)};\n"
        answer = Response(head + (FOLDER / WORKER).read_text("utf-8"), content_type="text/javascript; charset=utf-8")
        answer.headers["Service-Worker-Allowed"] = "/complain"
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    @pages.get("/files/<version_>/<name>")
    def file(version_: str, name: str) -> Response:
        """A file of the app. The version stands in its path, so that modules find each other's of the same."""
        answer = send_from_directory(FOLDER, name)
        if version_ == version():
            answer.headers["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
        return answer

    @pages.get("/manifest.webmanifest")
    def manifest() -> Response:
        answer: Response = jsonify(_manifest())
        answer.content_type = "application/manifest+json"
        return answer

    @pages.post("/share")
    def share() -> AnyResponse:
        """The worker takes what is shared to us (worker.js). Where there is none, the page is shown to write on."""
        return redirect(url_for("complain.talk"), 303)


def versioned(name: str) -> str:
    """The address of a file of the app."""
    return url_for("complain.file", version_=version(), name=name)


def version() -> str:
    """Another one as soon as any of the files is; worked out once, but while they are being written."""
    return _read_version() if current_app.debug else _version()


@functools.cache
def _version() -> str:
    return _read_version()


def _read_version() -> str:
    told = hashlib.sha256()
    for one in _files():
        told.update(one.name.encode() + b"\0" + one.read_bytes())
    return told.hexdigest()[:12]


def _files() -> list[Path]:
    return sorted(one for one in FOLDER.iterdir() if one.is_file())


def _manifest() -> dict[str, object]:
    language = phrases.chosen()
    icons = [
        {"src": versioned(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in _SIZES
        for purpose in ("any", "maskable")
    ]
    return {
        "id": "/complain",
        "name": f"Arzi عرضی · {say('page.web.title', language)}",
        "short_name": "Arzi عرضی",
        "lang": {"roman_ur": "ur-Latn"}.get(language, language),
        "dir": "rtl" if language in phrases.RIGHT_TO_LEFT else "ltr",
        "start_url": "/complain",
        "scope": "/complain",
        "display": "standalone",
        "background_color": "#f3f6f4",
        "theme_color": "#0b6b45",
        "icons": icons,
        "shortcuts": [{"name": say("page.web.mine", language), "url": "/complain/mine"}],
        "share_target": {
            "action": "/complain/share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "files", "accept": ["image/*", "video/*", "audio/*", "application/pdf"]}],
            },
        },
    }
