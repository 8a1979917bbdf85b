"""Scans that were taken, or could not be: out of the way, private, and not for ever.

A scan that was taken is sealed, with its name and time inside: ``done/HASH.sealed`` holds one line of JSON and the
bytes. Without a key it stays as it came. What could not be read stays as it came for whoever has to find out why.
"""

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.store.sealing.vault import Vault

SEALED = ".sealed"
_DAY_S = 86400


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as the scanner wrote it."""

    name: str
    arrived: datetime
    body: bytes


def opened(path: Path, vault: Vault | None) -> Scan:
    """A file of the scan folder; one that was sealed before as it first came. Raises ConfigInvalid, OSError."""
    body, arrived = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if path.suffix != SEALED or vault is None or vault.opened_by(body) is None:
        return Scan(path.name, arrived, body)
    head, _, body = vault.open_bytes(body).partition(b"\n")
    told = json.loads(head)
    return Scan(told["filename"], datetime.fromisoformat(told["arrived"]), body)


def done(path: Path, scan: Scan, folder: Path, vault: Vault | None) -> Path:
    """Put away what was taken; where it is. Killed in between, the file is still there and is taken once more."""
    if vault is None:
        target = free(folder / path.name)
        path.rename(target)
        private(target)
        return target
    head = json.dumps({"filename": scan.name, "arrived": scan.arrived.isoformat()}).encode()
    target = folder / f"{hashlib.sha256(scan.body).hexdigest()}{SEALED}"
    partial = folder / f".{target.name}"
    partial.write_bytes(vault.seal_bytes(head + b"\n" + scan.body))
    private(partial)
    partial.replace(target)
    path.unlink()
    return target


def private(*files: Path) -> None:
    """For us alone, where they are ours; from now on their age counts."""
    for file in files:
        with contextlib.suppress(OSError):
            file.chmod(0o600)
        with contextlib.suppress(OSError):
            os.utime(file)


def forget(folder: Path, days: float, now: float) -> int:
    """Delete what lies there for longer (``now`` in seconds since 1970); how many files."""
    gone = 0
    for file in folder.iterdir():
        with contextlib.suppress(OSError):
            if file.is_file() and not file.is_symlink() and file.stat().st_mtime < now - days * _DAY_S:
                file.unlink()
                gone += 1
    return gone


def free(target: Path) -> Path:
    """The name itself, or with a number where it is taken."""
    number, chosen = 1, target
    while os.path.lexists(chosen):
        number += 1
        chosen = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return chosen
