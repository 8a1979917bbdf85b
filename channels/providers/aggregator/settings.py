"""How an aggregator's HTTP form looks: where, which names, which credentials, where its answer has the id."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr


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
