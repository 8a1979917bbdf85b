"""How an aggregator's HTTP form looks: where, which names, which credentials, where its answer has the id."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

Meant = Literal["delivered", "sent", "person", "message", "passing", "us", "stopped"]
"""What a word of the aggregator's means: it arrived; it is on its way; or it failed, and whom or what that is about
(core.messages.Meaning)."""
SMPP: Mapping[str, Meant] = MappingProxyType(
    {
        "DELIVRD": "delivered",
        "ACCEPTD": "sent",
        "ENROUTE": "sent",
        "EXPIRED": "person",  # the phone was off, or out of reach, for too long
        "UNDELIV": "person",
        "DELETED": "message",
        "REJECTD": "message",
        "UNKNOWN": "message",
    }
)
"""The states of SMPP 3.4 (5.2.28), which aggregators pass on; in whichever case they write them."""


class Reports(BaseModel):
    """How an aggregator tells what became of a message, at /in/CHANNEL/status."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretStr = Field(
        min_length=16, description="What it shows with each report: a Bearer token, or a parameter. A secret."
    )
    secret_name: str = Field("key", min_length=1, description="The parameter that is the secret.")
    id_name: str = Field("id", min_length=1, description="The parameter that is its id of the message.")
    state_name: str = Field("status", min_length=1, description="The parameter that is its word for what became of it.")
    code_name: str = Field("", description="The parameter that is its code for why; left out, the word is shown.")
    states: dict[str, Meant] = Field(
        default_factory=lambda: dict(SMPP),
        description="Its words: delivered, sent, or what a failure is about (person, message, passing, us, stopped).",
    )


class Aggregator(BaseModel):
    """The aggregator section of a channel that sends SMS."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(pattern=r"^https?://", description="Where a message is posted to.")
    form: Literal["form", "json"] = Field("form", description="How: as an urlencoded form, or as a JSON object.")
    to_name: str = Field("to", min_length=1, description="The parameter that is the recipient's number.")
    to_plus: bool = Field(True, description="Whether the number begins with +: +923001234567, or 923001234567.")
    sender_name: str = Field("from", min_length=1, description="The parameter that is the registered sender.")
    text_name: str = Field("text", min_length=1, description="The parameter that is the text.")
    id_name: str = Field("", description="The parameter that is our own id of the message; left out, none is sent.")
    unicode: dict[str, str] = Field(
        default_factory=dict, description="Parameters sent besides where the text is not GSM-7 (Urdu, Pashto)."
    )
    more: dict[str, str] = Field(default_factory=dict, description="Parameters sent with every message.")
    user_name: str = Field("", description="The parameter that is the user; left out, both go as HTTP Basic.")
    user: str = Field("", description="The account's user; left out, the secret goes as a Bearer token.")
    secret_name: str = Field("", description="The parameter that is the secret, where user_name is one too.")
    secret: SecretStr = Field(description="The account's password or key. A secret.")
    id_path: str = Field(
        "id", min_length=1, description="Where the answer's JSON has the message's id: id, or data.0.message_id."
    )
    timeout_seconds: float = Field(10.0, gt=0, le=60, description="How long one call may take.")
    reports: Reports | None = Field(None, description="How it reports deliveries; left out, none are taken.")
