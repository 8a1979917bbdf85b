# ruff: noqa: N802 - the hooks are named as aiosmtpd calls them
"""Where the house's mail goes: takes it and keeps it, in its weather."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.chaos.weather import Weather
from tests.services.dovecot import free_port


@dataclass
class MailOffice:
    """``taken`` is what arrived, by address, in order."""

    weather: Weather
    port: int = 0
    struck: int = 0
    taken: defaultdict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, address: str) -> list[EmailMessage]:
        """The mails that arrived at an address."""
        with self._lock:
            found = list(self.taken[address])
        return [message_from_bytes(raw, policy=policy.default) for raw in found]

    def number(self, address: str) -> int:
        with self._lock:
            return len(self.taken[address])

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        strikes = self.weather.strikes()
        if strikes:
            self.struck += 1
        if strikes in ("429", "500"):
            return "451 4.3.0 not now"
        if strikes == "lost":
            server.transport.abort()
            return "451 4.3.0 gone"
        with self._lock:
            for to in envelope.rcpt_tos:
                self.taken[to].append(bytes(envelope.original_content))
        if strikes == "timeout":
            await asyncio.sleep(3)
        if strikes == "half":
            server.transport.abort()
        return "250 2.0.0 kept"


@contextmanager
def running_office(weather: Weather) -> Iterator[MailOffice]:
    office = MailOffice(weather, free_port())
    server = Controller(office, hostname="127.0.0.1", port=office.port, enable_SMTPUTF8=True)
    server.start()
    try:
        yield office
    finally:
        server.stop()
