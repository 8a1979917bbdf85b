"""From the bytes of a file to its pages, with hostile files held in a process of their own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from channels.letters.limits import Limits
from channels.letters.opening.interrupted import OpenerKilled, UnpackingInterrupted
from channels.letters.opening.kinds import kind_of
from core.errors import Malformed, Rejected, TooLarge, Unsupported

if TYPE_CHECKING:
    from cv2.typing import MatLike

Picture: TypeAlias = "MatLike"
"""Grey (height, width) or BGR (height, width, 3)."""

_STOPPED = (-signal.SIGKILL, -signal.SIGTERM)
"""Ended from outside; what the file's own bounds end has other signals, or says so."""

_BY_KIND: dict[str, type[Rejected]] = {kind.kind: kind for kind in (Malformed, TooLarge, Unsupported)}


@contextmanager
def unpacked(content: bytes, limits: Limits) -> Iterator[list[Path]]:
    """The pages of a file as picture files, in order, for as long as the context lasts.

    They are files so that a document of many pages is not in memory at once. Raises Malformed, TooLarge or Unsupported,
    with a reason for the person who put the file there; UnpackingInterrupted, where it was not the file's fault.
    """
    if len(content) > limits.max_bytes:
        raise TooLarge(f"the file has {len(content)} bytes, the limit is {limits.max_bytes}")
    kind_of(content)
    with tempfile.TemporaryDirectory(prefix="arzi-letter-") as folder:
        _unpack(content, folder, limits)
        yield sorted(Path(folder).glob("*.bmp"))


def picture(path: Path) -> Picture:
    """One unpacked page. Raises Malformed."""
    import cv2  # it is large, and most processes take letters and read none

    loaded = cv2.imread(str(path), cv2.IMREAD_ANYCOLOR)
    if loaded is None:
        raise Malformed("a page could not be unpacked")
    return loaded


def _unpack(content: bytes, folder: str, limits: Limits) -> None:
    command = [sys.executable, "-m", "channels.letters.opening.unpack", folder, limits.model_dump_json()]
    root = str(Path(__file__).parents[3])
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": root,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "LANG": "C.UTF-8",
    }
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=limits.unpack_seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge(f"unpacking it takes longer than {limits.unpack_seconds:.0f} seconds") from error
    if done.returncode in _STOPPED:
        raise OpenerKilled(f"it was ended by signal {-done.returncode}")
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise TooLarge("unpacking it needs more memory or time than a letter may take") from error
    if answer.get("error") == UnpackingInterrupted.kind:
        raise UnpackingInterrupted(answer["detail"])
    if "error" in answer:
        raise _BY_KIND.get(answer["error"], Malformed)(answer["detail"])
