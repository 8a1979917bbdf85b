"""Citizens who write on WhatsApp as fast as they are answered, as Twilio passes it on."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Writer:
    """One citizen: ``port`` gives the web to write to each time. ``statuses`` are what was answered, in order."""

    number: str
    env: Mapping[str, str]
    public: str
    port: Callable[[], int]
    keep_alive: bool = False
    statuses: list[int | str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """The texts that were acknowledged, in order."""
    _connection: HTTPConnection | None = None

    def write(self, text: str) -> bool:
        """Try once to hand a message over. Was it acknowledged?"""
        self._connection = self._connection or HTTPConnection("127.0.0.1", self.port(), timeout=40)
        try:
            self.statuses.append(self._post(text, self._connection))
        except (OSError, HTTPException) as error:
            self.statuses.append(repr(error))
        taken = self.statuses[-1] == 200
        if taken:
            self.said.append(text)
        if not (taken and self.keep_alive):
            self._connection.close()
            self._connection = None
        return taken

    def _post(self, text: str, connection: HTTPConnection) -> int:
        fields = {
            "MessageSid": f"SM{int(self.number):013d}{len(self.said):019d}",  # the same until it is acknowledged
            "AccountSid": "AC" + "0" * 32,
            "From": f"whatsapp:+{self.number}",
            "To": "whatsapp:+14155238886",
            "Body": text,
            "NumMedia": "0",
        }
        validator = RequestValidator(self.env["ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN"])
        signature = validator.compute_signature(f"{self.public}/in/whatsapp", fields)
        connection.request("POST", "/in/whatsapp", urlencode(fields), HEADERS | {"X-Twilio-Signature": signature})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def keep_writing(self, done: threading.Event) -> None:
        """One message after the other, until ``done``."""
        while not done.is_set():
            self.write(f"bijli nahi hai {len(self.said)}")


@contextmanager
def writing(writers: list[Writer]) -> Iterator[None]:
    """They write while the block lasts; all have their answers when it ends."""
    done = threading.Event()
    threads = [threading.Thread(target=one.keep_writing, args=(done,), daemon=True) for one in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join(45)
