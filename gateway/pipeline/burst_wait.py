"""What somebody wrote in several short messages, read as one (core/intake/bursts.py says when and how)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import ArziError
from core.intake import bursts
from core.messages import InboundMessage
from core.store.pipeline import conversations, envelopes
from core.store.pipeline.envelopes import StoredEnvelope
from gateway.house import House


@dataclass(frozen=True, slots=True)
class Part:
    """A waiting envelope with the one message that is in it."""

    row: StoredEnvelope
    message: InboundMessage


def parsed(house: House, rows: Sequence[StoredEnvelope]) -> list[Part] | None:
    """The rows from the first on that are messages of a chat; None where the first is none, or cannot be read: then it
    is handled by itself."""
    parts: list[Part] = []
    for row in rows:
        channel = house.channels.get(row.channel)
        if channel is None or channel.asks_all_at_once or channel.needs_desk:
            break
        try:
            messages = channel.parse(envelopes.load(row, house.store.blobs))
        except ArziError:
            break
        except Exception:  # noqa: BLE001 - what a message does to us it does when its turn comes
            break
        if len(messages) != 1:
            break
        parts.append(Part(row, messages[0]))
    return parts or None


def wait_until(house: House, parts: Sequence[Part]) -> datetime | None:
    """Until when we wait for more; None where they may be answered now."""
    now = house.clock.now()
    with house.store.read() as session:
        found = conversations.open_one(session, parts[0].row.person, since=now - house.limits.idle)
    waiting = [bursts.Waiting(part.message, part.row.received_at) for part in parts]
    at = bursts.answer_at(waiting, found.asking if found is not None else None, house.limits.pause)
    return at if at > now else None


def first_group(parts: Sequence[Part]) -> Sequence[Part]:
    """Those that are answered first, all in one."""
    return parts[: bursts.groups([part.message for part in parts])[0]]
