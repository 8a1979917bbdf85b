"""The section ``backup`` of config.yaml."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Recipient = Annotated[str, StringConstraints(pattern=r"^age1[0-9a-z]+$")]


class Backup(BaseModel):
    """Who can open backups (age's public keys), and how many generations are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recipients: tuple[Recipient, ...] = ()
    keep: Annotated[int, Field(ge=1)] = 14
