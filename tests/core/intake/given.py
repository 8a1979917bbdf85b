"""Messages, conversations and turns to try intake's steps with, without any store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from core.casework.attendance import Attendance
from core.complaint import Complaint, Field, Source
from core.conversation import Conversation, begin
from core.intake.context import Context, Dependencies
from core.intake.dialogue_acts import acts_in
from core.messages import Address, Attachment, InboundMessage
from core.ports import Channel, DialogueEngine, Outcome, Reply, Turn, TurnResult, Understanding
from core.services.cases import Cases
from core.store.engine import Store
from tests.fakes.parts import StringChannel

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GUL = "+923001234567"
PHOTO, SOUND, FILM = (Attachment(None, kind, content=b"x") for kind in ("image/jpeg", "audio/ogg", "video/mp4"))


def heard(text: str = "", **more: Any) -> InboundMessage:
    """A message of Gul's on WhatsApp."""
    given = {"language": "en", "sender": Address(GUL), "text": text, "full_text": text, **more}
    return InboundMessage("whatsapp", "M1", **given)


def record(source: Source = Source.DIALOGUE, /, **fields: str) -> Complaint:
    return Complaint({name: Field(value, 1.0, source) for name, value in fields.items()})


def told(language: str = "en", /, *, message: InboundMessage | None = None, **fields: str) -> Conversation:
    """Gul's conversation in which these fields are known."""
    begun = begin(f"tel:{GUL}", message or heard(), NOW)
    return begun.with_(id="C1", language=language, complaint=record(**fields))


def turn(outcome: Outcome = Outcome.ASKING, *replies: str, **more: Any) -> TurnResult:
    """What the dialogue says."""
    given = {
        "asking": None,
        "language": "en",
        "fields": {},
        "understanding": Understanding(),
        "engine": "given",
        **more,
    }
    return TurnResult(tuple(Reply(text) for text in replies), outcome, **given)


def context(
    message: InboundMessage | None = None,
    found: Conversation | None = None,
    *,
    engine: DialogueEngine | None = None,
    attendance: Attendance | None = None,
    **more: Any,
) -> Context:
    """Gul's message and what is known before it is answered."""
    store = cast(Store, None)  # for steps that do not look into it
    attending = attendance or Attendance()
    means = Dependencies(store, engine or Engine(), Cases(), timedelta(days=3), "https://x/track", attending)
    message, found = message or heard(), found or told()
    given: dict[str, Any] = {"now": NOW, "conversation": found, "acts": acts_in(message.text), **more}
    return Context(means, message, found.person, cast(Channel, StringChannel()), "T1", found=found, **given)


@dataclass
class Engine:
    """Understands each text as it is told to, and asks for all at once."""

    by_text: Mapping[str, Understanding] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        self.asked += texts
        return [self.by_text.get(text, Understanding()) for text in texts]

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        return Reply(f"{language}: {', '.join(missing)}")

    def turn(self, turn: Turn) -> TurnResult:
        raise AssertionError("no turn of the dialogue is needed here")

    def ping(self) -> None:
        return None
