"""A life as rows of the store."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Dialect, Table

from core.casework import history
from core.conversation import FINISHED
from core.privacy.personal import SOUGHT
from core.store.bulk import Encoder, Packed, Row, packed
from core.store.casework import tickets
from core.store.casework.personal import blind
from core.store.casework.tables import StepRow, TicketEventRow, TicketKeyRow, TicketRow
from core.store.pipeline.conversations import fields_to_json
from core.store.pipeline.tables import ConversationRow
from workbench.seeding.lives import Life

PREFIX = "seed-"
"""What the conversations of made-up tickets are called, so that they can be told from real ones."""


def _table(row: type) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]
    return table


TABLES = tuple(map(_table, (ConversationRow, TicketRow, TicketEventRow, TicketKeyRow, StepRow)))
"""In the order in which they can be written."""


class Rows:
    """Collects lives, ready for one kind of database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._encoders = {
            table.name: Encoder(
                table, [c.name for c in table.columns if not (c.name == "id" and _counted(table))], dialect
            )
            for table in TABLES
        }

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The columns by table."""
        return {name: encoder.names for name, encoder in self._encoders.items()}

    def of(self, lives: Iterable[tuple[str, Life]], now: datetime) -> dict[str, Packed]:
        """The rows by table of lives, each with the id of its conversation."""
        found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        for conversation, life in lives:
            self._add(found, conversation, life, now)
        return {name: packed(rows, self._dialect) for name, rows in found.items()}

    def _add(self, found: dict[str, list[Row]], conversation: str, life: Life, now: datetime) -> None:
        ticket = life.ticket
        told = self._encoders[ConversationRow.__tablename__]
        shared = {  # sealing takes long, and both rows hold the same
            "fields": told.value("fields", fields_to_json(life.complaint)),
            "address": told.value("address", life.address),
            "person": told.value("person", ticket.person),
            "created_at": told.value("started_at", ticket.created_at),
        }
        shared["started_at"] = shared["last_at"] = shared["created_at"]
        links = history.extend(None, ticket.number, life.change.events)
        words = {
            "id": conversation,
            "channel": ticket.channel,
            "language": ticket.language,
            "asking": None,
            "state": FINISHED,
            "needs_person": False,
            "urgent": ticket.urgent,
            "subject": None,
            "version": 0,
            "held_by": None,
            "held_until": None,
        }
        kept = {"conversation_id": conversation, "last_hash": links[-1].hash, **tickets.columns(ticket)}
        found[ConversationRow.__tablename__].append(told.row(words, shared))
        found[TicketRow.__tablename__].append(self._encoders[TicketRow.__tablename__].row(kept, shared))
        for link in links:
            self._put(found, TicketEventRow.__tablename__, tickets.event_columns(link))
        for kind in SOUGHT:
            value = life.complaint.get(kind)
            if value is not None:
                hidden = blind(self._dialect, kind, value)
                self._put(found, TicketKeyRow.__tablename__, {"ticket": ticket.number, "kind": kind, "blind": hidden})
        for step in life.change.steps:
            done = {"ticket": ticket.number, "step": step.key, "at": step.at, "done_at": now}
            self._put(found, StepRow.__tablename__, done)

    def _put(self, found: dict[str, list[Row]], table: str, values: Mapping[str, object]) -> None:
        found[table].append(self._encoders[table].row(values))


def _counted(table: Table) -> bool:
    """Does the database number its rows?"""
    return table.autoincrement_column is not None
