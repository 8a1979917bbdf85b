"""Conversations in SQL, without Rasa's silent retreat into memory.

Rasa wraps every tracker store so that it goes on in memory when the database is away, and answers 200. ``inner``
takes the wrapping off again, so that a fault is a fault and the gateway asks its plain questions instead.
"""

from __future__ import annotations

import json
import os
import threading
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import sessionmaker

from nlu.assistant.serving.database import connect, make_tables
from nlu.assistant.serving.sealing import SealedText

LATEST = 60
"""Events of a conversation that are looked at: some three turns. Rules look at the last one, which begins with all that
is known; of those before it only the answer is asked for, by which a turn that is repeated is known."""
TRACKER_URL = "ARZI_RASA__TRACKER_URL"
SECRET = "ARZI_RASA__SECRET"  # noqa: S105 - the name of it


class Trackers(SQLTrackerStore):
    """Rasa's SQL tracker store on the database named in the environment: SQLite (WAL) or PostgreSQL."""

    def __init__(self, domain: Any = None, event_broker: Any = None, **_: Any) -> None:
        """Makes no connection: the tables are made on first use, so that Rasa starts while the database is away."""
        self.engine = connect(os.environ[TRACKER_URL])
        self.SQLEvent.__table__.c.data.type = SealedText(os.environ[SECRET])
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._ready = False
        self._making = threading.Lock()  # two threads that ask first would both make the tables
        TrackerStore.__init__(self, domain, event_broker)

    def session_scope(self) -> Any:
        """A session, on tables that are there."""
        with self._making:
            if not self._ready:
                make_tables(self.engine, self.Base.metadata)
                self._ready = True
        return super().session_scope()

    async def retrieve(self, sender_id: str) -> Any:
        """The end of a conversation: what came before does not change a turn, which begins with all that is known
        (turns.py), and the cost of message 500 is that of message 5."""
        with self.session_scope() as session:
            rows = (
                session.query(self.SQLEvent.data)
                .filter(self.SQLEvent.sender_id == sender_id)
                .order_by(self.SQLEvent.id.desc())
                .limit(LATEST)
                .all()
            )
        events = [json.loads(row.data) for row in reversed(rows)]
        if self.domain is None or not events:
            return None
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    def append(self, conversation: str, events: list[Event]) -> None:
        """Keep these events at the end of a conversation, all or none. (Rasa's ``save`` inserts them one by one.)"""
        rows = [_row(conversation, event.as_dict()) for event in events]
        with self.session_scope() as session:
            session.execute(self.SQLEvent.__table__.insert(), rows)
            session.commit()

    def check(self) -> None:
        """Raises SQLAlchemyError when the database cannot be reached."""
        with self.session_scope() as session:
            session.query(self.SQLEvent.id).limit(1).all()


def _row(conversation: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "sender_id": conversation,
        "type_name": data["event"],
        "timestamp": data.get("timestamp"),
        "intent_name": ((data.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def inner(store: Any) -> TrackerStore:
    """The store itself, out of Rasa's wrappers."""
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store
