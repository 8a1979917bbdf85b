"""A visitor's thread as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from channels.web.body import unpack
from core.messages import OutboundMessage
from core.store.engine import Store
from core.store.pipeline import envelopes, visits
from core.store.pipeline.visits import Heard, Sent
from gateway.house import House
from gateway.web.shared.labels import html_lang

PHOTO, SOUND, FILM, FILE, PLACE = "photo", "sound", "film", "file", "place"


@dataclass(frozen=True, slots=True)
class Row:
    """An answer that can be chosen."""

    title: str
    payload: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. ``who``: me, assistant, person or office. ``with_``: what came with it (PHOTO, SOUND, …). ``rows``
    can be chosen as the answer; ``list_``: they are many, and chosen from a list. ``waits``: nobody read it yet."""

    key: str
    at: datetime
    who: str
    text: str
    language: str | None = None
    with_: Sequence[str] = ()
    rows: Sequence[Row] = ()
    list_: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """``mark`` is another one as soon as something is new. ``unread`` are those that are shown for the first time."""

    mark: str = ""
    entries: Sequence[Entry] = ()
    unread: Sequence[Sent] = field(default=(), repr=False)
    offered: frozenset[tuple[str, str]] = frozenset()

    @property
    def waits(self) -> bool:
        """Is an answer to be expected in a moment?"""
        return any(one.waits for one in self.entries)


def thread(house: House, session: Session, person: str, address: str) -> Thread:
    """All of it, as far as it is shown."""
    mark = visits.standing(session, person, address)
    heard = visits.received(session, person, address)
    sent = visits.sent(session, person, address)
    last = max((one.at for one in heard), default=None)
    entries = [_heard(house.store, one) for one in heard]
    entries += [_sent(one, open_=last is None or one.at >= last) for one in sent]
    return Thread(
        mark,
        sorted(entries, key=lambda one: (one.at, one.who != "me", one.key)),
        visits.unread(sent),
        frozenset((row.title, row.payload) for one in sent for row in _rows(one.message)),
    )


def _heard(store: Store, one: Heard) -> Entry:
    text, kinds, place = one.text, list(one.files), False
    if one.row is not None:
        said = unpack(envelopes.load(one.row, store.blobs).body)
        text, kinds, place = said.text, [file.kind for file in said.files], said.location is not None
    shown = [_kind(kind) for kind in kinds]
    if place or not (text or shown):
        shown.append(PLACE)
    return Entry(one.draft, one.at, "me", text, with_=shown, waits=one.waits)


def _sent(one: Sent, *, open_: bool) -> Entry:
    message = one.message
    who = "person" if one.by_person else "office" if one.of_case else "assistant"
    text = message.menu.said(message.text) if message.menu is not None else message.text
    rows = _rows(message) if open_ else ()
    return Entry(
        f"out-{one.id}", one.at, who, text, html_lang(message.language), rows=rows, list_=message.menu is not None
    )


def _rows(message: OutboundMessage) -> tuple[Row, ...]:
    if message.menu is not None:
        return tuple(Row(one.title, one.payload, one.about) for one in message.menu.rows)
    return tuple(Row(one.title, one.payload) for one in message.buttons)


def _kind(media_type: str) -> str:
    return {"image": PHOTO, "audio": SOUND, "video": FILM}.get(media_type.partition("/")[0], FILE)
