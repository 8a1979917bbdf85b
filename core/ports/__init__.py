"""What the domain needs from outside, as Protocols. The adapters implement them; gateway/bootstrap.py joins them."""

from core.ports.channels import (
    BatchedChannel,
    ChallengedChannel,
    Channel,
    Declaration,
    LookupChannel,
    MediaChannel,
    MissedChannel,
    NumberedChannel,
    OneWayChannel,
    Peek,
    PolledChannel,
    SetUpChannel,
    SlowChannel,
    SpeakingChannel,
    Surroundings,
    WaryChannel,
    WebhookChannel,
    WindowedChannel,
)
from core.ports.clock import PAKISTAN, Clock
from core.ports.dialogue import DialogueEngine, Outcome, Reply, SecondReader, Turn, TurnResult, Understanding
from core.ports.evidence import Blobs, BlobStore
from core.ports.queue import Queue
from core.ports.speech import RecognisedWord, Recogniser, Transcript

__all__ = [
    "PAKISTAN",
    "BatchedChannel",
    "BlobStore",
    "Blobs",
    "ChallengedChannel",
    "Channel",
    "Clock",
    "Declaration",
    "DialogueEngine",
    "LookupChannel",
    "MediaChannel",
    "MissedChannel",
    "NumberedChannel",
    "OneWayChannel",
    "Outcome",
    "Peek",
    "PolledChannel",
    "Queue",
    "RecognisedWord",
    "Recogniser",
    "Reply",
    "SecondReader",
    "SetUpChannel",
    "SlowChannel",
    "SpeakingChannel",
    "Surroundings",
    "Transcript",
    "Turn",
    "TurnResult",
    "Understanding",
    "WaryChannel",
    "WebhookChannel",
    "WindowedChannel",
]
