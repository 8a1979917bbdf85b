"""Files from the browser: checked, then kept like everything that comes in."""

import hashlib
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from core.errors import Rejected
from core.messages import Envelope
from core.store.engine import Store
from core.store.mailroom import letters
from gateway.house import House
from gateway.pipeline.accept import accept
from gateway.reasons import explain_stored
from gateway.web.mailroom.queries import diary
from gateway.web.shared.languages import page_language

_AROUND = 1_000_000
"""Room for what stands around the files in a form."""
_USUAL = 60_000_000


@runtime_checkable
class OpensFiles(Protocol):
    """A channel that can say at once whether a file can be read: the number of its pages. Raises Rejected."""

    def check(self, content: bytes) -> int: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one file. ``problem`` is for the clerk."""

    filename: str
    pages: int | None = None
    problem: str | None = None


def most_bytes(house: House) -> int:
    """The largest request of an upload."""
    limits = getattr(getattr(house.channels.get(letters.CHANNEL), "settings", None), "limits", None)
    return int(getattr(limits, "max_bytes", _USUAL)) + _AROUND


def receive(house: House, file: FileStorage, by: str) -> Upload:
    """Keep one file, or say why not. Raises Unavailable: then nothing is kept."""
    name = (file.filename or "scan").replace("\\", "/").rpartition("/")[2][:200]
    channel = house.channels.get(letters.CHANNEL)
    if channel is None:
        return Upload(name, problem=gettext("Letters are switched off in this installation (channels.letters)."))
    content = file.stream.read()
    try:
        pages = channel.check(content) if isinstance(channel, OpensFiles) else None
        sha256 = hashlib.sha256(content).hexdigest()
        facts = {"filename": name, "uploaded_by": by}
        accepted = accept(house, channel, Envelope(letters.CHANNEL, sha256, content, house.clock.now(), facts))
    except Rejected as error:
        return Upload(name, problem=gettext("Not taken: %(why)s", why=_why(error)))
    return Upload(name, pages) if accepted.new else Upload(name, problem=_known(house.store, sha256))


def _why(error: Rejected) -> str:
    return explain_stored(f"{error.kind}: {error.detail}", page_language())


def _known(store: Store, sha256: str) -> str:
    with store.read() as session:
        found = [diary(letter) for letter in letters.of_envelope(session, sha256)]
    if not found:
        return str(gettext("This very file is here already."))
    return str(gettext("This very file is here already: %(numbers)s.", numbers=", ".join(found)))
