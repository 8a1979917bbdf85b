"""What a recording says, as far as a machine can tell: asked once it is kept, shown beside it, believed by nobody.

Category and district that the words seem to tell are put into the record below what is believed: they are asked all the
same, and an agent sees them as a suggestion.
"""

import logging
from datetime import timedelta

from core.complaint import BELIEVED, Field, Source
from core.errors import DialogueUnavailable, NotFound, RecogniserUnavailable, StoreUnavailable, Unsupported
from core.ports import DialogueEngine, Transcript
from core.store.evidence import media, transcripts
from core.store.pipeline import conversations
from gateway.house import House

DOUBTED = BELIEVED - 0.1
"""The most that is believed of what a machine heard: less than what is not asked again."""
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720))
_LONGEST_BYTES = 25_000_000
_log = logging.getLogger(__name__)


def recognise(house: House, media_id: int) -> None:
    """Ask for a recording's words, once. Off, where no recogniser is configured."""
    if house.recogniser is None:
        return
    now = house.clock.now()
    with house.store.read() as session:
        row = media.get(session, media_id)
        told = conversations.get(session, row.conversation_id) if row is not None and row.conversation_id else None
    spoken = row is not None and row.media_type.startswith(("audio/", "video/"))
    if row is None or told is None or row.sha256 is None or row.state != media.STORED or not spoken:
        return
    with house.store.write() as session:
        if not transcripts.begin(session, media_id, now):
            return
    try:
        content = house.store.blobs.get(row.sha256)
        if len(content) > _LONGEST_BYTES:
            raise Unsupported("too long for a recogniser")
        transcript = house.recogniser.recognise(content, row.media_type, told.language)
        suggested = _suggested(house.engine, transcript)
    except (RecogniserUnavailable, StoreUnavailable, DialogueUnavailable) as error:
        _later(house, media_id, f"{error.kind}: {error.detail}")
        return
    except (Unsupported, NotFound) as error:
        with house.store.write() as session:
            transcripts.give_up(session, media_id, f"{error.kind}: {error.detail}")
        return
    with house.store.write() as session:
        transcripts.keep(session, media_id, transcript, now)
        current = conversations.get(session, told.id)
        if current is not None and suggested:
            news = {name: field for name, field in suggested.items() if current.complaint.get(name) is None}
            conversations.save(session, current.with_(complaint=current.complaint.learn(news)))


def _suggested(engine: DialogueEngine, transcript: Transcript) -> dict[str, Field]:
    if not transcript.text:
        return {}
    meant = engine.understand([transcript.text])[0]
    guesses = {"category": meant.category, "district": meant.district}
    return {
        name: Field(value, min(DOUBTED, meant.confidence.get(name, 0.0)), Source.OCR)
        for name, value in guesses.items()
        if value is not None
    }


def _later(house: House, media_id: int, reason: str) -> None:
    _log.warning("not recognised yet: %s", reason, extra={"media": media_id})
    with house.store.write() as session:
        transcripts.put_off(session, media_id, _WAITS, reason, house.clock.now())
