"""One telephone call that does what TwiML says, and what a person does on the line."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from core.errors import Rejected
from simulator.twiml import waiting
from simulator.twiml.call import Call, Sound
from simulator.twiml.document import TwimlInvalid, Verb, parse

MOST_REQUESTS = 25
"""Documents in a row without a word of the caller: more is a loop."""
API_VERSION = "2010-04-01"
AUDIO = frozenset({"audio/mpeg", "audio/wav", "audio/wave", "audio/x-wav", "audio/aiff", "audio/x-aifc", "audio/x-aiff",
                   "audio/x-gsm", "audio/gsm", "audio/ulaw"})  # fmt: skip
"""What <Play> plays (https://www.twilio.com/docs/voice/twiml/play)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a request."""

    status: int
    body: str
    content_type: str = "text/xml"


Fetch = Callable[[str, str, Mapping[str, str]], Answer]
"""``fetch(method, url, params)``: sends a signed request; for GET the parameters belong into the query."""


class CallBroken(Rejected):
    """The call ended because the gateway did not answer as Twilio needs it."""

    kind = "call-broken"


class StrictCaller:
    """A call in progress: ``call`` is its state, everything else is done to it.

    ``twice``: every request is sent a second time, and must get the same answer, since Twilio may repeat any webhook.
    """

    def __init__(self, fetch: Fetch, call: Call, *, account: str = "AC" + "0" * 32, twice: bool = False) -> None:
        self.call = call
        self._fetch = fetch
        self._account = account
        self._twice = twice

    @classmethod
    def inbound(
        cls, fetch: Fetch, url: str, *, sender: str, called: str, sid: str | None = None, twice: bool = False
    ) -> "StrictCaller":
        """A call to us, not yet answered. ``url`` is the number's voice webhook; its status callback is url/status."""
        number = sid or "CA" + secrets.token_hex(16)
        return cls(fetch, Call(number, sender, called, base=url, status_callback=f"{url}/status"), twice=twice)

    # What is on the line.

    def heard(self, since: int = 0) -> str:
        """All that was said and played so far, a line each; from the ``since``-th sound on."""
        return "\n".join(sound.text for sound in self.call.sounds[since:] if sound.kind in ("say", "play"))

    @property
    def verb(self) -> Verb | None:
        """The verb that waits for the caller."""
        return self._verbs()[self.call.place] if self.call.waiting else None

    @property
    def following(self) -> Verb | None:
        """The verb after the one that waits."""
        after = self._verbs()[self.call.place + 1 :] if self.call.waiting else ()
        return after[0] if after else None

    @property
    def recorder(self) -> Verb | None:
        """The <Record> that takes what the caller says now; None: it is not recorded."""
        return waiting.recorder(self)

    # What the caller does. Each gives the sounds that followed.

    def start(self, **extra: str) -> tuple[Sound, ...]:
        """Dial, or (for a call that we make) answer."""
        before = len(self.call.sounds)
        if self.call.direction != "inbound":
            self.call = replace(self.call, status="in-progress")
        self._request("POST", self.call.base, extra)
        return self.call.sounds[before:]

    def press(self, keys: str) -> tuple[Sound, ...]:
        """Press keys, one after the other. What is pressed when nobody listens is lost."""
        return self._act(lambda: waiting.press(self, keys))

    def speak(self, words: str, confidence: float = 0.9) -> tuple[Sound, ...]:
        """Say something. Where speech is not listened for, it is as if nothing was said."""
        return self._act(lambda: waiting.speak(self, words, confidence))

    def wait(self) -> tuple[Sound, ...]:
        """Say and press nothing until the time is over."""
        return self._act(lambda: waiting.silence(self))

    def record(self, seconds: int, url: str, sid: str | None = None, key: str = "") -> tuple[Sound, ...]:
        """Speak after the beep, for so many seconds; ``key`` ends it. ``url`` is where the recording will be."""
        return self._act(lambda: waiting.record(self, seconds, url, sid or "RE" + secrets.token_hex(16), key))

    def person(self, result: str = "completed", seconds: int = 60) -> tuple[Sound, ...]:
        """How the wait for a person ended: completed, no-answer, busy or failed."""
        return self._act(lambda: waiting.person(self, result, seconds))

    def hang_up(self, recorded: tuple[int, str, str] | None = None) -> None:
        """Put the phone down. ``recorded``: seconds, URL and SID of what was said into a running recording."""
        if not self.call.live:
            return
        if recorded is not None and self.recorder is not None:
            waiting.hear_out(self)
            waiting.cut_off(self, *recorded)
        self._end("completed")

    # What TwiML makes the line do. For simulator.twiml.waiting.

    def follow(self, action: str | None, method: str, params: Mapping[str, str]) -> None:
        """Go on with the document that an action's URL gives."""
        self.call = replace(self.call, waiting=None, keys="", requests=0)
        self._request(method, urljoin(self.call.base, action or ""), params)

    def go_on(self) -> None:
        """Go on with the verb after this one."""
        self.call = replace(self.call, waiting=None, keys="", place=self.call.place + 1)
        self._run()

    def ask(self, method: str, url: str, params: Mapping[str, str]) -> Answer:
        """One request to the gateway with a call's usual parameters. Raises CallBroken."""
        form = {**self._usual(), **params}
        answer = self._fetch(method, url, form)
        if self._twice and self._fetch(method, url, form) != answer:
            raise self._broken(f"a repeated {url} is answered differently")
        if not 200 <= answer.status < 300:
            raise self._broken(f"11200: {url} answered {answer.status}")
        return answer

    def _act(self, what: Callable[[], None]) -> tuple[Sound, ...]:
        if not self.call.live:
            raise CallBroken("the line is dead")
        before = len(self.call.sounds)
        what()
        return self.call.sounds[before:]

    def _request(self, method: str, url: str, params: Mapping[str, str]) -> None:
        if self.call.requests >= MOST_REQUESTS:
            raise self._broken("the documents go round in a circle")
        answer = self.ask(method, url, params)
        try:
            parse(answer.body, answer.content_type)
        except TwimlInvalid as problem:
            raise self._broken(f"{url}: {problem.detail}") from problem
        self.call = replace(
            self.call,
            status="in-progress",
            document=answer.body,
            base=url,
            place=0,
            waiting=None,
            keys="",
            requests=self.call.requests + 1,
        )
        self._run()

    def _run(self) -> None:
        verbs = self._verbs()
        while self.call.place < len(verbs):
            verb = verbs[self.call.place]
            if verb.name in ("Hangup", "Reject"):
                return self._end("completed")
            if verb.name == "Redirect":
                return self._request(verb.attributes.get("method", "POST"), urljoin(self.call.base, verb.text), {})
            for child in verb.children if verb.name == "Gather" else (verb,):
                self._sound(child)
            if verb.name in waiting.WAITING:
                self.call = replace(self.call, waiting=verb.name)
                return None
            self.call = replace(self.call, place=self.call.place + 1)
        return self._end("completed")

    def _sound(self, verb: Verb) -> None:
        call = self.call
        if verb.name == "Say":
            call = call.hear("say", verb.text, verb.attributes.get("language", ""))
        elif verb.name == "Play":
            url = urljoin(call.base, verb.text)
            self._check_audio(url)
            call = call.hear("play", url)
        elif verb.name == "Pause":
            call = replace(call.hear("pause"), seconds=call.seconds + verb.number("length", 1))
        elif verb.name == "Record" and verb.flag("playBeep", True):
            call = call.hear("beep")
        elif verb.name in ("Dial", "Enqueue"):
            call = call.hear("note", "waiting for a person")
        self.call = call

    def _check_audio(self, url: str) -> None:
        """What is played is fetched first, once: Twilio ends a call at audio that it cannot have or cannot play."""
        if any(sound.kind == "play" and sound.text == url for sound in self.call.sounds):
            return
        found = self._fetch("GET", url, {})
        if not 200 <= found.status < 300:
            raise self._broken(f"11200: {url} answered {found.status}")
        kind = found.content_type.partition(";")[0].strip().lower()
        if kind not in AUDIO:
            raise self._broken(f"12300: {url} is {kind or 'of no type'}, and cannot be played")

    def _verbs(self) -> tuple[Verb, ...]:
        return parse(self.call.document)

    def _end(self, status: str) -> None:
        self.call = replace(self.call, status=status, waiting=None)
        if self.call.status_callback and "completed" in self.call.events:
            params = {"CallDuration": str(self.call.seconds), "Duration": str(-(-self.call.seconds // 60))}
            self.ask("POST", self.call.status_callback, params)

    def _usual(self) -> dict[str, str]:
        return {
            "CallSid": self.call.sid,
            "AccountSid": self._account,
            "From": self.call.sender,
            "To": self.call.called,
            "Caller": self.call.sender,
            "Called": self.call.called,
            "CallStatus": self.call.status,
            "ApiVersion": API_VERSION,
            "Direction": self.call.direction,
        }

    def _broken(self, why: str) -> CallBroken:
        self.call = replace(self.call, status="failed", waiting=None, problem=why)
        return CallBroken(why)
