"""Citizens on WhatsApp: Twilio posts what they write, and posts it again as Twilio does."""

import random
import re
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import parse_qsl, urlencode, urlsplit

from twilio.request_validator import RequestValidator

from channels.providers.twilio.webhooks import OVERRIDES
from tests.chaos.house import PUBLIC, TOKEN, House
from tests.chaos.ledger import Ledger, Sent
from tests.chaos.provider import Provider

LINES = ("3 din se bijli nahi hai", "Swabi", "mohalla Bam Khel", "haan ji theek hai")
MORE = tuple(f"aur {number} din se yahi haal hai" for number in range(4, 14))
"""What people in a hurry add."""
NUMBER = re.compile(r"KP-20\d\d-\d{6,}-\d")
WITHIN_S, TRIES = 15.0, 1 + int(dict(parse_qsl(OVERRIDES))["rc"])
"""As the documents tell to enter the webhook: five more tries, within Twilio's fifteen seconds."""
_PATIENCE_S = 25
_sids = count(1)
_phones = count(1)


class Twilio:
    """Posts webhooks, signed, over a connection that stays open while it lasts."""

    def __init__(self, house: House) -> None:
        self._at = urlsplit(house.url).netloc
        self._validator = RequestValidator(TOKEN)
        self._connection: HTTPConnection | None = None

    def post(self, path: str, form: Mapping[str, str]) -> tuple[int, str, str]:
        """Status, body, content type; 599 where there was no answer."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": self._validator.compute_signature(PUBLIC + path, dict(form)),
        }
        try:
            self._connection = self._connection or HTTPConnection(self._at, timeout=10)
            self._connection.request("POST", path, urlencode(form), headers)
            answer = self._connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Content-Type", "")
        except (OSError, HTTPException):
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            return 599, "", ""

    def post_again_and_again(
        self, path: str, form: Mapping[str, str], tell: Callable[[], None]
    ) -> tuple[int, str, str]:
        """As rp=5xx,ct,rt asks: until it is answered with less than 500, or the tries or the time are over."""
        until, answer = time.monotonic() + WITHIN_S, (599, "", "")
        for number in range(TRIES):
            tell()
            answer = self.post(path, form)
            if answer[0] < 500:  # 4xx is none of rp's: Twilio would not come again
                return answer
            time.sleep(min(2.5, 0.3 * 2**number))
            if time.monotonic() > until:
                break
        return answer


class Citizen:
    """One phone. ``waits``: for each answer, before the next message is written."""

    def __init__(self, house: House, provider: Provider, ledger: Ledger, dice: random.Random, *, waits: bool) -> None:
        self.number = f"+92301{next(_phones):07d}"
        self._twilio = Twilio(house)
        self._provider, self._ledger, self._dice, self._waits = provider, ledger, dice, waits

    def complain(self) -> None:
        """One complaint, until its tracking number; the last answer is waited for in any case."""
        lines = LINES if self._waits else (*LINES[:3], *MORE, LINES[3])
        for number, line in enumerate(lines):
            before = len(self._provider.phone(self.number))
            last = number == len(lines) - 1
            if last:
                self._ledger.confirmed(self.number)
            self.say(line)
            if number == 0 and self._dice.random() < 0.15:
                self.album()
            if self._waits or last:
                self._hear(before)

    def album(self) -> None:
        """Three pictures, each a message of its own."""
        for _ in range(3):
            self.say("", picture=True)

    def say(self, text: str, *, picture: bool = False) -> None:
        """Until it is acknowledged: who sees that a message did not go out sends it again."""
        for _ in range(8):
            if self._send(text, picture=picture).acknowledged:
                return
        self._ledger.note("given up by a citizen")

    def _send(self, text: str, *, picture: bool) -> Sent:
        sid = f"SM{next(_sids):032x}"
        sent = self._ledger.add("whatsapp", sid, self.number)
        form = {
            "MessageSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": "AC" + "0" * 32,
            "From": f"whatsapp:{self.number}",
            "To": "whatsapp:+14155238886",
            "WaId": self.number[1:],
            "ProfileName": "Gul Khan",
            "Body": text,
            "NumMedia": "1" if picture else "0",
        }
        if picture:
            place = f"{self._provider.url}/2010-04-01/Accounts/AC/Messages/{sid}/Media/ME{sid[2:]}"
            form |= {"MediaUrl0": place, "MediaContentType0": "image/png"}

        def tell() -> None:
            sent.tries += 1

        status, _, _ = self._twilio.post_again_and_again("/in/whatsapp", form, tell)
        sent.acknowledged = status == 200
        if status != 200 and status < 500:
            self._ledger.note(f"a good webhook was answered {status}")
        if sent.acknowledged and self._dice.random() < 0.05:  # Twilio may repeat what was answered
            self._twilio.post("/in/whatsapp", form)
        return sent

    def _hear(self, before: int) -> None:
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            heard = self._provider.phone(self.number)
            for one in heard:
                for number in NUMBER.findall(one.body):
                    self._ledger.told(self.number, number)
            if len(heard) > before:
                return
            time.sleep(0.1)
        self._ledger.note(f"no answer within {_PATIENCE_S} s")
