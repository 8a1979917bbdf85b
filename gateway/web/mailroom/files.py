"""A letter's pictures, and the scan as it came."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session
from werkzeug.utils import secure_filename

from core.errors import NotFound
from core.store.casework import tickets
from core.store.evidence import media
from core.store.mailroom import layouts, letters
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations
from gateway.house import House
from gateway.web.evidence import without_the_writer
from gateway.web.mailroom.masks import as_it_is
from gateway.web.shared.downloads import clean, file_of, sandboxed

_SHOWN_AS_THEY_ARE = ("image/jpeg", "image/png")


def add_files(desk: Blueprint, house: House) -> None:
    """Adds what the desk shows beside the fields."""

    @desk.get("/<int:letter_id>/pages/<int:number>")
    def page(letter_id: int, number: int) -> Response:
        with house.store.read() as session:
            row = letters.get(session, letter_id)
            layout = layouts.get(session, row.layout_key)
            open_to_me = as_it_is(session, row, house.clock.now())
            hides = _wishes_no_name(session, row)
        if not 1 <= number <= len(layout.pages) or (hides and not open_to_me):
            raise NotFound("no such page")
        content = clean(house, layout.pages[number - 1].sha256)
        return _file(content if open_to_me else without_the_writer(content, layout, number - 1), "image/jpeg")

    @desk.get("/<int:letter_id>/scan")
    def scan(letter_id: int) -> Response:
        with house.store.read() as session:
            row = letters.get(session, letter_id)
            if not as_it_is(session, row, house.clock.now()):
                raise NotFound("a letter as it came")
            kept = media.of_conversation(session, row.conversation_id)
        response = _file(file_of(house, kept[0] if kept else None), kept[0].media_type)
        if kept[0].media_type not in _SHOWN_AS_THEY_ARE:
            name = secure_filename(kept[0].filename or "") or "scan"
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _wishes_no_name(session: Session, row: LetterRow) -> bool:
    told = conversations.get(session, row.conversation_id)
    ticket = tickets.of_conversation(session, row.conversation_id)
    return (ticket is not None and ticket.anonymous) or (told is not None and told.complaint.get("anonymous") == "yes")


def _file(content: bytes, media_type: str) -> Response:
    response = sandboxed(Response(content, content_type=media_type))
    response.headers["Cache-Control"] = "private, no-store"
    return response
