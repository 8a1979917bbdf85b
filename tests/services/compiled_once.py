"""What tests would compile again and again, compiled once: the SQL of stores and the pages' templates.

A store and an application live as long as one test. Each would compile each statement and each template anew, a quarter
of all that such a test does. In a process of the gateway they live as long as the process.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine

from core.store.sealing.sealed import use_vault
from core.store.sealing.vault import Vault

_MOST = 3000
"""Statements."""


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
