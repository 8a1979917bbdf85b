"""A virus scanner looks at a file as soon as it is kept, and again whenever it is about to be handed out.

What it finds is locked away, wherever the same bytes are evidence. Taking messages in waits for no scanner: while it is
away files are kept, handed out to nobody, and looked at when it is back.
"""

import logging
from datetime import timedelta

from core.errors import NotFound
from core.store.evidence import media
from gateway.house import House
from gateway.pipeline.antivirus import ScannerUnavailable

_log = logging.getLogger(__name__)
_AGAIN = timedelta(minutes=1)


def scan(house: House, media_id: int) -> None:
    """Look at a file that was kept. While nobody can look, the sweep comes by later."""
    with house.store.read() as session:
        row = media.get(session, media_id)
    if house.scan is None or row is None or row.state != media.STORED or row.sha256 is None or row.looked_at:
        return
    try:
        found_in(house, row.sha256, house.store.blobs.get(row.sha256))
    except (ScannerUnavailable, NotFound) as error:
        _log.warning("a file is not looked at yet: %s", error.detail)
        with house.store.write() as session:
            media.scan_later(session, media_id, house.clock.now() + _AGAIN)
    else:
        with house.store.write() as session:
            media.found_clean(session, row.sha256, house.clock.now())


def found_in(house: House, sha256: str, content: bytes) -> str | None:
    """The name of what is in these bytes, which is then locked away. Raises ScannerUnavailable."""
    found = house.scan(content) if house.scan is not None else None
    if found is not None:
        _log.warning("a virus scanner found %s in a file: it is locked away", found)
        with house.store.write() as session:
            media.quarantine(session, sha256, found)
    return found
