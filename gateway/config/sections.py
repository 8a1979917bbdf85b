"""The sections of config.yaml, each a frozen model with its defaults. config.yaml itself says what each key is for."""

from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints, field_validator

MiB = 1024 * 1024

Port = Annotated[int, Field(ge=1, le=65535)]
Count = Annotated[int, Field(ge=1)]
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Seconds = Annotated[float, Field(gt=0)]
Secret = Annotated[SecretStr, Field(min_length=16)]
BaseUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^/]+$")]
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(lambda written: ip_network(written))]
DatabaseUrl = Annotated[str, Field(repr=False)]


class Profile(StrEnum):
    """Development: simulator on, secrets made by the set-up. Production: neither."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Section(BaseModel):
    """A part of the configuration: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Web(Section):
    """The HTTP side."""

    host: str = "127.0.0.1"
    port: Port = 8080
    processes: Count = 2
    threads: Count = 8
    timeout_s: Seconds = 30
    max_body_bytes: Count = 40 * MiB
    trusted_proxies: tuple[Network, ...] = ()
    second_factor: bool | None = None
    secret_key: Secret


class SingleSignOn(Section):
    """Staff sign in through an identity provider (OpenID Connect) as well. Without an issuer: by password only."""

    issuer: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    client_id: str = "arzi"
    client_secret: SecretStr | None = None
    claim: Annotated[str, Field(min_length=1)] = "preferred_username"
    acr: tuple[str, ...] = ()


class Database(Section):
    """The store: the truth."""

    url: DatabaseUrl = "sqlite:///var/arzi.db"
    pool_size: Count = 5

    @field_validator("url")
    @classmethod
    def _known_driver(cls, url: str) -> str:
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return f"postgresql+psycopg://{url.removeprefix(plain)}"
        if not url.startswith(("sqlite:", "postgresql+psycopg:")):
            raise ValueError("should begin with sqlite:/// or postgresql://")
        return url


class Blobs(Section):
    """Evidence: photos, documents, raw messages."""

    dir: Path = Path("var/blobs")
    bucket: str | None = None
    endpoint: BaseUrl | None = None
    region: str | None = None
    access_key: SecretStr | None = None
    secret_key: SecretStr | None = None


class Evidence(Section):
    """Who looks at evidence when it is kept and whenever it is handed out."""

    clamd: Annotated[str | None, Field(pattern=r"^(/.+|[^/]+:\d+)$")] = None


class Recogniser(Section):
    """A server that turns recordings into text (POST …/v1/audio/transcriptions). Without a url: none."""

    url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    model: Annotated[str, Field(min_length=1)] = "whisper-1"
    key: SecretStr | None = None
    timeout_s: Seconds = 120


class SecondReader(Section):
    """A model in the office's own house that is asked where our own reading is unsure (POST …/v1/chat/completions).
    Without a url: none."""

    url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    model: Annotated[str, Field(min_length=1)] = "default"
    key: SecretStr | None = None
    timeout_s: Annotated[float, Field(gt=0, le=2)] = 2


class Privacy(Section):
    """Sealing of personal data in the database, and how long they are kept."""

    key: Annotated[SecretStr | None, Field(min_length=16)] = None
    previous_key: Annotated[SecretStr | None, Field(min_length=16)] = None
    keep_days: Count = 1825
    tell_unusual: tuple[Annotated[str, StringConstraints(pattern=r"^\S+@\S+$")], ...] = ()

    @property
    def keys(self) -> list[str]:
        """The key in use, then the one before it."""
        return [key.get_secret_value() for key in (self.key, self.previous_key) if key is not None]


class Heads(Section):
    """The daily signed head over everything that happened, and where it is sent."""

    key: Annotated[SecretStr | None, Field(min_length=16)] = None
    previous_public_keys: tuple[Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")], ...] = ()
    folder: Path | None = None
    mail_to: tuple[str, ...] = ()
    url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    token: SecretStr | None = None
    timestamp_url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    timestamp_roots: Path | None = None


class OpenData(Section):
    """What everybody may see at /open, once a day. ``least_persons``: a number behind which are fewer is not told."""

    enabled: bool = True
    least_persons: Annotated[int, Field(ge=3, le=1000)] = 10
    publisher: Annotated[str, Field(min_length=1, max_length=200)] = "Government of Khyber Pakhtunkhwa"
    licence: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]+$")] = "CC-BY-4.0"
    licence_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = "https://creativecommons.org/licenses/by/4.0/"


class Rasa(Section):
    """The dialogue engine, a service of its own."""

    embedded: bool = True
    url: BaseUrl = "http://127.0.0.1:5005"
    more_urls: tuple[BaseUrl, ...] = ()
    secret: Secret
    timeout_s: Seconds = 8
    tracker_url: DatabaseUrl = "sqlite:///var/rasa.db"
    lock_url: Annotated[str | None, Field(repr=False)] = None
    log_level: Level = "WARNING"

    @property
    def urls(self) -> tuple[str, ...]:
        """Where it answers: all processes that serve the same conversations."""
        return (self.url, *self.more_urls)


class Dialogue(Section):
    """Conversations with citizens."""

    idle_hours: Seconds = 72
    ask_unfinished_hours: Seconds = 2
    window_hours: Seconds = 23
    unfinished_hours: Seconds = 20
    pause_s: Annotated[float, Field(ge=0, le=60)] = 3


class Workers(Section):
    """How many worker processes ``arzi run`` starts for each queue."""

    ingest: Count = 2
    deliver: Count = 1
    fetch: Count = 1
    letters: Count = 1


class Retry(Section):
    """How sending is tried again."""

    give_up_hours: Annotated[float, Field(gt=0, le=24 * 30)] = 72
    first_delay_s: Seconds = 5
    max_delay_s: Seconds = 3600


class Limits(Section):
    """What protects us from too much."""

    queue_depth: Count = 10_000
    person_depth: Count = 500
    sweep_every_s: Count = 10
    lease_s: Seconds = 20


class Metrics(Section):
    """Counts for Prometheus at /metrics."""

    enabled: bool = True
    networks: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    listen: Annotated[str | None, Field(pattern=r"^([^:/]+|\[[0-9a-fA-F:]+\]):\d{1,5}$")] = None


class Phone(Section):
    """Reading of phone numbers."""

    default_region: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "PK"


class Simulator(Section):
    """The stand-in for the outside world. None: on in development, off in production."""

    enabled: bool | None = None


class Log(Section):
    """What is written about the running of it all."""

    level: Level = "INFO"
    format: Literal["console", "json"] = "console"
