"""The whole house with more workers and with a second Rasa, on SQLite and on PostgreSQL."""

from pathlib import Path

from workbench.bench.postgres import databases
from workbench.bench.results import Measure, Tell
from workbench.bench.whole import throughput

STEPS = ((1, 1), (2, 1), (4, 1), (2, 2), (4, 2))
"""Workers and Rasa processes."""


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """Each step on each database."""
    with databases(tell) as found:
        return [
            throughput(config, name, changes, quick, tell, workers, rasas)
            for name, changes in found.items()
            for workers, rasas in STEPS
        ]
