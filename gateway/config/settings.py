"""What can be configured: typed, frozen, read once at start and handed on explicitly.

``load_settings`` reads config.yaml (or the file named by ``ARZI_CONFIG``), then the environment (``ARZI_WEB__PORT=80``
overrides ``web.port``), and gives one ``Settings``. Secrets come only from the environment, from a file that the
environment names (``ARZI_RASA__SECRET_FILE=/run/secrets/rasa``), or in development from var/secrets.env.
Whatever is wrong is one line with the key's name, in ``core.errors.ConfigInvalid``.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, PrivateAttr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.errors import ConfigInvalid
from gateway.config.casework import Casework
from gateway.config.errors import explain
from gateway.config.sections import (
    Blobs,
    Database,
    Dialogue,
    Evidence,
    Limits,
    Log,
    Metrics,
    Phone,
    Privacy,
    Profile,
    Rasa,
    Retry,
    Simulator,
    SingleSignOn,
    Web,
    Workers,
)
from gateway.config.sources import (
    PREFIX,
    merged,
    read_environment,
    read_secrets_env,
    read_yaml,
    refuse_unknown,
    refuse_written_secrets,
)

M = TypeVar("M", bound=BaseModel)
CHANNELS = f"{PREFIX}CHANNELS__"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Everything in config.yaml. Paths in it are relative to the folder that config.yaml is in: use the properties."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    profile: Profile = Profile.DEVELOPMENT
    public_url: str = ""
    var_dir: Path = Path("var")
    redis_url: Annotated[str | None, Field(repr=False)] = None
    web: Web
    single_sign_on: SingleSignOn = SingleSignOn()
    database: Database = Database()
    blobs: Blobs = Blobs()
    evidence: Evidence = Evidence()
    privacy: Privacy = Privacy()
    rasa: Rasa
    dialogue: Dialogue = Dialogue()
    workers: Workers = Workers()
    outbox: Retry = Retry()
    limits: Limits = Limits()
    casework: Casework = Casework()
    phone: Phone = Phone()
    simulator: Simulator = Simulator()
    log: Log = Log()
    metrics: Metrics = Metrics()
    channels: Mapping[str, Mapping[str, Any] | None] = {}

    _home: Path = PrivateAttr(default=Path())
    _file: Path = PrivateAttr(default=Path("config.yaml"))
    _channel_environment: Mapping[str, str] = PrivateAttr(default={})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - as in the base class
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what ``load_settings`` gives: it reads the sources itself, so that tests can hand in an environment."""
        return (init_settings,)

    @property
    def home(self) -> Path:
        """The folder that config.yaml is in."""
        return self._home

    @property
    def config_file(self) -> Path:
        """The config.yaml that was read."""
        return self._file

    @property
    def metrics_dir(self) -> Path:
        """Where this machine's processes count together."""
        return self.var / "metrics"

    @property
    def var(self) -> Path:
        """Where this installation keeps what it writes."""
        return self._home / self.var_dir

    @property
    def blobs_dir(self) -> Path:
        """Where evidence is kept."""
        return self._home / self.blobs.dir

    @property
    def database_url(self) -> str:
        """The database, with the path of a SQLite file made absolute."""
        return self._absolute(self.database.url)

    @property
    def tracker_url(self) -> str:
        """The database in which Rasa keeps its conversations."""
        return self._absolute(self.rasa.tracker_url)

    @property
    def redis_socket(self) -> Path:
        """The socket of the Redis that ``arzi run`` starts when no ``redis_url`` is set."""
        return self.var / "redis.sock"

    @property
    def redis(self) -> str:
        """The URL of the Redis to use, set or embedded."""
        return self.redis_url or f"unix://{self.redis_socket}"

    @property
    def public(self) -> str:
        """The address by which the outside reaches us, without a slash at its end."""
        return (self.public_url or f"http://{self.web.host}:{self.web.port}").rstrip("/")

    @property
    def simulated(self) -> bool:
        """Is the simulator on? In development yes, unless switched off; in production never."""
        return self.profile is Profile.DEVELOPMENT and self.simulator.enabled is not False

    @property
    def has_mailbox(self) -> bool:
        """Does the simulator's mailbox keep what we send? Where ``channels.email.submission`` is another machine or
        wants TLS, there is a real server."""
        here = (self.told("email", "submission", "host") or "127.0.0.1") in LOOPBACK
        return self.simulated and here and self.told("email", "submission", "security") == "none"

    @property
    def enabled_channels(self) -> tuple[str, ...]:
        """The names of the channels to build: every entry under ``channels``."""
        return tuple(self.channels)

    def is_on(self, channel: str, part: str) -> bool:
        """Does the config switch on ``channels.CHANNEL.PART.enabled``? Asked without importing the channel."""
        return str(self.told(channel, part, "enabled")).lower() in ("true", "1", "yes", "on")

    def told(self, channel: str, part: str, key: str) -> object:
        """``channels.CHANNEL.PART.KEY`` as written, unchecked; None where it is left out."""
        section = (self.channels.get(channel) or {}).get(part)
        written = section.get(key) if isinstance(section, Mapping) else None
        return self._channel_environment.get(f"{CHANNELS}{channel}__{part}__{key}".upper(), written)

    def _absolute(self, url: str) -> str:
        scheme, separator, path = url.partition(":///")
        if not scheme.startswith("sqlite") or not separator or path.startswith((":memory:", "/")) or not path:
            return url
        return f"{scheme}:///{(self._home / path).resolve()}"


def load_settings(path: Path | str | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """The settings of this installation.

    ``path`` defaults to ``ARZI_CONFIG`` or ./config.yaml; ``env`` to the process's environment.
    Raises ConfigInvalid, one line for each thing that is wrong.
    """
    env = os.environ if env is None else env
    file = Path(path or env.get(f"{PREFIX}CONFIG") or "config.yaml").resolve()
    written = read_yaml(file)
    env = {**read_secrets_env(file.parent, env), **{k: v for k, v in env.items() if k.startswith(PREFIX)}}
    own = {name: value for name, value in env.items() if not name.startswith(CHANNELS)}
    refuse_written_secrets(Settings, written)
    refuse_unknown(Settings, PREFIX, own)
    settings = _validated(Settings, merged(written, read_environment(Settings, PREFIX, own)), PREFIX)
    settings._home = file.parent
    settings._file = file
    settings._channel_environment = {name: value for name, value in env.items() if name.startswith(CHANNELS)}
    _check_profile(settings)
    return settings


def channel_settings(settings: Settings, name: str, model: type[M]) -> M:
    """The section of one channel, checked by the channel's own ``Settings``. Raises ConfigInvalid as load_settings.

    The environment overrides it as everything else: ``ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN``.
    """
    prefix, at = f"{CHANNELS}{name.upper()}__", f"channels.{name}."
    written = settings.channels.get(name) or {}
    env = {key: value for key, value in settings._channel_environment.items() if key.startswith(prefix)}
    refuse_written_secrets(model, written, prefix, at)
    refuse_unknown(model, prefix, env)
    return _validated(model, merged(written, read_environment(model, prefix, env)), prefix, at)


def _validated(model: type[M], given: Mapping[str, Any], prefix: str, at: str = "") -> M:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise ConfigInvalid(explain(error, model, prefix, at)) from None


def _check_profile(settings: Settings) -> None:
    if settings.profile is not Profile.PRODUCTION:
        return
    if settings.simulator.enabled:
        raise ConfigInvalid("simulator.enabled: the simulator cannot be on in production; remove it or set it to false")
    if not settings.public.startswith("https://"):
        raise ConfigInvalid("public_url: must be the https:// address of this gateway in production (ARZI_PUBLIC_URL)")
    if settings.privacy.key is None:
        raise ConfigInvalid("privacy.key: this secret is missing in production; set ARZI_PRIVACY__KEY")
