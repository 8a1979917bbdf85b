"""Letters with their pictures kept: the letters channel, which also writes down for the mailroom desk what each page
looked like when it was read and where on it each field stands.

A page is read once, by the worker; its picture is put away as a JPEG at once, so that a file of many pages is not held
in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from channels.letters.channel import LettersChannel
from channels.letters.clean import clean
from channels.letters.documents import Picture, picture, unpacked
from channels.letters.fields import find_fields
from channels.letters.letter import ReadPage
from channels.letters.message import known, message
from channels.letters.orient import cropped, lines_run_down, straightened, turned_quarter
from channels.letters.page import lay_flat
from channels.letters.read import read_arabic, read_latin
from channels.letters.settings import Settings
from channels.letters.split import is_separator, parted
from channels.letters.tongue import tongue
from channels.letters.words import mean_confidence
from core.complaint import Field, Source
from core.errors import NotFound, Rejected
from core.messages import Envelope, InboundMessage
from core.ports import Channel
from core.store import conversations, envelopes, letter_layouts, letters
from core.store.engine import Store
from core.store.letter_layouts import FieldBox, Layout, PagePicture
from core.store.letter_tables import LetterRow
from core.store.tables import MessageRow
from gateway.house import House

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
        read = self.read(envelope.body)
        messages = [message(envelope, pages, number, len(read)) for number, pages in enumerate(read)]
        with self.store.write() as session:
            for told, pages in zip(messages, read, strict=True):
                letter_layouts.put(session, told.id, layout(pages, envelope))
        return messages

    def _page(self, path: Path, keep: bool) -> ReadPage | None:  # noqa: ARG002 - pictures are kept elsewhere
        page = super()._page(path, keep=True)
        return None if page is None else kept(page, self.store)


def keeping(channel: Channel, store: Store) -> Channel:
    """The letters channel as one that keeps its pictures."""
    return KeptLetters(channel.settings, store) if isinstance(channel, LettersChannel) else channel


def kept(page: ReadPage, store: Store) -> KeptPage:
    """The page with its picture put away."""
    shown = None
    if page.prepared is not None:
        done, encoded = cv2.imencode(".jpg", page.prepared, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if done:
            height, width = page.prepared.shape[:2]
            sha256 = store.blobs.put(encoded.tobytes())
            shown = PagePicture(sha256, width, height, page.language, page.confidence, page.rotation)
    return KeptPage(page.lines, page.language, page.confidence, page.rotation, None, shown)


def layout(pages: Sequence[ReadPage], envelope: Envelope) -> Layout:
    """The pictures of these pages and the boxes of the fields found on them."""
    found = find_fields([page.lines for page in pages], envelope.received_at.date())
    boxes = {
        name: FieldBox(one.page, one.box.left, one.box.top, one.box.width, one.box.height, one.confidence)
        for name, one in found.items()
    }
    return Layout(tuple(page.kept for page in pages if isinstance(page, KeptPage) and page.kept is not None), boxes)


def read_again(house: House, person: str) -> None:
    """Read those letters of a file again for which a clerk chose a language. What a clerk confirmed stays."""
    with house.store.read() as session:
        asked = letters.to_reread(session, person)
    for letter in asked:
        problem = None
        try:
            _read_again(house, letter)
        except (Rejected, NotFound) as error:
            problem = error.detail
        with house.store.write() as session:
            row = letters.get(session, letter.id)
            row.reread_in, row.reread_problem, row.version = None, problem, row.version + 1


def _read_again(house: House, letter: LetterRow) -> None:
    channel = house.channel(letters.CHANNEL)
    if not isinstance(channel, LettersChannel) or letter.reread_in is None:
        raise NotFound("letters are not read here")
    with house.store.read() as session:
        row, position = letters.envelope_of(session, letter)
    envelope = envelopes.load(row, house.store.blobs)
    with unpacked(envelope.body, channel.settings.limits) as paths:
        apart = [is_separator(picture(path)) for path in paths]
        numbers = parted(apart, one_letter=channel.settings.one_letter)[position]
        seconds = channel.settings.limits.page_seconds
        pages = [kept(_read_in(picture(paths[n]), letter.reread_in, seconds), house.store) for n in numbers]
    told = message(envelope, pages, 0, 1)
    news = known(find_fields([page.lines for page in pages], envelope.received_at.date()))
    with house.store.write() as session:
        letter_layouts.put(session, letter.layout_key, layout(pages, envelope))
        _learn(session.get_one(MessageRow, letter.message_id), told)
        conversation = conversations.get(session, letter.conversation_id)
        if conversation is not None:
            sure = [name for name, field in conversation.complaint.fields.items() if field.source is Source.CLERK]
            fresh = _news(news, sure)
            complaint = conversation.complaint.forget(*fresh).learn(fresh)
            conversations.save(session, conversation.with_(complaint=complaint, language=letter.reread_in))


def _news(found: Mapping[str, tuple[str, float]], but: Sequence[str]) -> dict[str, Field]:
    return {name: Field(value, sure, Source.OCR) for name, (value, sure) in found.items() if name not in but}


def _learn(row: MessageRow, told: InboundMessage) -> None:
    row.text, row.language = told.text, told.language


def _read_in(scan: Picture, language: str, seconds: float) -> ReadPage:
    """channels.letters.letter.read_page with the language given instead of guessed."""
    page = clean(lay_flat(scan))
    quarter = 90 if lines_run_down(page) else 0
    page, _ = straightened(turned_quarter(page, quarter))
    page = cropped(page)
    turn = tongue(page).turn
    page = turned_quarter(page, turn)
    lines = read_latin(page, seconds=seconds) if language == "en" else read_arabic(page)
    words = [word for line in lines for word in line.words]
    sure = round(mean_confidence(words), 3) if len(words) > 2 else 0.0
    return ReadPage(tuple(lines), language, sure, (360 - (quarter + turn) % 360) % 360, page)
