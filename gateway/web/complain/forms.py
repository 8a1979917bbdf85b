"""What a form of the web app holds, checked. Nothing is kept here."""

import math
import re
from collections.abc import Collection

from flask import request
from werkzeug.datastructures import FileStorage

from channels.web.body import ID, File, Said
from channels.web.settings import Settings
from core.errors import Rejected, TooLarge
from core.messages import Location
from core.text.ids import find_id
from core.text.normalise import clean_text
from gateway.web.shared.file_kinds import kind_of, plain_name

MOST_WORDS = 5000
_SHORT = 200
_BOTH = re.compile(r"(video)/(webm|mp4|ogg|3gpp)")
"""Containers that hold a film or a sound alone; which of both, the page knows that recorded it."""


class Problem(Rejected):
    """Why it was not taken: ``key`` is one of the page's phrases (``page.web.problem.KEY``)."""

    kind = "form"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read(settings: Settings, draft: str, address: str, tongue: str, offered: Collection[tuple[str, str]]) -> Said:
    """The form as a message. ``offered`` are the answers that can be pressed: title and payload. Raises Problem."""
    title, choice = _chosen(offered)
    found = {name: value for name, value in _found() if value}
    text = title or _words("text", MOST_WORDS)
    where = found.get("address", "")
    point, files = _point(), _files(settings)
    if not (text or where or choice or point or files):
        raise Problem("nothing")
    return Said(
        id=draft,
        visitor=address,
        tongue=tongue,
        text="\n".join(filter(None, (text, where if where not in text else ""))),
        choice=choice,
        location=point,
        found=found,
        files=files,
    )


def draft_id() -> str:
    """The id that the form or the phone made. Raises Problem."""
    found = request.form.get("id", "")
    if not ID.fullmatch(found):
        raise Problem("old")
    return found


def _words(name: str, most: int = _SHORT) -> str:
    return clean_text(request.form.get(name, "")).strip()[:most].strip()


def _found() -> list[tuple[str, str]]:
    """What the form asks for by itself. Raises Problem for a number that nobody can be called at."""
    written = _words("phone", 40)
    phone = find_id(written, "phone") if written else None
    if written and phone is None:
        raise Problem("phone")
    return [
        ("complainant_name", _words("name", 100)),
        ("phone", phone.value if phone is not None else ""),
        ("address", _words("where")),
        ("anonymous", "yes" if "anonymous" in request.form else ""),
    ]


def _chosen(offered: Collection[tuple[str, str]]) -> tuple[str, str | None]:
    """The answer that was pressed: only one that was offered to this visitor, for it may act on a case."""
    pressed = request.form.get("choice", "")
    found = next((one for one in offered if one[1] == pressed), None) if pressed else None
    if found is not None:
        return found
    return _words("title") if pressed else "", None


def _point() -> Location | None:
    try:
        numbers = [float(request.form.get(name, "")) for name in ("latitude", "longitude")]
    except ValueError:
        return None
    latitude, longitude = numbers
    on_earth = all(map(math.isfinite, numbers)) and abs(latitude) <= 90 and abs(longitude) <= 180
    return Location(latitude, longitude) if on_earth else None


def _files(settings: Settings) -> tuple[File, ...]:
    chosen = [one for one in request.files.getlist("files") if one.filename]
    if len(chosen) > settings.most_files:
        raise Problem("many")
    return tuple(one for file in chosen if (one := _file(file, settings.max_file_bytes)) is not None)


def _file(file: FileStorage, most: int) -> File | None:
    content = file.stream.read(most + 1)
    if not content:
        return None
    if len(content) > most:
        raise Problem("large")
    try:
        kind = kind_of(content)
    except TooLarge as error:
        raise Problem("large") from error
    except Rejected as error:
        raise Problem("kind") from error
    told = (file.mimetype or "").lower()
    if told.startswith("audio/") and _BOTH.fullmatch(kind):
        kind = kind.replace("video/", "audio/")
    return File(plain_name(file.filename), kind, content)
