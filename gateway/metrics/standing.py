"""How things stand, from the database, as gauges: the same from every machine's page."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from core.errors import Unavailable
from core.store.desk.queue_of_office import Wanted, counts
from core.store.figures.standing import Standing, standing
from core.store.road import beats
from gateway.house import House


def _gauges(one: Standing, now: datetime) -> Iterator[tuple[str, str, float]]:
    yield "arzi_waiting", "Messages that wait to be handled", one.waiting
    yield "arzi_waiting_age_seconds", "Age of the oldest message that waits", _age(one.waiting_since, now)
    yield "arzi_set_aside", "Messages that could not be handled", one.set_aside
    yield "arzi_outbox", "Messages that wait to be sent", one.leaving
    yield "arzi_outbox_age_seconds", "Age of the oldest message to be sent", _age(one.leaving_since, now)
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
                found, late, alive = (
                    dict(standing(session)),
                    counts(session, Wanted(), now).overdue,
                    beats.ages(session, now),
                )
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
        silent = GaugeMetricFamily(
            "arzi_silent_seconds", "Since a kind of process last said it lives", labels=("process",)
        )
        for kind, age in alive.items():
            silent.add_metric([kind], age)
        yield silent


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def standing_text(house: House) -> bytes:
    """The gauges in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Standing(house))
    return generate_latest(registry)
