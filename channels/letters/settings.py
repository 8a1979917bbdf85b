"""What can be set for the letters channel."""

import math
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from channels.letters.limits import Limits


class FolderListener(BaseModel):
    """The folder that the scanner writes into (arzi listen folder)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(default=False, description="Should arzi run start it?")
    path: str = Field(
        default="var/scans", description="The folder, relative to config.yaml's; done/ and failed/ are made inside it."
    )
    settle_s: float = Field(
        default=10.0,
        ge=0,
        description="A file is taken when it has not changed for so long: some scanners close it after each page.",
    )
    poll_s: float = Field(default=1.0, gt=0, description="How often the folder is looked at.")
    keep_done_days: float = Field(
        default=14,
        ge=0,
        description="How long done/ holds what was taken, sealed: as far back as a restored backup may be.",
    )
    keep_failed_days: float = Field(
        default=30, ge=0, description="How long failed/ holds what could not be read, as it came; then it is deleted."
    )


class Settings(BaseModel):
    """Paper letters: how files are read and where they come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages_at_once: int = Field(default=2, ge=1, le=32, description="Pages read side by side, each on one core.")
    one_letter: Literal["file", "page"] = Field(
        default="file",
        description="Is each file one letter, or each page? Separator sheets part letters in either case.",
    )
    limits: Limits = Field(default=Limits(), description="Bounds on a file and on a page.")
    folder: FolderListener = Field(default=FolderListener(), description="The scanner's folder.")

    @property
    def longest_s(self) -> float:
        """Seconds that reading a file may take at most: to open it, and each of its pages."""
        rounds = math.ceil(self.limits.max_pages / self.pages_at_once)
        return self.limits.unpack_seconds + rounds * self.limits.page_seconds
