"""What can be configured: typed, frozen, read once at start and handed on explicitly.

``load_settings`` reads config.yaml (or the file named by ``ARZI_CONFIG``), then the environment (``ARZI_WEB__PORT=80``
overrides ``web.port``), and gives one ``Settings``. Secrets come only from the environment, from a file that the
environment names (``ARZI_RASA__SECRET_FILE=/run/secrets/rasa``), or in development from var/secrets.env.
Whatever is wrong is one line with the key's name, in ``core.errors.ConfigInvalid``.
"""

import hmac
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, PrivateAttr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.errors import ConfigInvalid
from gateway.config.backup import Backup
from gateway.config.casework import Casework
from gateway.config.emergency import Emergency
from gateway.config.errors import explain
from gateway.config.gone import without
from gateway.config.helpline import HelplineHours
from gateway.config.sections import (
    Blobs,
    Database,
    Dialogue,
    Evidence,
    Heads,
    Limits,
    Log,
    Metrics,
    OpenData,
    Phone,
    Privacy,
    Profile,
    Rasa,
    Recogniser,
    Retry,
    SecondReader,
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
ENABLED = "enabled"
"""The key that every channel has besides its own: with false it stands in config.yaml, and is off."""
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
    recogniser: Recogniser = Recogniser()
    second_reader: SecondReader = SecondReader()
    privacy: Privacy = Privacy()
    heads: Heads = Heads()
    backup: Backup = Backup()
    open_data: OpenData = OpenData()
    rasa: Rasa
    dialogue: Dialogue = Dialogue()
    workers: Workers = Workers()
    outbox: Retry = Retry()
    limits: Limits = Limits()
    casework: Casework = Casework()
    emergency: Emergency = Emergency()
    helpline: HelplineHours = HelplineHours()
    phone: Phone = Phone()
    simulator: Simulator = Simulator()
    log: Log = Log()
    metrics: Metrics = Metrics()
    channels: Mapping[str, Mapping[str, Any] | None] = {}

    _home: Path = PrivateAttr(default=Path())
    _file: Path = PrivateAttr(default=Path("config.yaml"))
    _channel_environment: Mapping[str, str] = PrivateAttr(default={})
    _gone: tuple[str, ...] = PrivateAttr(default=())

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
    def gone(self) -> tuple[str, ...]:
        """A line for each key that was given and that went: it has no effect any more (gateway/config/gone.py)."""
        return self._gone

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
    def heads_dir(self) -> Path | None:
        """Where signed heads are put."""
        return self._home / self.heads.folder if self.heads.folder is not None else None

    @property
    def timestamp_roots(self) -> Path | None:
        """The certificates by which time stamps are checked."""
        return self._home / self.heads.timestamp_roots if self.heads.timestamp_roots is not None else None

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
        return self.redis_url or f"unix://{':'.join(self.redis_login)}@{self.redis_socket}"

    @property
    def redis_login(self) -> tuple[str, str]:
        """Name and password at the embedded Redis: what all processes of the gateway have in common, and Rasa lacks."""
        key = self.web.secret_key.get_secret_value().encode()
        return "gateway", hmac.new(key, b"arzi embedded redis", sha256).hexdigest()

    @property
    def public(self) -> str:
        """The address by which the outside reaches us, without a slash at its end."""
        return (self.public_url or f"http://{self.web.host}:{self.web.port}").rstrip("/")

    @property
    def simulated(self) -> bool:
        """Is the simulator on? In development yes, unless switched off; in production never."""
        return self.profile is Profile.DEVELOPMENT and self.simulator.enabled is not False

    @property
    def second_factor_demanded(self) -> bool:
        """Must administrators, auditors and whoever sees masked data have a second factor? In production yes; in
        development where it is switched on."""
        return self.profile is Profile.PRODUCTION or self.web.second_factor is True

    @property
    def has_mailbox(self) -> bool:
        """Does the simulator's mailbox keep what we send? Where ``channels.email.submission`` is another machine or
        wants TLS, there is a real server."""
        here = (self.told("email", "submission", "host") or "127.0.0.1") in LOOPBACK
        return self.simulated and here and self.told("email", "submission", "security") == "none"

    @property
    def enabled_channels(self) -> tuple[str, ...]:
        """The names of the channels to build: every entry under ``channels``, but those with ``enabled: false``."""
        return tuple(name for name in self.channels if self._switched_on(name))

    def is_on(self, channel: str, part: str) -> bool:
        """Does the config switch on ``channels.CHANNEL.PART.enabled``? Asked without importing the channel."""
        return str(self.told(channel, part, "enabled")).lower() in ("true", "1", "yes", "on")

    def told(self, channel: str, part: str, key: str) -> object:
        """``channels.CHANNEL.PART.KEY`` as written, unchecked; None where it is left out."""
        section = (self.channels.get(channel) or {}).get(part)
        written = section.get(key) if isinstance(section, Mapping) else None
        return self._channel_environment.get(f"{CHANNELS}{channel}__{part}__{key}".upper(), written)

    def _switched_on(self, channel: str) -> bool:
        written = (self.channels.get(channel) or {}).get(ENABLED, True)
        told = self._channel_environment.get(f"{CHANNELS}{channel}__{ENABLED}".upper(), written)
        try:
            return TypeAdapter(bool).validate_python(told)
        except ValidationError:
            name = f"{CHANNELS}{channel}__{ENABLED}".upper()
            raise ConfigInvalid(
                f"channels.{channel}.{ENABLED}: should be true or false, not {told!r} ({name})"
            ) from None

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
    written, own, gone = without(written, own)
    refuse_written_secrets(Settings, written)
    refuse_unknown(Settings, PREFIX, own)
    settings = _validated(Settings, merged(written, read_environment(Settings, PREFIX, own)), PREFIX)
    settings._home = file.parent
    settings._file = file
    settings._gone = tuple(gone)
    settings._channel_environment = {name: value for name, value in env.items() if name.startswith(CHANNELS)}
    _check_profile(settings)
    _ = settings.enabled_channels  # raises for what is neither true nor false
    return settings


def channel_settings(settings: Settings, name: str, model: type[M]) -> M:
    """The section of one channel, checked by the channel's own ``Settings``. Raises ConfigInvalid as load_settings.

    The environment overrides it as everything else: ``ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN``.
    """
    prefix, at = f"{CHANNELS}{name.upper()}__", f"channels.{name}."
    written = {key: value for key, value in (settings.channels.get(name) or {}).items() if key != ENABLED}
    env = {key: value for key, value in settings._channel_environment.items() if key.startswith(prefix)}
    env.pop(f"{prefix}{ENABLED.upper()}", None)
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
    if settings.web.second_factor is False:
        raise ConfigInvalid("web.second_factor: is demanded in production; remove it or set it to true")
    if settings.redis_url and urlsplit(settings.redis_url).password is None:
        raise ConfigInvalid("redis_url: must have a password in production: redis://USER:PASSWORD@… (ARZI_REDIS_URL)")
    if settings.privacy.key is None:
        raise ConfigInvalid("privacy.key: this secret is missing in production; set ARZI_PRIVACY__KEY")
