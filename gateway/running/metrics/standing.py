"""How things stand, from the database, as gauges: the same from every machine's page."""

import math
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy.orm import Session

from core.errors import Unavailable
from core.store.casework import heads
from core.store.dashboards.standing import Standing, standing
from core.store.desk.queue import counts
from core.store.desk.wanted import Wanted
from core.store.pipeline import heartbeats, ways
from gateway.house import House
from gateway.running import alive
from gateway.running.heads import checking


def _gauges(one: Standing, now: datetime) -> Iterator[tuple[str, str, float]]:
    yield "arzi_waiting", "Messages that wait to be handled", one.waiting
    yield "arzi_waiting_age_seconds", "Age of the oldest message that waits", _age(one.waiting_since, now)
    yield "arzi_set_aside", "Messages that could not be handled", one.set_aside
    yield "arzi_outbox", "Messages that wait to be sent", one.leaving
    yield "arzi_outbox_age_seconds", "Age of the oldest message to be sent", _age(one.leaving_since, now)
    yield (
        "arzi_answers_age_seconds",
        "Age of the oldest message that was never tried",
        _age(one.untried_since, now),
    )
    yield "arzi_outbox_failed", "Failed among the latest messages sent", one.failed


class _Standing:
    """Asked by prometheus_client at each look."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._house.clock.now()
        up = GaugeMetricFamily("arzi_database_up", "Does the database answer?")
        try:
            with self._house.store.read() as session:
                found, late = dict(standing(session)), counts(session, Wanted(), now).overdue
                running = list(_running(self._house, session, now))
        except Unavailable:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        for name in self._house.channels:
            found.setdefault(name, Standing())
        by_name: dict[str, GaugeMetricFamily] = {}
        for channel, one in found.items():
            for name, told, value in _gauges(one, now):
                gauge = by_name.setdefault(name, GaugeMetricFamily(name, told, labels=("channel",)))
                gauge.add_metric([channel], value)
        yield from by_name.values()
        yield GaugeMetricFamily("arzi_overdue_tickets", "Open tickets past their deadline", value=late)
        yield from running


def _running(house: House, session: Session, now: datetime) -> Iterator[GaugeMetricFamily]:
    """Processes, timed jobs and ways out. What was never heard or done is infinitely long ago."""
    silent = GaugeMetricFamily("arzi_silent_seconds", "Since a kind of process last said it lives", labels=("process",))
    trouble = GaugeMetricFamily("arzi_trouble", "1: it lives, and cannot do its work", labels=("process",))
    for kind, heard in alive.processes(house, session).items():
        silent.add_metric([kind], math.inf if heard is None else heard.age)
        trouble.add_metric([kind], int(heard is not None and heard.trouble is not None))
    runs = GaugeMetricFamily("arzi_last_run_seconds", "Since a timed job was last done", labels=("job",))
    for job, age in heartbeats.last_runs(session, now).items():
        runs.add_metric([job], math.inf if age is None else age)
    shut = GaugeMetricFamily("arzi_way_shut_seconds", "Since a provider refuses us", labels=("way", "code"))
    for way in ways.all_shut(session):
        shut.add_metric([way.part, way.code or "?"], _age(way.since, now))
    yield from (silent, trouble, runs, shut)
    yield from _backups(session, now)
    yield from _history(session, now)


def _history(session: Session, now: datetime) -> Iterator[GaugeMetricFamily]:
    """What the daily check found. What was never done is infinitely long ago."""
    checked, signed = checking.last(session), heads.latest(session, 1)
    ages = (
        ("arzi_verified_seconds", "Since histories and heads were last checked", checked.at if checked else None),
        ("arzi_head_seconds", "Since a head was last signed", signed[0].head.at if signed else None),
    )
    for name, told, at in ages:
        yield GaugeMetricFamily(name, told, value=math.inf if at is None else _age(at, now))
    told = "What did not hold when histories and heads were last checked"
    yield GaugeMetricFamily("arzi_history_faults", told, value=checked.broken if checked else 0)
    told = "Signed heads that did not leave the machine"
    yield GaugeMetricFamily("arzi_heads_unsent", told, value=checked.unsent if checked else 0)


def _backups(session: Session, now: datetime) -> Iterator[GaugeMetricFamily]:
    good, bad, tried = (
        heartbeats.last_run(session, job, now)
        for job in (heartbeats.BACKUP, heartbeats.BACKUP_FAILED, heartbeats.REHEARSAL)
    )
    failed = bad is not None and (good is None or bad < good)
    yield GaugeMetricFamily("arzi_backup_age_seconds", "Since the last good backup", value=_or_never(good))
    yield GaugeMetricFamily("arzi_backup_failed", "1: the last backup failed", value=int(failed))
    yield GaugeMetricFamily("arzi_rehearsal_age_seconds", "Since a backup was last tried", value=_or_never(tried))


def _or_never(age: float | None) -> float:
    return math.inf if age is None else age


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def standing_text(house: House) -> bytes:
    """The gauges in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Standing(house))
    return generate_latest(registry)
