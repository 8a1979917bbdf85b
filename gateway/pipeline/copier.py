"""A copier's mail: its scans go to the letters' reader, as if they had been put into the scan folder."""

import hashlib
import logging

from core.errors import Rejected
from core.messages import Envelope, InboundMessage
from gateway.house import House
from gateway.pipeline.accept import accept

LETTERS = "letters"
_SCANS = ("application/pdf", "image/")
_log = logging.getLogger(__name__)


def to_letters(house: House, message: InboundMessage) -> bool:
    """Hand every scan over; False where letters are not read here or nothing in the mail is a scan.

    What was handed over before is kept once: its id is its hash. Raises Unavailable: the mail is tried again.
    """
    channel = house.channels.get(LETTERS)
    if channel is None:
        return False
    taken = 0
    for part in message.attachments:
        if part.content is None or not part.media_type.startswith(_SCANS):
            continue
        facts = {"filename": part.filename or "", "arrived": house.clock.now().isoformat()}
        digest = hashlib.sha256(part.content).hexdigest()
        try:
            accept(house, channel, Envelope(LETTERS, digest, part.content, house.clock.now(), facts))
        except Rejected as error:
            _log.warning("a copier's file is no scan: %s", error.kind)
            continue
        taken += 1
    return taken > 0
