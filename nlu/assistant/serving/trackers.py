"""What Rasa keeps of a conversation: the answers to its last turns, in SQL, as events of Rasa's own table.

A turn begins with all that the caller knows, so nothing else of it is needed again; an answer is, when one is repeated.

Rasa wraps every tracker store so that it goes on in memory when the database is away, and answers 200. ``inner``
takes the wrapping off again, so that a fault is a fault and the gateway asks its plain questions instead.
"""

from __future__ import annotations

import json
import os
import threading
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.events import SlotSet
from sqlalchemy.orm import sessionmaker

from nlu.assistant.serving.database import connect, make_tables
from nlu.assistant.serving.sealing import SealedText

LATEST = 20
"""Answers of a conversation that are looked through for that of a turn which is repeated."""
ANSWER = "answer"
TRACKER_URL = "ARZI_RASA__TRACKER_URL"
SECRET = "ARZI_RASA__SECRET"  # noqa: S105 - the name of it


class Trackers(SQLTrackerStore):
    """Rasa's SQL tracker store on the database named in the environment: SQLite (WAL) or PostgreSQL."""

    def __init__(self, domain: Any = None, event_broker: Any = None, **_: Any) -> None:
        """Makes no connection: the tables are made on first use, so that Rasa starts while the database is away."""
        self.engine = connect(os.environ[TRACKER_URL])
        self.SQLEvent.__table__.c.data.type = SealedText(os.environ[SECRET])
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._given, self._insert = _given(self.SQLEvent.__table__), self.SQLEvent.__table__.insert()
        self._ready = False
        self._making = threading.Lock()  # two threads that ask first would both make the tables
        TrackerStore.__init__(self, domain, event_broker)

    def answer_to(self, conversation: str, turn_id: str) -> dict[str, Any] | None:
        """The answer that was given to a turn, when it is one of the last."""
        with self._connected() as connection:
            named = {"sender": conversation, "turn": _hidden(turn_id), "before": ANSWER}
            rows = connection.execute(self._given, named).all()
        for (data,) in rows:
            kept = json.loads(data).get("value") or {}
            if kept.get("turn") == turn_id:
                answer: dict[str, Any] = kept["answer"]
                return answer
        return None

    def keep(self, conversation: str, turn_id: str, answer: dict[str, Any]) -> None:
        """Keep the answer to a turn."""
        event = SlotSet(ANSWER, {"turn": turn_id, "answer": answer}).as_dict()
        row = {
            "sender_id": conversation, "type_name": event["event"], "timestamp": event["timestamp"],
            "action_name": _hidden(turn_id), "data": json.dumps(event),
        }  # fmt: skip
        with self._connected() as connection, connection.begin():
            connection.execute(self._insert, row)

    def _connected(self) -> Any:
        """A connection, on tables that are there."""
        with self._making:
            if not self._ready:
                make_tables(self.engine, self.Base.metadata)
                self._ready = True
        return self.engine.connect()

    def check(self) -> None:
        """Raises SQLAlchemyError when the database cannot be reached."""
        with self._connected() as connection:
            connection.execute(sa.select(self.SQLEvent.__table__.c.id).limit(1)).all()


def _given(events: sa.Table) -> Any:
    """The answers among a conversation's last rows that may be the turn's: those of versions before name none."""
    last = (
        sa.select(events.c.id, events.c.action_name, events.c.data)
        .where(events.c.sender_id == sa.bindparam("sender"))
        .order_by(events.c.id.desc())
        .limit(LATEST)
        .subquery()
    )
    named = last.c.action_name.in_([sa.bindparam("turn"), sa.bindparam("before")])
    return sa.select(last.c.data).where(named).order_by(last.c.id.desc())


def _hidden(turn_id: str) -> str:
    """A turn's id, so that its row can be found and the id not be read."""
    return sha256(turn_id.encode()).hexdigest()


def inner(store: Any) -> TrackerStore:
    """The store itself, out of Rasa's wrappers."""
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store
