"""/evidence: the files of a ticket, to those whose scope covers it, and never as anything that a browser would run.

What a file is, its bytes say. Pictures, sound and film on the allow list are shown with their own type; all else
(HTML and SVG too) is only handed out to be saved. Every answer is sandboxed and may not be guessed at (Content Security
Policy 3, "sandbox"; Fetch standard, "nosniff"). Of a letter the citizen's name and numbers are painted over, until
somebody gave a reason for seeing them.
"""

import io
from collections.abc import Iterable

from flask import Blueprint, Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from core.errors import NotFound, Unsupported
from core.store.casework import tickets
from core.store.desk import desk_files
from core.store.evidence import media
from core.store.mailroom import letters
from core.store.mailroom.letter_layouts import FieldBox, Layout
from core.store.tables import EnvelopeRow
from core.ticket import Ticket
from gateway.house import House
from gateway.web.handing_out import clean, file_of, sandboxed
from gateway.web.kinds_of_file import kind_of
from gateway.web.staff.scope import scope_of, seen
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
        content, kind = shown_as(file_of(house, row), row.media_type, bare=ticket.anonymous)
        return _answer(content, kind, f"{number}-{media_id}", save="save" in request.args)

    @room.get("/<number>/letter/<int:page>")
    def letter(number: str, page: int) -> Response:
        ticket, conversation_id = _ticket(house, number)
        with house.store.read() as session:
            layout = desk_files.letter_of(session, conversation_id) or Layout()
        if ticket.anonymous or not 1 <= page <= len(layout.pages):
            raise NotFound("no such page")
        content = clean(house, layout.pages[page - 1].sha256)
        if not _unmasked(number):
            boxes = layout.boxes or {}
            content = painted(
                content, [boxes[name] for name in _PAINTED if name in boxes and boxes[name].page == page - 1]
            )
        return _answer(content, "image/jpeg", f"{number}-page-{page}", save=False)

    return room


def permit(number: str) -> str:
    """What lets this person see a letter as it is, for a while: after they gave their reason."""
    return str(_signer().dumps([number, me().id]))


def shown_as(content: bytes, declared: str, *, bare: bool = False) -> tuple[bytes, str]:
    """The content and the media type with which it is safe to hand it out. ``bare``: without what a camera writes into
    its pictures (place, owner). Pictures that browsers do not show come as JPEG."""
    try:
        kind = kind_of(content)
    except Unsupported:
        return content, SAVED
    declared = declared.partition(";")[0].strip().lower()
    if kind in {"video/mp4", "video/webm", "audio/ogg", "video/ogg"} and declared.startswith("audio/"):
        kind = kind.replace("video/", "audio/")  # a container says nothing of what is in it
    if kind == "image/heic" or (bare and kind in IMAGES):
        return _as_jpeg(content)
    return content, kind if kind in _ENDINGS else SAVED


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
    response.headers["Cache-Control"] = "private, max-age=600"
    how = "inline" if kind in IMAGES + SOUNDS + FILMS and not save else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}.{_ENDINGS.get(kind, "bin")}"'
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response


def _ticket(house: House, number: str) -> tuple[Ticket, str]:
    with house.store.read() as session:
        ticket = seen(scope_of(house, session, me()), tickets.get(session, number))
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
