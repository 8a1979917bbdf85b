"""What callers said after the beep, as Twilio keeps it: mono WAV files."""

import io
import math
import struct
import wave
from dataclasses import dataclass, field

from core.errors import Malformed, NotFound
from simulator import clock
from simulator.account import Account
from simulator.database import Transaction, new_sid

RATE = 8000
"""Samples a second on a telephone line."""
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording. ``duration`` in whole seconds, as Twilio tells it."""

    sid: str
    call: str
    duration: int
    created_at: float
    content: bytes = field(repr=False)

    def url(self, account: Account) -> str:
        """Where the gateway fetches it, with credentials."""
        return f"{account.resource_url}/Recordings/{self.sid}"


def add(tx: Transaction, call: str, content: bytes) -> Recording:
    """Keep a WAV file. Raises Malformed when it is none."""
    duration = math.ceil(_seconds(content))
    sid = new_sid("RE")
    tx.execute(
        "INSERT INTO recordings (sid, call, duration, content, created_at) VALUES (?, ?, ?, ?, ?)",
        (sid, call, duration, content, clock.now(tx)),
    )
    return get(tx, sid)


def get(tx: Transaction, sid: str) -> Recording:
    """Raises NotFound."""
    row = tx.execute("SELECT * FROM recordings WHERE sid = ?", (sid,)).fetchone()
    if row is None:
        raise NotFound(f"no recording {sid}")
    return Recording(**dict(row))


def delete(tx: Transaction, sid: str) -> None:
    """Forget it. Raises NotFound."""
    get(tx, sid)
    tx.execute("DELETE FROM recordings WHERE sid = ?", (sid,))


def hum(seconds: float) -> bytes:
    """A WAV file of somebody humming, for calls that are made without a microphone. Raises Malformed."""
    if not 0 <= seconds <= LONGEST:
        raise Malformed(f"a recording of {seconds} seconds")
    samples = (int(6000 * math.sin(n / RATE * 2 * math.pi * 180)) for n in range(int(seconds * RATE)))
    written = io.BytesIO()
    with wave.open(written, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return written.getvalue()


def _seconds(content: bytes) -> float:
    try:
        with wave.open(io.BytesIO(content), "rb") as found:
            return found.getnframes() / found.getframerate()
    except (wave.Error, EOFError, ZeroDivisionError) as problem:
        raise Malformed(f"not a WAV file: {problem}") from problem
