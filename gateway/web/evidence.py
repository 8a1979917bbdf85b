"""/evidence: the files of a ticket, to those whose scope covers it, and never as anything that a browser would run.

What a file is, its bytes say. Pictures, sound and film on the allow list are shown with their own type; all else
(HTML and SVG too) is only handed out to be saved. Every answer is sandboxed and may not be guessed at (Content Security
Policy 3, "sandbox"; Fetch standard, "nosniff"). Of a letter the citizen's name and numbers are painted over, until
somebody gave a reason for seeing them.
"""

import io
from collections.abc import Iterable

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext
from itsdangerous import BadData, URLSafeTimedSerializer
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from core.errors import NotAllowed, NotFound
from core.media.kinds import media_type
from core.store.casework import tickets
from core.store.desk import files
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.mailroom import letters
from core.store.mailroom.layouts import FieldBox, Layout
from core.store.pipeline.tables import EnvelopeRow
from core.ticket import Ticket
from gateway.house import House
from gateway.web import bare_files
from gateway.web.shared.downloads import clean, file_of, sandboxed
from gateway.web.staff.scope import authorized, scope_of
from gateway.web.staff.users import me

IMAGES = ("image/jpeg", "image/png", "image/webp", "image/gif")
SOUNDS = ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm")
FILMS = ("video/mp4", "video/webm")
SAVED = "application/octet-stream"
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/webm": "weba",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
}
_PAINTED = ("complainant_name", "phone", "email", "cnic")
_GOOD_FOR_S = 600
"""How long a letter can be seen as it is, after the reason was given."""


def blueprint(house: House) -> Blueprint:
    """/evidence/NUMBER/…"""
    room = Blueprint("evidence", __name__, url_prefix="/evidence")

    @room.get("/<number>/<int:media_id>")
    def file(number: str, media_id: int) -> Response:
        ticket, conversation_id = _ticket(house, number)
        with house.store.read() as session:
            row = media.get(session, media_id)
            if row is None or row.conversation_id != conversation_id:
                raise NotFound("no such file")
            envelope = session.get(EnvelopeRow, row.envelope_id)
            of_letter = envelope is not None and envelope.channel == letters.CHANNEL
        if of_letter and not _unmasked(number):
            raise NotFound("a letter as it came")
        by_office = envelope is not None and envelope.channel == files.CHANNEL
        bare = not by_office and (ticket.anonymous or not _unmasked(number))
        return as_it_is(house, row, f"{number}-{media_id}", bare=bare)

    @room.get("/<number>/letter/<int:page>")
    def letter(number: str, page: int) -> Response:
        ticket, conversation_id = _ticket(house, number)
        with house.store.read() as session:
            layout = files.letter_of(session, conversation_id) or Layout()
        if ticket.anonymous or not 1 <= page <= len(layout.pages):
            raise NotFound("no such page")
        content = clean(house, layout.pages[page - 1].sha256)
        if not _unmasked(number):
            content = without_the_writer(content, layout, page - 1)
        return _answer(content, "image/jpeg", f"{number}-page-{page}", save=False)

    return room


def as_it_is(house: House, row: MediaRow, name: str, *, bare: bool = False) -> Response:
    """A file as an answer that nothing runs in. ``bare`` as ``shown_as``. Raises as ``file_of``."""
    content, kind = shown_as(file_of(house, row), row.media_type, bare=bare)
    return _answer(content, kind, name, save="save" in request.args)


def permit(number: str) -> str:
    """What lets this person see a letter as it is, for a while: after they gave their reason."""
    return str(_signer().dumps([number, me().id]))


def shown_as(content: bytes, declared: str, *, bare: bool = False) -> tuple[bytes, str]:
    """The content and the media type with which it is safe to hand it out. ``bare``: without what cameras and word
    processors write into it (place, owner, author). Pictures that browsers do not show come as JPEG."""
    kind = media_type(content, declared)
    declared = declared.partition(";")[0].strip().lower()
    if kind in {"video/mp4", "video/webm", "audio/ogg", "video/ogg"} and declared.startswith("audio/"):
        kind = kind.replace("video/", "audio/")  # a container says nothing of what is in it
    if bare:
        without = bare_files.bare(content, kind)
        if without is None:
            raise NotAllowed(_names_its_maker(), tell=_names_its_maker())
        content, kind = without
    if kind == "image/heic":
        return _as_jpeg(content)
    return content, kind if kind in _ENDINGS else SAVED


def _names_its_maker() -> str:
    return str(
        gettext("This file may name who made it. It opens for those who gave a reason to see who the citizen is.")
    )


def without_the_writer(picture: bytes, layout: Layout, page: int) -> bytes:
    """A letter's page (from 0) with its writer's name and numbers painted over."""
    boxes = layout.boxes or {}
    return painted(picture, [boxes[name] for name in _PAINTED if name in boxes and boxes[name].page == page])


def painted(picture: bytes, boxes: Iterable[FieldBox]) -> bytes:
    """The picture with these places painted over."""
    boxes = list(boxes)
    if not boxes:
        return picture
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    pen = ImageDraw.Draw(page)
    for box in boxes:
        pen.rectangle((box.left, box.top, box.left + box.width, box.top + box.height), "#44544c")
    return _jpeg(page)


def _as_jpeg(content: bytes) -> tuple[bytes, str]:
    try:
        import pillow_heif

        pillow_heif.register_heif_opener()
        return _jpeg(ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")), "image/jpeg"
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return content, SAVED


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _answer(content: bytes, kind: str, name: str, *, save: bool) -> Response:
    response = sandboxed(Response(content, content_type=kind))
    response.headers["Cache-Control"] = "private, no-store"
    how = "inline" if kind in IMAGES + SOUNDS + FILMS and not save else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.{_ENDINGS.get(kind, "bin")}"'
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response


def _ticket(house: House, number: str) -> tuple[Ticket, str]:
    with house.store.read() as session:
        ticket = authorized(scope_of(house, session, me()), tickets.get(session, number))
        conversation = tickets.conversation_of(session, number)
    if conversation is None:
        raise NotFound("no conversation")
    return ticket, conversation.id


def _unmasked(number: str) -> bool:
    try:
        given = _signer().loads(request.args.get("permit", ""), max_age=_GOOD_FOR_S)
    except BadData:
        return False
    return bool(given == [number, me().id])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="letter as it is")
