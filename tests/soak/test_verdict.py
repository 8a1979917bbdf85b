"""What counts as growth without a cause; the long run itself is ``make soak``."""

import dataclasses
import os
from pathlib import Path

import pytest

from core.store.engine import Store
from tests.soak.plan import soaks_of
from tests.soak.samples import Sample, look
from tests.soak.verdict import grown, table

STEPS = 40


def _run(**changes: object) -> list[Sample]:
    """Forty looks at a house in which nothing grows but what has a cause; a change is a function of the step."""
    flat = Sample(
        at=0,
        handled=0,
        memory={"web": 200.0, "worker": 120.0},
        descriptors={"web": 40, "worker": 20},
        processes={"web": 2, "worker": 1},
        connections=9,
        disk_mb=50,
        redis_mb=2,
        redis_keys=30,
        ages={"message": 1.0, "answer": 0.0},
        rows={"envelopes": 0, "leases": 4},
    )
    samples = []
    for step in range(STEPS):
        usual = {
            "at": 30.0 * step,
            "handled": 10 * step,
            "disk_mb": 50 + 0.4 * step,
            "rows": {"leases": 4, "envelopes": step},
        }
        told = {name: change(step) for name, change in changes.items() if callable(change)}
        samples.append(dataclasses.replace(flat, **{**usual, **told}))  # type: ignore[arg-type]
    return samples


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"memory": lambda n: {"web": 200.0 + (80 if n > 2 else 0), "worker": 120.0}}, ""),  # it got warm
        ({"memory": lambda n: {"web": 200.0 + 4 * n, "worker": 120.0}}, "memory of web: "),
        ({"descriptors": lambda n: {"web": 40, "worker": 20 + n}}, "descriptors of worker: "),
        ({"connections": lambda n: 9 + n // 2}, "connections of the database: "),
        ({"redis_keys": lambda n: 30 * n}, "keys in Redis: "),
        ({"rows": lambda n: {"leases": 10 * n, "envelopes": n}}, "rows of leases: "),
        ({"ages": lambda n: {"message": 5.0 * n, "answer": 0.0}}, "the oldest message waits "),
        ({"disk_mb": lambda n: 50 + 0.1 * n * n}, "disk for a message: "),
        ({"disk_mb": lambda n: 50 + 4 * n}, ""),  # dear, and no dearer than before
    ],
)
def test_growth_without_a_cause_is_named(changes: dict[str, object], said: str) -> None:
    found = grown(_run(**changes), 0.3)
    assert [one.startswith(said) for one in found] == ([True] if said else []), found


def test_a_run_too_short_says_nothing_good() -> None:
    assert grown(_run()[:4], 0.3) == ["too few measurements: make the run longer"]


def test_the_table_has_a_line_for_each_tenth_or_hour() -> None:
    lines = table(_run()).splitlines()
    assert len(lines) == 2 + 11
    assert lines[0].startswith("| minutes | messages | web MB | worker MB | MB in all |")
    day = [dataclasses.replace(one, at=one.at * 60) for one in _run()]
    assert len(table(day).splitlines()) == 2 + (30 * 39 * 60 // 3600) + 1


def test_a_look_at_what_lives(store: Store, redis_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "file").write_bytes(b"x" * 2**20)
    gone = 2**22 - 1
    one = look(5.0, 7, [("tests", os.getpid()), ("gone", gone)], store, redis_url, folder)
    assert one.memory["tests"] > 10
    assert one.descriptors["tests"] > 3
    assert one.processes == {"tests": 1}
    assert one.disk_mb == pytest.approx(1, abs=0.01)
    assert one.redis_mb > 0
    assert one.ages == {"message": 0.0, "answer": 0.0}
    assert one.rows["envelopes"] == 0
    assert (one.connections > 0) == (store.engine.dialect.name == "postgresql")


def test_a_run_on_each_database_where_none_is_named() -> None:
    assert [(one.database, one.minutes) for one in soaks_of(["--minutes", "5"])] == [("sqlite", 5), ("postgresql", 5)]
    assert [one.rasa for one in soaks_of(["--database", "sqlite", "--no-rasa"])] == [False]
