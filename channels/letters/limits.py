"""How much a letter may ask of the machine that reads it."""

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """Bounds on one file and on one page. What is over them is set aside with its reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_bytes: int = Field(default=60_000_000, gt=0, description="The largest file taken, in bytes")
    max_pages: int = Field(default=200, gt=0, description="The most pages in one file")
    max_megapixels: int = Field(default=110, gt=0, description="The largest picture decoded, in millions of pixels")
    long_side: int = Field(default=4400, ge=1000, description="Pictures are scaled down to this long side, in pixels")
    memory_mb: int = Field(default=900, ge=400, description="Address space of the process that decodes a file, in MB")
    unpack_seconds: float = Field(default=120, gt=0, description="The longest that decoding one file may take")
    page_seconds: float = Field(default=90, gt=0, description="The longest that reading one page may take")
