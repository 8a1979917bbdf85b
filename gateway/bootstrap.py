"""Composition: settings → the house. The only place where parts are chosen and joined."""

import dataclasses
import importlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from core.casework.announced import Announced
from core.errors import ConfigInvalid, Unavailable
from core.intake.unfinished import Rules as Unfinished
from core.outbox import Backoff
from core.ports import BlobStore, Channel, DialogueEngine, Queue, Recogniser, SecondReader, SlowChannel, Surroundings
from core.services.calendar import announced
from core.services.cases import Cases
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.evidence.bucket_blobs import Bucket, BucketBlobs
from core.store.revisions import demand_present_tables
from core.store.sealing.right_key import demand_right_key
from core.store.sealing.vault import Vault
from gateway import extensions
from gateway.channels import switched_on
from gateway.config import Settings, channel_settings
from gateway.house import House
from gateway.limits import Limits
from gateway.pipeline.antivirus import Clamd
from gateway.pipeline.queue import INGEST, LETTERS, RqQueue, connect
from gateway.running.alive import expected
from gateway.running.metrics.turns import timed
from gateway.running.moved_clock import build_clock
from gateway.running.observing import Meters, NoMeters
from nlu.chat_reader import ChatReader
from nlu.client import RasaEngine
from nlu.fallback import PlainQuestions, with_fallback
from nlu.lists import with_lists
from nlu.second_reading import with_second_reader


def build(settings: Settings) -> House:
    """Everything that a process of the gateway needs. No connection is made yet. Raises ConfigInvalid."""
    store, meters = build_store(settings), build_meters(settings)
    channels = for_the_desk(build_channels(settings), store)
    return House(
        store=store,
        queue=build_queue(settings, channels),
        engine=timed(build_engine(settings), meters),
        channels=channels,
        clock=build_clock(settings),
        limits=Limits(
            queue_depth=settings.limits.queue_depth,
            person_depth=settings.limits.person_depth,
            lease=timedelta(seconds=settings.limits.lease_s),
            idle=timedelta(hours=settings.dialogue.idle_hours),
            unfinished=Unfinished(
                timedelta(hours=settings.dialogue.ask_unfinished_hours),
                timedelta(hours=settings.dialogue.window_hours),
                timedelta(hours=settings.dialogue.unfinished_hours),
            ),
            pause=timedelta(seconds=settings.dialogue.pause_s),
        ),
        backoff=build_backoff(settings),
        public_url=settings.public,
        tell_unusual=settings.privacy.tell_unusual,
        cases=build_cases(settings),
        attendance=dataclasses.replace(
            settings.helpline.attendance(settings.casework.hours()), announced=announced_in(store)
        ),
        keep=timedelta(days=settings.privacy.keep_days),
        meters=meters,
        scan=Clamd(settings.evidence.clamd) if settings.evidence.clamd else None,
        expected=expected(settings),
        recogniser=build_recogniser(settings),
        open_data=settings.open_data if settings.open_data.enabled else None,
        folders=(settings.var, settings.blobs_dir),
    )


def build_backoff(settings: Settings) -> Backoff:
    """How sending is tried again."""
    return Backoff(
        first=timedelta(seconds=settings.outbox.first_delay_s),
        longest=timedelta(seconds=settings.outbox.max_delay_s),
        lasting=timedelta(hours=settings.outbox.give_up_hours),
    )


def announced_in(store: Store) -> Callable[[], Announced]:
    """What an administrator announced of the offices' calendar, read anew each time."""

    def read() -> Announced:
        with store.read() as session:
            return announced(session)

    return read


def build_meters(settings: Settings) -> Meters:
    """What is counted of this process, where metrics are on."""
    if not settings.metrics.enabled:
        return NoMeters()
    from gateway.running.metrics.prometheus import (
        PrometheusMeters,  # the library looks at the environment when imported
    )

    return PrometheusMeters(settings.metrics_dir)


def build_cases(settings: Settings) -> Cases:
    """Casework by the configured deadlines and hours. Raises ConfigInvalid."""
    secret = settings.web.secret_key.get_secret_value()
    rules = dataclasses.replace(settings.casework.rules(), urgent_minutes=settings.emergency.urgent_minutes())
    alarms = settings.emergency.rules(settings.public)
    return Cases(rules, settings.casework.hours(), switched_on(settings.enabled_channels), secret, alarms)


def build_store(settings: Settings, *, any_key: bool = False, any_tables: bool = False) -> Store:
    """The database and the evidence. With another key than the data's, the first look at it raises ConfigInvalid;
    with ``any_key`` it does not: for who goes from one to another. With older tables than the code's it raises
    TablesUnfit, but for ``any_tables``: for who makes them."""
    vault = build_vault(settings)
    store = open_store(settings.database_url, build_shelf(settings), pool_size=settings.database.pool_size, vault=vault)
    if not any_tables:
        demand_present_tables(store.engine)
    if not any_key:
        demand_right_key(store.engine, vault)
    return store


def look_at_store(store: Store) -> None:
    """At a process's start: are its key and its tables ours? A database that is away is asked when it is back. Raises
    ConfigInvalid, TablesUnfit."""
    try:
        with store.read() as session:
            session.connection()
    except Unavailable:
        return


def build_vault(settings: Settings) -> Vault | None:
    """What seals people's data, where there is a key."""
    keys = settings.privacy.keys
    return Vault(keys) if keys else None


def build_shelf(settings: Settings) -> BlobStore:
    """Where evidence lies: on a disk, or in an object store."""
    chosen = settings.blobs
    if chosen.bucket is None:
        return FileBlobs(settings.blobs_dir)
    access, secret = (one.get_secret_value() if one else None for one in (chosen.access_key, chosen.secret_key))
    return BucketBlobs(Bucket(chosen.bucket, chosen.endpoint, chosen.region, access, secret))


def build_queue(settings: Settings, channels: Mapping[str, Channel]) -> Queue:
    """RQ on Redis; its jobs may take as long as these channels' limits allow."""
    slow = [channel for channel in channels.values() if isinstance(channel, SlowChannel)]
    longest: dict[str, float] = {}
    for channel in slow:
        name = LETTERS if channel.name == "letters" else INGEST
        longest[name] = max(longest.get(name, 0), channel.longest_s)
    return RqQueue(connect(settings.redis), longest, vault=build_vault(settings))


def build_recogniser(settings: Settings) -> Recogniser | None:
    """What turns recordings into text, where a server is configured."""
    chosen = settings.recogniser
    if chosen.url is None:
        return None
    from nlu.recogniser import OpenAiTranscriptions  # only some have one: the others need not load its client

    key = chosen.key.get_secret_value() if chosen.key else None
    return OpenAiTranscriptions(chosen.url, chosen.model, key, timeout=chosen.timeout_s)


def build_second_reader(settings: Settings) -> SecondReader | None:
    """What is asked where our own reading is unsure, where there is one."""
    chosen = settings.second_reader
    if chosen.url is None:
        return None
    key = chosen.key.get_secret_value() if chosen.key else None
    return ChatReader(chosen.url, chosen.model, key, timeout=chosen.timeout_s)


def build_engine(settings: Settings) -> DialogueEngine:
    """Rasa, with the plain questions for when it is away, and the second reader where there is one."""
    rasa = RasaEngine(settings.rasa.urls, settings.rasa.secret.get_secret_value(), timeout=settings.rasa.timeout_s)
    engine = with_fallback(rasa, PlainQuestions())
    reader = build_second_reader(settings)
    return with_lists(with_second_reader(engine, reader) if reader is not None else engine)


def build_channels(settings: Settings) -> dict[str, Channel]:
    """Every channel named in the config: ``channels.NAME`` is imported, its Settings checked, its ``build`` called."""
    return {name: build_channel(settings, name) for name in settings.enabled_channels}


def for_the_desk(channels: dict[str, Channel], store: Store) -> dict[str, Channel]:
    """The channels, letters with their pictures kept."""
    if "letters" not in channels:
        return channels
    from gateway.pipeline.letters.picturing import (
        keeping,  # what reads letters is large, and not every installation has them
    )

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
    names = ("twilio", *extensions.stand_ins())
    return {name: f"http://{host}:{settings.web.port}/simulator/{name}" for name in names}
