"""A letter's pictures, the scan as it came, and the printed slip."""

import segno
from flask import Blueprint, Response, current_app, render_template
from werkzeug.utils import secure_filename

from core.errors import NotFound
from core.store.casework import tickets
from core.store.evidence import media
from core.store.mailroom import letter_layouts, letters
from core.taxonomy import categories
from core.text.gazetteer import districts
from gateway.house import House
from gateway.web.codes import slip_code
from gateway.web.handing_out import clean, file_of
from gateway.web.mailroom.lists import diary, here

_SHOWN_AS_THEY_ARE = ("image/jpeg", "image/png")


def add_files(desk: Blueprint, house: House) -> None:
    """Adds what the desk shows and prints."""

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

    @desk.get("/<int:letter_id>/slip")
    def slip(letter_id: int) -> str:
        with house.store.read() as session:
            row = letters.get(session, letter_id)
            ticket = tickets.of_conversation(session, row.conversation_id)
            if ticket is None:
                raise NotFound("not registered yet", tell="This letter is not registered yet: there is no slip.")
            record = tickets.record(session, ticket.number)
        link = f"{house.track_link}?number={ticket.number}"
        name = None if ticket.anonymous else record.get("complainant_name")
        category = categories().get(ticket.category)
        return render_template(
            "mailroom/slip.html",
            ticket=ticket,
            name=name,
            diary=diary(row),
            received=here(row.received_at),
            link=link,
            code=segno.make(link, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True),
            category=category,
            district=districts().get(ticket.district),
            proof=None if record.get("phone") else slip_code(current_app.config["SECRET_KEY"], ticket.number),
            track=house.track_link,
        )


def _file(content: bytes, media_type: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
