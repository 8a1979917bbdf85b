"""Rasa's rows hold what people wrote: those of conversations that are over are deleted, and no others."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from nlu.assistant.serving.retention import forget

ROWS = [
    ("over", 100.0),
    ("over", 200.0),
    ("begun long ago, still spoken", 100.0),
    ("begun long ago, still spoken", 900.0),
    ("new", 950.0),
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    made = sa.create_engine(f"sqlite:///{tmp_path}/rasa.db")
    with made.begin() as connection:
        connection.execute(sa.text("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT)"))
        for sender, at in ROWS:
            connection.execute(
                sa.text("INSERT INTO events (sender_id, timestamp) VALUES (:sender, :at)"), {"sender": sender, "at": at}
            )
    yield made
    made.dispose()


@pytest.mark.parametrize(("before", "left"), [(50, 5), (201, 3), (901, 1), (951, 0)])
def test_conversations_that_are_over_are_deleted_whole(engine: sa.Engine, before: float, left: int) -> None:
    assert forget(engine, before) == len(ROWS) - left
    with closing(engine.connect()) as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM events")).scalar() == left
