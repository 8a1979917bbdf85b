"""The tables of running sums."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id


class SumRow(Base):
    """What is counted (core.dashboards.sums.Measure, a column each) for a node (…sum_nodes), by a dimension's key.

    ``generation``: a recount writes the next one while this one is read.
    """

    __tablename__ = "sums"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own name and form

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    node: Mapped[str] = mapped_column(primary_key=True)
    dim: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    came: Mapped[int] = mapped_column(Id)
    working: Mapped[int] = mapped_column(Id)
    waiting: Mapped[int] = mapped_column(Id)
    proposed: Mapped[int] = mapped_column(Id)
    satisfied: Mapped[int] = mapped_column(Id)
    unconfirmed: Mapped[int] = mapped_column(Id)
    rejected: Mapped[int] = mapped_column(Id)
    merged: Mapped[int] = mapped_column(Id)
    late: Mapped[int] = mapped_column(Id)
    said_solved: Mapped[int] = mapped_column(Id)
    denied: Mapped[int] = mapped_column(Id)
    forwarded: Mapped[int] = mapped_column(Id)
    escalated: Mapped[int] = mapped_column(Id)
    seconds: Mapped[int] = mapped_column(Id)


class SumChangeRow(Base):
    """What one change of a ticket adds to the sums, written in its own transaction and folded into them soon after."""

    __tablename__ = "sum_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    difference: Mapped[list[Any]] = mapped_column(JSON)
