"""Evidence on its way out of the house: looked at by the virus scanner each time, for scanners learn, and sandboxed: as
a page of ours nothing in it runs (Content Security Policy 3, "sandbox"; Fetch standard, "nosniff")."""

from flask import Response
from flask_babel import gettext

from core.errors import NotAllowed, NotFound
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from gateway.house import House
from gateway.pipeline.scanning import found_in

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def sandboxed(response: Response) -> Response:
    """The answer that holds a file of a stranger's."""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def file_of(house: House, row: MediaRow | None) -> bytes:
    """A file. Raises NotFound, NotAllowed (there is something in it), or ScannerUnavailable."""
    if row is not None and row.state == media.INFECTED:
        raise infected(row.reason or "")
    if row is None or row.sha256 is None or row.state != media.STORED:
        raise NotFound("no such file")
    return clean(house, row.sha256)


def clean(house: House, sha256: str) -> bytes:
    """These bytes. Raises as ``file_of``."""
    content = house.store.blobs.get(sha256)
    if found := found_in(house, sha256, content):
        raise infected(found)
    return content


def infected(found: str) -> NotAllowed:
    """What is said in the file's place; ``found`` is the virus's name."""
    return NotAllowed(f"infected evidence: {found}", tell=in_words(found))


def in_words(found: str) -> str:
    """The same, to whoever sees the file listed."""
    return str(gettext("A virus scanner found %(name)s in this file. It is kept, and not handed out.", name=found))
