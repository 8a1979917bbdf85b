"""What can be set for the letters channel."""

from pydantic import BaseModel, ConfigDict, Field

from channels.letters.limits import Limits


class Settings(BaseModel):
    """Paper letters: how files are read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages_at_once: int = Field(default=2, ge=1, le=32, description="Pages read side by side, each on one core")
    limits: Limits = Field(default=Limits(), description="Bounds on a file and on a page")
