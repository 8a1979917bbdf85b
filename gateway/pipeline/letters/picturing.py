"""Letters with their pictures kept: the letters channel, which also writes down for the mailroom desk what each page
looked like when it was read, where on it each field stands, and how far the reading is.

A page is read once, by the worker; its picture is put away as a JPEG at once, so that a file of many pages is not held
in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from channels.letters.channel import LettersChannel
from channels.letters.fields import FoundField
from channels.letters.message import found_on, message
from channels.letters.reading.read import ReadPage
from channels.letters.settings import Settings
from core.messages import Envelope, InboundMessage
from core.ports import Channel
from core.store.engine import Store
from core.store.mailroom import layouts
from core.store.mailroom import progress as letter_progress
from core.store.mailroom.layouts import FieldBox, Layout, PagePicture, Sheet, WordBox

_QUALITY = 70


@dataclass(frozen=True, slots=True)
class KeptPage(ReadPage):
    """A page whose picture is in the evidence."""

    kept: PagePicture | None = None


class KeptLetters(LettersChannel):
    """The letters channel of a house that has a mailroom desk."""

    def __init__(self, settings: Settings, store: Store) -> None:
        super().__init__(settings)
        self.store = store

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        """As LettersChannel's; also keeps each letter's layout. Doing it again gives the same."""

        def progress(done: int, of: int) -> None:
            with self.store.write() as session:
                letter_progress.put(session, envelope.id, done, of)

        try:
            read = self.read(envelope.body, progress)
        finally:
            with self.store.write() as session:
                letter_progress.end(session, envelope.id)
        messages = [message(envelope, pages, number, len(read)) for number, pages in enumerate(read)]
        with self.store.write() as session:
            for told, pages in zip(messages, read, strict=True):
                layouts.put(session, told.id, layout(pages, [envelope] * len(pages)))
        return messages

    def put_away(self, page: ReadPage) -> KeptPage:
        """The page with its picture in the evidence."""
        import cv2  # only who reads letters needs it

        shown = None
        if page.prepared is not None:
            done, encoded = cv2.imencode(".jpg", page.prepared, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            if done:
                height, width = page.prepared.shape[:2]
                sha256 = self.store.blobs.put(encoded.tobytes())
                shown = PagePicture(sha256, width, height, page.language, page.confidence, page.rotation, page.kind)
        return KeptPage(page.lines, page.language, page.confidence, page.rotation, None, page.sheet, page.kind, shown)


def keeping(channel: Channel, store: Store) -> Channel:
    """The letters channel as one that keeps its pictures."""
    return KeptLetters(channel.settings, store) if isinstance(channel, LettersChannel) else channel


def layout(pages: Sequence[ReadPage], envelopes: Sequence[Envelope]) -> Layout:
    """The pictures of these pages, each of the file beside it, and the boxes of the fields found on them."""
    found = found_on(pages, envelopes[0].received_at.date()) if envelopes else {}
    boxes = {name: _box(field) for name, field in found.items()}
    kept = [
        (page.kept, Sheet(envelope.id, page.sheet))
        for page, envelope in zip(pages, envelopes, strict=True)
        if isinstance(page, KeptPage) and page.kept is not None
    ]
    return Layout(tuple(picture for picture, _ in kept), boxes, tuple(sheet for _, sheet in kept))


def _box(field: FoundField) -> FieldBox:
    words = tuple(
        WordBox(page, word.box.left, word.box.top, word.box.width, word.box.height, round(100 * word.confidence))
        for page, word in field.words
    )
    box = field.box
    return FieldBox(field.page, box.left, box.top, box.width, box.height, field.confidence, words)
