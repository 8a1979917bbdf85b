"""fetch: an attachment that the provider keeps for us becomes evidence; what is kept already is looked at."""

from datetime import timedelta

from core.errors import MediaNotReady, MediaRefused, NotFound, Unavailable
from core.messages import OutboundMessage
from core.ports import MediaChannel
from core.reference.phrasebook import say
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.pipeline import conversations, outbox
from core.store.pipeline.tables import EnvelopeRow
from gateway.house import House
from gateway.pipeline.scanning import scan

_WAITS = (2, 4, 8, 16, 60, 300, 1800, 3600, 3600 * 4)
"""Seconds. Twilio's media can be a few seconds behind its webhook; an outage takes longer."""


def fetch(house: House, media_id: int) -> None:
    """Fetch it, once, and look at it. Not there yet: the sweep comes by later. Not to be had: refused, and the citizen
    is told."""
    with house.store.read() as session:
        row = media.get(session, media_id)
        envelope = session.get(EnvelopeRow, row.envelope_id) if row is not None else None
    if row is None or envelope is None or row.state != media.WAITING or row.url is None:
        scan(house, media_id)
        return
    try:
        channel = house.channel(envelope.channel)
        if not isinstance(channel, MediaChannel):
            raise MediaRefused(f"{envelope.channel} has no files to fetch")
        content, media_type = channel.fetch(row.url, row.media_type)
        sha256 = house.store.blobs.put(content)
    except (MediaRefused, NotFound) as error:
        _refuse(house, row, f"{error.kind}: {error.detail}")
    except (MediaNotReady, Unavailable) as error:
        _later(house, row, f"{error.kind}: {error.detail}")
    else:
        with house.store.write() as session:
            media.mark_stored(session, media_id, sha256=sha256, size=len(content), media_type=media_type)
        scan(house, media_id)


def _later(house: House, row: MediaRow, reason: str) -> None:
    if row.attempts >= len(_WAITS):
        _refuse(house, row, reason)
        return
    until = house.clock.now() + timedelta(seconds=_WAITS[row.attempts])
    with house.store.write() as session:
        media.put_off(session, row.id, until, reason)


def _refuse(house: House, row: MediaRow, reason: str) -> None:
    person = None
    with house.store.write() as session:
        media.refuse(session, row.id, reason)
        current = media.get(session, row.id)
        conversation = conversations.get(session, current.conversation_id or "") if current else None
        if conversation is not None:
            person = conversation.person
            told = OutboundMessage(
                id="",
                channel=conversation.channel,
                to=conversation.address,
                text=say("media_refused", conversation.language),
                language=conversation.language,
            )
            cause = f"media:{row.envelope_id}:refused"
            outbox.stage(
                session, told, cause=cause, person=person, conversation_id=conversation.id, now=house.clock.now()
            )
    if person is not None:
        house.queue.deliver(person)
