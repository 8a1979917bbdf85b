"""Do the tables fit this version? Asked on a process's first connection, and by /readyz whenever it is asked.

Tables that are older, or missing, are refused: what is written into them would be half of what is meant. Newer ones are
told and used: a version before may go on while the machines are brought to a new one, and after going back
(docs/deploying.md), because migrations only add.
"""

import functools
import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.errors import TablesUnfit

_ASK = "SELECT version_num FROM alembic_version"
_log = logging.getLogger(__name__)


class Fit(StrEnum):
    """How the tables stand to the code."""

    PRESENT = "ok"
    MISSING = "missing"
    OLDER = "older than this version"
    NEWER = "newer than this version"


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the database is, and where this version's code is; revisions of Alembic."""

    fit: Fit
    at: str | None
    head: str

    @property
    def usable(self) -> bool:
        return self.fit in (Fit.PRESENT, Fit.NEWER)

    def __str__(self) -> str:
        """In words, with what to type."""
        match self.fit:
            case Fit.MISSING:
                return "the database has no tables yet: run `arzi migrate`"
            case Fit.OLDER:
                return f"the tables are at {self.at}, and this version needs {self.head}: run `arzi migrate`"
            case Fit.NEWER:
                return f"the tables are at {self.at}, and this version knows {self.head}: start the newer version"
        return str(self.fit)


def tables_of(session: Session) -> Tables:
    """As the database says now. Raises StoreUnavailable within a unit of work."""
    try:
        return judged(session.execute(text(_ASK)).scalar())
    except DBAPIError as error:
        if _no_such_table(error.orig):
            session.rollback()
            return judged(None)
        raise


def judged(found: str | None) -> Tables:
    """By what stands in ``alembic_version``."""
    known = revisions()
    if found is None:
        return Tables(Fit.MISSING, None, known[-1])
    fit = Fit.PRESENT if found == known[-1] else Fit.OLDER if found in known else Fit.NEWER
    return Tables(fit, found, known[-1])


@functools.cache
def revisions() -> tuple[str, ...]:
    """All that this version has, the oldest first: they are one line, and a file's name begins with its own."""
    return tuple(sorted(file.name[:4] for file in (Path(__file__).parent / "migrations/versions").glob("[0-9]*.py")))


def demand_present_tables(engine: Engine) -> None:
    """From now on no connection is handed out onto tables that are older or missing: TablesUnfit is raised instead."""
    known = False

    def ask(connection: Any, _record: object) -> None:
        nonlocal known
        if known:
            return
        cursor = connection.cursor()
        try:
            cursor.execute(_ASK)
            row = cursor.fetchone()
        except engine.dialect.loaded_dbapi.Error as error:
            if not _no_such_table(error):
                return  # not now: asked again on the next connection
            row = None
        finally:
            cursor.close()
            connection.rollback()
        tables = judged(row[0] if row else None)
        if not tables.usable:
            raise TablesUnfit(str(tables))
        if tables.fit is Fit.NEWER:
            _log.warning("%s", tables)
        known = True

    event.listen(engine, "connect", ask)


def _no_such_table(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) == "42P01" or str(error).startswith("no such table")
