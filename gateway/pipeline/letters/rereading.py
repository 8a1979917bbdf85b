"""Letters that are read again: in a language that a clerk chose, or because their pages were split or joined.

The wish stands in the database (``letters.reread_in``), so that it survives a queue that is away: the sweep finds it.
"""

import logging
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from channels.letters.channel import LettersChannel
from channels.letters.message import found_on, known, message
from channels.letters.opening.documents import picture, unpacked
from channels.letters.reading.read import ReadPage
from channels.letters.split import is_separator, parted
from core.complaint import Field, Source
from core.errors import CutOff, NotFound, Rejected, Unavailable
from core.intake.steps import noted_for_desk
from core.messages import Envelope, InboundMessage
from core.store.engine import Store
from core.store.mailroom import layouts, letters, rereading
from core.store.mailroom.layouts import Sheet
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import conversations, envelopes
from core.store.pipeline.tables import MessageRow
from gateway.house import House
from gateway.pipeline.letters.picturing import layout
from gateway.pipeline.lines import Line, work_through

_log = logging.getLogger(__name__)

Pages = list[tuple[ReadPage, Envelope]]


def read_again(house: House, person: str) -> None:
    """Read those letters of a file again for which this was asked. What a clerk confirmed stays.

    One worker at a time does it; another that is told to finds the line taken and leaves it.
    """

    def first(session: Session) -> LetterRow | None:
        return next(iter(rereading.wanted(session, person)), None)

    if not work_through(house, rereading.line(person), first, lambda line, letter: _step(house, line, letter)):
        house.queue.ingest(person)


def _step(house: House, line: Line, letter: LetterRow) -> None:
    problem = None
    try:
        if line.lost >= house.limits.attempts:
            raise CutOff
        _read_again(house, letter)
    except (Rejected, NotFound) as error:
        problem = error.detail
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - else the sweep would have it read for ever
        _log.exception("a letter could not be read again", extra={"letter": letter.id})
        problem = type(error).__name__
    with line.finish() as session:
        rereading.ended(session, letter.id, problem)


def _read_again(house: House, letter: LetterRow) -> None:
    channel = house.channel(letters.CHANNEL)
    if not isinstance(channel, LettersChannel) or letter.reread_in is None:
        raise NotFound("letters are not read here")
    language = None if letter.reread_in == rereading.AS_IT_IS else letter.reread_in
    read = _pages(house.store, channel, letter, language)
    if not read:
        raise NotFound("the letter's pages are gone")
    pages, files = [page for page, _ in read], [envelope for _, envelope in read]
    told = message(files[0], pages, 0, 1)
    news = known(found_on(pages, files[0].received_at.date()))
    understood = house.engine.understand([told.text])[0]
    with house.store.write() as session:
        layouts.put(session, letter.layout_key, layout(pages, files))
        _learn(session.get_one(MessageRow, letter.message_id), told)
        conversation = conversations.get(session, letter.conversation_id)
        if conversation is not None:
            by_clerk = [name for name, field in conversation.complaint.fields.items() if field.source is Source.CLERK]
            fresh = _news(news, by_clerk)
            gone = [name for name in conversation.complaint.fields if name not in by_clerk]
            complaint = conversation.complaint.forget(*gone).learn(fresh)
            changed = conversation.with_(complaint=complaint, language=language or told.language, subject=told.subject)
            conversations.save(session, noted_for_desk(changed, understood, told.pages).conversation or changed)


def _pages(store: Store, channel: LettersChannel, letter: LetterRow, language: str | None) -> Pages:
    """The letter's pages, each with the file that it is of, read from the files as they came."""
    with store.read() as session:
        sheets = layouts.get(session, letter.layout_key).sheets
        rows = {one: envelopes.find(session, letters.CHANNEL, one) for one in dict.fromkeys(s.envelope for s in sheets)}
        own, position = letters.envelope_of(session, letter)
    if not sheets:  # read before it was kept which pages they are
        envelope = envelopes.load(own, store.blobs)
        numbers = _numbers(channel, envelope, position)
        return [(page, envelope) for page in channel.read_sheets(envelope.body, numbers, language)]
    read: dict[Sheet, tuple[ReadPage, Envelope]] = {}
    for name, row in rows.items():
        if row is None:
            continue
        envelope = envelopes.load(row, store.blobs)
        wanted = [sheet.number for sheet in sheets if sheet.envelope == name]
        for page in channel.read_sheets(envelope.body, wanted, language):
            read[Sheet(name, page.sheet)] = (page, envelope)
    return [read[sheet] for sheet in sheets if sheet in read]


def _numbers(channel: LettersChannel, envelope: Envelope, position: int) -> list[int]:
    with unpacked(envelope.body, channel.settings.limits) as paths:
        apart = [is_separator(picture(path)) for path in paths]
    return parted(apart, one_letter=channel.settings.one_letter)[position]


def _news(found: Mapping[str, tuple[str, float]], but: Sequence[str]) -> dict[str, Field]:
    return {name: Field(value, sure, Source.OCR) for name, (value, sure) in found.items() if name not in but}


def _learn(row: MessageRow, told: InboundMessage) -> None:
    row.text, row.language, row.sent_at = told.text, told.language, told.sent_at
