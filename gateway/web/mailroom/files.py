"""A letter's pictures, and the scan as it came."""

from flask import Blueprint, Response
from werkzeug.utils import secure_filename

from core.errors import NotFound
from core.store.evidence import media
from core.store.mailroom import letter_layouts, letters
from gateway.house import House
from gateway.web.handing_out import clean, file_of, sandboxed

_SHOWN_AS_THEY_ARE = ("image/jpeg", "image/png")


def add_files(desk: Blueprint, house: House) -> None:
    """Adds what the desk shows beside the fields."""

    @desk.get("/<int:letter_id>/pages/<int:number>")
    def page(letter_id: int, number: int) -> Response:
        with house.store.read() as session:
            pages = letter_layouts.get(session, letters.get(session, letter_id).layout_key).pages
        if not 1 <= number <= len(pages):
            raise NotFound("no such page")
        return _file(clean(house, pages[number - 1].sha256), "image/jpeg")

    @desk.get("/<int:letter_id>/scan")
    def scan(letter_id: int) -> Response:
        with house.store.read() as session:
            kept = media.of_conversation(session, letters.get(session, letter_id).conversation_id)
        response = _file(file_of(house, kept[0] if kept else None), kept[0].media_type)
        if kept[0].media_type not in _SHOWN_AS_THEY_ARE:
            name = secure_filename(kept[0].filename or "") or "scan"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _file(content: bytes, media_type: str) -> Response:
    response = sandboxed(Response(content, content_type=media_type))
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
