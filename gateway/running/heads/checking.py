"""Histories and heads checked, for `arzi verify` and once a day; the last result is kept for /metrics."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from core.casework.heads import Signed, Signer, from_json
from core.errors import Malformed
from core.store.casework import audit, heads
from core.store.engine import Store
from core.store.pipeline import bookmarks
from gateway.config import Settings
from gateway.running.heads.stamping import stamp_fault
from gateway.running.heads.ways import TIMESTAMP

_NAME = "verified"


@dataclass(frozen=True, slots=True)
class Verified:
    """The last check of all: when, what it found, and how many heads had not left the machine."""

    at: datetime
    broken: int
    unsent: int


def signer(settings: Settings) -> Signer | None:
    """Who signs heads; None where no key is configured."""
    key = settings.heads.key
    return Signer(key.get_secret_value()) if key is not None else None


def faults(store: Store, settings: Settings, copies: Sequence[Signed] = ()) -> Iterator[str]:
    """Whatever does not hold of histories and heads. ``copies``: heads from outside, beside those of the configured
    folder. Raises StoreUnavailable, ConfigInvalid, Malformed."""
    for number, link in audit.verify(store):
        if link is not None:
            yield f"{number}: event {link.seq} {link.why}"
    yield from head_faults(store, settings, copies)


def head_faults(store: Store, settings: Settings, copies: Sequence[Signed] = ()) -> Iterator[str]:
    """As ``faults``, of heads alone."""
    own = signer(settings)
    keys = {*settings.heads.previous_public_keys, *([own.key] if own is not None else [])}
    folder, roots = settings.heads_dir, settings.timestamp_roots
    outside = read_copies(folder) if folder is not None and folder.is_dir() else []
    if keys:
        yield from heads.check(store, keys, [*outside, *copies])
    elif outside or copies:
        yield "heads.key: without a key no head can be checked"
    if roots is not None:
        with store.read() as session:
            stamped = heads.receipts(session, TIMESTAMP)
        for signed, receipt in stamped:
            if (fault := stamp_fault(receipt, roots, signed)) is not None:
                yield f"head {signed.head.number}: its time stamp {fault}"


def read_copies(folder: Path) -> list[Signed]:
    """The heads in a folder's .json files. Raises Malformed."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            signed = from_json(file.read_text(encoding="utf-8"))
            signed.head  # noqa: B018 - that it is one
        except (OSError, ValueError) as error:
            raise Malformed(f"{file}: no signed head: {error}") from None
        found.append(signed)
    return found


def remember(session: Session, found: Verified) -> None:
    told = {"at": found.at.isoformat(), "broken": found.broken, "unsent": found.unsent}
    bookmarks.put(session, _NAME, json.dumps(told))


def last(session: Session) -> Verified | None:
    """None: it was never checked."""
    kept = bookmarks.get(session, _NAME)
    if kept is None:
        return None
    read = json.loads(kept)
    return Verified(datetime.fromisoformat(read["at"]), read["broken"], read["unsent"])
