"""The fakes themselves. Each holds to the same port as the real thing."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.complaint import Field, Source
from core.errors import ArziError, Malformed
from core.messages import Address, Attachment, Automatic, Envelope, InboundMessage, OutboundMessage
from core.ports import Outcome, Peek, Reply, Turn, TurnResult, Understanding

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class StandingClock:
    """Time passes only when told."""

    time: datetime = START

    def now(self) -> datetime:
        return self.time

    def pass_(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class RememberedQueue:
    """Remembers what it was told, and does it when asked."""

    jobs: list[tuple[str, object]] = field(default_factory=list)

    def ingest(self, person: str) -> None:
        self.jobs.append(("ingest", person))

    def deliver(self, person: str) -> None:
        self.jobs.append(("deliver", person))

    def fetch(self, media_id: int) -> None:
        self.jobs.append(("fetch", media_id))

    def standing(self) -> Mapping[str, int]:
        return Counter(name for name, _ in self.jobs)

    def ping(self) -> None:
        return None


@dataclass
class StringChannel:
    """A channel whose envelopes are JSON: {"from": …, "text": …}. Sent messages are kept; faults can be given."""

    name: str = "string"
    asks_all_at_once: bool = False
    needs_desk: bool = False
    most_an_hour: int = 10_000
    sent: list[OutboundMessage] = field(default_factory=list)
    faults: list[ArziError | BaseException] = field(default_factory=list)

    def peek(self, envelope: Envelope) -> Peek:
        return Peek(f"tel:{self._read(envelope)['from']}")

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        data = self._read(envelope)
        if data["text"] == "poison":
            raise ZeroDivisionError("poison")
        if data["text"] == "malformed":
            raise Malformed("as asked")
        sender = Address(str(data["from"]), data.get("name"))
        found = {"phone": (str(data["from"]), 1.0)}
        if "email" in data:
            found["email"] = (data["email"], 1.0)
        text = str(data["text"])
        pictures = (Attachment(None, "image/jpeg", content=b"picture"),) * int(data.get("pictures", 0))
        message = InboundMessage(self.name, envelope.id, sender, text=text, full_text=text, found=found)
        message = message.with_(language=data.get("language", "en"), in_reply_to=data.get("in_reply_to"))
        kind = str(data.get("sound", "audio/ogg"))
        sounds = (Attachment(None, kind, content=f"OggS {envelope.id}".encode()),) * int(data.get("sounds", 0))
        if "subject" in data:
            message = message.with_(subject=data["subject"])
        if "automatic" in data:
            message = message.with_(automatic=Automatic(data["automatic"]))
        message = message.with_(attachments=pictures + sounds, choice=data.get("choice"), thread=data.get("thread"))
        return [message.with_(trusted=data.get("trusted") != "no")]

    def send(self, message: OutboundMessage) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)
        return f"P{len(self.sent)}"

    def _read(self, envelope: Envelope) -> dict[str, str]:
        try:
            data: dict[str, str] = json.loads(envelope.body)
        except ValueError as error:
            raise Malformed("no JSON") from error
        return data


@dataclass
class ScriptedEngine:
    """Answers by the text: "done" confirms, "cancel" cancels, "status …" tracks, "solved" and "unsolved" judge a case,
    "thanks" only chats; anything else is asked on."""

    turns: list[Turn] = field(default_factory=list)
    before: Callable[[Turn], None] = lambda turn: None

    def turn(self, turn: Turn) -> TurnResult:
        self.before(turn)
        self.turns.append(turn)
        word = turn.text.split(" ")[0]
        outcome = {
            "done": Outcome.CONFIRMED,
            "hasty": Outcome.CONFIRMED,
            "cancel": Outcome.CANCELLED,
            "again": Outcome.RESTARTED,
            "status": Outcome.TRACK,
            "person": Outcome.HUMAN,
            "solved": Outcome.SATISFIED,
            "unsolved": Outcome.DISSATISFIED,
            "thanks": Outcome.CHAT,
        }.get(word, Outcome.ASKING)
        fields = {}
        if word == "done":
            said = {"description": "no light for three days", "category": "electricity", "district": "Mardan"}
            fields = {name: Field(value, 1.0, Source.DIALOGUE) for name, value in said.items()}
        entities = {"tracking_number": turn.text.split(" ")[1]} if word == "status" and " " in turn.text else {}
        intent = {"yes": "affirm", "no": "deny"}.get(word, "out_of_scope")
        understanding = Understanding(language="en", intent=intent, entities=entities)
        reply = (Reply(f"you said {turn.text}"),)
        return TurnResult(reply, outcome, "district", "en", fields, understanding, "scripted")

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        return Reply(f"please tell: {', '.join(missing)}")

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        return [Understanding(language="en") for _ in texts]

    def ping(self) -> None:
        return None
