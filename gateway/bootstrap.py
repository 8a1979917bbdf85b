"""Composition: settings → the house. The only place where parts are chosen and joined."""

import importlib
from datetime import timedelta
from typing import Any

from core.errors import ConfigInvalid
from core.outbox import Backoff
from core.ports import Channel, DialogueEngine, Queue, Shelf, Surroundings
from core.store.casework.cases import Cases
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.bucket_blobs import Bucket, BucketBlobs
from core.store.sealing.vault import Vault
from gateway.antivirus import Clamd
from gateway.config import Settings, channel_settings
from gateway.house import House, Limits, SystemClock
from gateway.metrics import Meters, NoMeters
from gateway.metrics.turns import timed
from gateway.queue import RqQueue, connect
from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions, with_fallback


def build(settings: Settings) -> House:
    """Everything that a process of the gateway needs. No connection is made yet. Raises ConfigInvalid."""
    store, meters = build_store(settings), build_meters(settings)
    return House(
        store=store,
        queue=build_queue(settings),
        engine=timed(build_engine(settings), meters),
        channels=for_the_desk(build_channels(settings), store),
        clock=SystemClock(),
        limits=Limits(
            queue_depth=settings.limits.queue_depth,
            lease=timedelta(seconds=settings.limits.lease_s),
            idle=timedelta(hours=settings.dialogue.idle_hours),
        ),
        backoff=Backoff(
            first=timedelta(seconds=settings.outbox.first_delay_s),
            longest=timedelta(seconds=settings.outbox.max_delay_s),
            tries=settings.outbox.attempts,
        ),
        public_url=settings.public,
        cases=build_cases(settings),
        keep=timedelta(days=settings.privacy.keep_days),
        meters=meters,
        scan=Clamd(settings.evidence.clamd) if settings.evidence.clamd else None,
        folders=(settings.var, settings.blobs_dir),
    )


def build_meters(settings: Settings) -> Meters:
    """What is counted of this process, where metrics are on."""
    if not settings.metrics.enabled:
        return NoMeters()
    from gateway.metrics.prometheus import PrometheusMeters  # the library looks at the environment when imported

    return PrometheusMeters(settings.metrics_dir)


def build_cases(settings: Settings) -> Cases:
    """Casework by the configured deadlines and hours. Raises ConfigInvalid."""
    secret = settings.web.secret_key.get_secret_value()
    return Cases(settings.casework.rules(), settings.casework.hours(), settings.enabled_channels, secret)


def build_store(settings: Settings) -> Store:
    """The database and the evidence."""
    keys = settings.privacy.keys
    vault = Vault(keys) if keys else None
    return open_store(settings.database_url, build_shelf(settings), pool_size=settings.database.pool_size, vault=vault)


def build_shelf(settings: Settings) -> Shelf:
    """Where evidence lies: on a disk, or in an object store."""
    chosen = settings.blobs
    if chosen.bucket is None:
        return FileBlobs(settings.blobs_dir)
    access, secret = (one.get_secret_value() if one else None for one in (chosen.access_key, chosen.secret_key))
    return BucketBlobs(Bucket(chosen.bucket, chosen.endpoint, chosen.region, access, secret))


def build_queue(settings: Settings) -> Queue:
    """RQ on Redis."""
    return RqQueue(connect(settings.redis))


def build_engine(settings: Settings) -> DialogueEngine:
    """Rasa, with the plain questions for when it is away."""
    rasa = RasaEngine(settings.rasa.urls, settings.rasa.secret.get_secret_value(), timeout=settings.rasa.timeout_s)
    return with_fallback(rasa, PlainQuestions())


def build_channels(settings: Settings) -> dict[str, Channel]:
    """Every channel named in the config: ``channels.NAME`` is imported, its Settings checked, its ``build`` called."""
    return {name: build_channel(settings, name) for name in settings.enabled_channels}


def for_the_desk(channels: dict[str, Channel], store: Store) -> dict[str, Channel]:
    """The channels, letters with their pictures kept."""
    if "letters" not in channels:
        return channels
    from gateway.letters.kept import keeping  # what reads letters is large, and not every installation has them

    return channels | {"letters": keeping(channels["letters"], store)}


def build_channel(settings: Settings, name: str) -> Channel:
    """One channel. Raises ConfigInvalid."""
    try:
        package: Any = importlib.import_module(f"channels.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"channels.{name}":
            raise
        raise ConfigInvalid(f"channels.{name}: there is no such channel") from error
    surroundings = Surroundings(settings.public, settings.phone.default_region, simulated_apis(settings), settings.home)
    channel: Channel = package.build(channel_settings(settings, name, package.Settings), surroundings)
    return channel


def simulated_apis(settings: Settings) -> dict[str, str]:
    """Where the stand-ins for providers are: nowhere, unless the simulator is on."""
    if not settings.simulated:
        return {}
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared, not bound
    return {"twilio": f"http://{host}:{settings.web.port}/simulator/twilio"}
