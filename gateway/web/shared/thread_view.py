"""A conversation's thread as pages show it: who said what, when, on which channel, with its files in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from core.ports import Transcript
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.pipeline.thread import Said, Who
from gateway.web.evidence import FILMS, IMAGES, SOUNDS
from gateway.web.shared import labels
from gateway.web.shared.downloads import in_words

DOUBTED = 0.6
"""A word that a recogniser is less sure of is marked."""
WHO = {
    Who.CITIZEN: _("Citizen"),
    Who.ASSISTANT: _("Assistant"),
    Who.AGENT: _("Agent"),
    Who.HOUSE: _("Office"),
}
SENT = {
    "staged": _("on its way"),
    "sending": _("on its way"),
    "unknown": _("perhaps sent"),
    "sent": _("sent"),
    "delivered": _("delivered"),
    "read": _("read"),
    "failed": _("could not be delivered"),
}
"""What became of a message of ours (core.outbox.OutboxState)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file in its place. ``shown``: image, sound, film or none. Without ``url``, ``why`` says why."""

    id: int
    name: str
    shown: str
    url: str
    why: str
    heard: Sequence[tuple[str, bool]] = ()
    """What a machine heard, word by word, and whether it doubts the word."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the thread. ``state`` is empty of what came in."""

    key: str
    who: LazyString
    side: str
    by: str
    channel: str
    at: datetime
    text: str
    language: str | None
    subject: str
    files: Sequence[Piece]
    state: LazyString | str
    failed: bool


def shown_kind(media_type: str) -> str:
    """How a browser shows it: image, sound, film or none."""
    kind = media_type.partition(";")[0].strip().lower()
    for name, kinds in (("image", (*IMAGES, "image/heic")), ("sound", (*SOUNDS, "audio/x-wav")), ("film", FILMS)):
        if kind in kinds:
            return name
    return "none"


def in_words_heard(transcript: Transcript | None, hide: Callable[[str], str] = str) -> Sequence[tuple[str, bool]]:
    """A transcript for a page. ``hide`` masks what must not be seen: then no single word is marked."""
    if transcript is None or not transcript.text:
        return ()
    hidden = hide(transcript.text)
    if hidden != transcript.text or not transcript.words:
        return ((hidden, True),)
    return tuple((word.text, word.sure < DOUBTED) for word in transcript.words)


def piece(row: MediaRow, number: int, url: str, heard: Sequence[tuple[str, bool]] = ()) -> Piece:
    """A file, by its number in the conversation."""
    why = ""
    if row.state == media.WAITING:
        why = str(gettext("It is being fetched."))
    elif row.state == media.REFUSED:
        why = str(gettext("It could not be kept: too large, damaged or gone."))
    elif row.state == media.INFECTED:
        why = in_words(row.reason or "")
    name = str(gettext("File %(number)d", number=number))
    return Piece(row.id, name, shown_kind(row.media_type), url if row.state == media.STORED else "", why, heard)


def messages(
    said: Sequence[Said],
    names: Mapping[int, str],
    pieces: Mapping[int, Piece],
    hide: Callable[[str], str] = str,
) -> list[Message]:
    """The thread. ``pieces`` by the file's id: what is not among them is not shown. ``hide`` masks words."""
    return [
        Message(
            one.key,
            WHO[one.who],
            one.who.value,
            names.get(one.by or 0, ""),
            labels.channel_name(one.channel),
            one.at,
            hide(one.text),
            labels.html_lang(one.language),
            hide(one.subject or ""),
            [pieces[row.id] for row in one.files if row.id in pieces],
            SENT.get(one.state or "", ""),
            one.state == "failed",
        )
        for one in said
        if one.text or any(row.id in pieces for row in one.files)
    ]
