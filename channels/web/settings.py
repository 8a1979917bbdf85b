"""The web section of config.yaml."""

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """What one visitor of the citizen's pages may send."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most_an_hour: int = Field(120, gt=0, description="Of more messages an hour from one visitor, the rest is kept.")
    most_files: int = Field(6, gt=0, le=20, description="Files in one message.")
    max_file_bytes: int = Field(16 * 1024 * 1024, gt=0, description="The largest file.")
    max_bytes_a_day: int = Field(100 * 1024 * 1024, gt=0, description="Bytes of files from one visitor in a day.")
    newcomers: int = Field(
        300, gt=0, description="New visitors that write from one network in half an hour before a sum is asked of more."
    )
