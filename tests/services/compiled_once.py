"""What tests would make again and again, made once: the SQL of stores, the pages' templates, how addresses are built,
and the directory of the same offices.

A store and an application live as long as one test. Each would compile each statement, template and rule anew, and read
fifteen thousand offices. In a process of the gateway they live as long as the process.
"""

import marshal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from core.offices.directory import Directory
from core.store.casework import offices
from core.store.sealing.sealed import use_vault
from core.store.sealing.vault import Vault

_MOST = 3000
"""Statements."""
_DIRECTORIES = 5


class _Remembered(BytecodeCache):
    """Templates by their names and what stands in them."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(autouse=True, scope="session")
def _templates_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Remembered()})
        yield


@pytest.fixture(autouse=True, scope="session")
def _sql_compiled_once() -> Iterator[None]:
    """Stores of the same database and the same keys share a dialect: what is compiled is kept by it, and it has the
    vault."""
    known: dict[tuple[str, tuple[str, ...]], Dialect] = {}
    compiled: dict[Any, Any] = {}

    def sharing(engine: Engine, vault: Vault | None) -> None:
        key = (engine.dialect.name, vault.fingerprints if vault is not None else ())
        if getattr(known.get(key), "server_version_info", None):
            engine.dialect = known[key]
        else:  # the first, or one of which nothing is known yet: it never had a connection
            known[key] = engine.dialect
        use_vault(engine, vault)
        if len(compiled) > _MOST:
            compiled.clear()
        engine.update_execution_options(compiled_cache=compiled)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.store.engine.use_vault", sharing)
        yield


@pytest.fixture(autouse=True, scope="session")
def _addresses_compiled_once() -> Iterator[None]:
    """Werkzeug compiles a function for each rule, nine tenths of the time that an application takes to be made. It is
    given its rule, so that the same will do for another of the same words."""
    known: dict[tuple[object, ...], Any] = {}
    compiled: Callable[[Rule, bool], Any] = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if rule.defaults:
            return compiled(rule, append_unknown)
        if key not in known:
            known[key] = compiled(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def _offices_read_once() -> Iterator[None]:
    """Stores with the same offices and terms, to the letter, share a directory: it is immutable."""
    known: dict[bytes, Directory] = {}
    read: Callable[[Session], Directory] = offices.load

    def once(session: Session) -> Directory:
        session.flush()
        cursor = session.connection().connection.cursor()
        rows = []
        for table in ("offices", "posts"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            rows.append([str(value) for row in cursor.fetchall() for value in row])
        cursor.close()
        key = marshal.dumps(rows)
        if key not in known:
            if len(known) > _DIRECTORIES:
                known.clear()
            known[key] = read(session)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offices, "load", once)
        yield
