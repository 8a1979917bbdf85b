"""Files and folders that earlier versions made readable for everybody on the machine, taken back."""

import contextlib
from pathlib import Path

from sqlalchemy import make_url

from gateway.config import Settings

_BESIDE = ("", "-wal", "-shm", ".lock")


def make_private(settings: Settings) -> None:
    """The database's files, the evidence and var/ are the owner's alone. What is somebody else's stays as it is."""
    for folder in (settings.var, settings.blobs_dir):
        _set(folder, 0o700)
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        for beside in _BESIDE:
            _set(Path(f"{url.database}{beside}"), 0o600)


def _set(path: Path, mode: int) -> None:
    with contextlib.suppress(OSError):
        path.chmod(mode)
