"""Column types that seal personal data on their way into the database and open them on their way out.

A column is sealed by its type, whole, whoever writes it: nobody can forget to. What is empty stays so: it says nothing.
What was kept as it is, or in part, before its column was sealed, is read as ever (core.store.sealing.old). The vault
stands on the engine's dialect (``use_vault``): one engine, one vault, and nothing global. Without a vault the
values are kept as they are.
"""

import json
from typing import Any

from sqlalchemy import JSON, Dialect, Engine, LargeBinary, Text, TypeDecorator

from core.errors import ConfigInvalid
from core.store.sealing.vault import FIXED, FRESH, Vault

_NAME = "arzi_vault"


def use_vault(engine: Engine, vault: Vault | None) -> None:
    """Everything that goes through this engine from now on is sealed with it."""
    setattr(engine.dialect, _NAME, vault)


def vault_of(dialect: Dialect) -> Vault | None:
    """The vault of an engine's dialect."""
    vault: Vault | None = getattr(dialect, _NAME, None)
    return vault


class SealedText(TypeDecorator[str]):
    """A text that nobody looks for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        vault = vault_of(dialect)
        if vault is None:
            return _told_apart(value)
        return vault.seal(value) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else _open(value, dialect)


class SealedKey(SealedText):
    """A text by which rows are found: only by its whole value, and in no order."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        vault = vault_of(dialect)
        return value if value is None or vault is None else vault.seal_key(value)


class SealedBytes(TypeDecorator[bytes]):
    """Raw bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault = vault_of(dialect)
        return value if value is None or vault is None else vault.seal_bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault = vault_of(dialect)
        return value if value is None or vault is None else vault.open_bytes(bytes(value))


class SealedJson(TypeDecorator[dict[str, Any]]):
    """A JSON object."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> Any:
        vault = vault_of(dialect)
        return vault.seal(json.dumps(value, ensure_ascii=False)) if value and vault is not None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        opened: dict[str, Any] | None = _open_json(value, dialect)
        if opened is value and opened:  # of before: as it is, or with some of its values sealed
            return {name: _open_json(part, dialect) for name, part in opened.items()}
        return opened


def _told_apart(value: str | None) -> str | None:
    """Without a vault nothing is sealed, so nothing that people write may look like it."""
    return f" {value}" if value is not None and value.startswith((FRESH, FIXED)) else value


def _open(value: str, dialect: Dialect) -> str:
    vault = vault_of(dialect)
    if vault is not None:
        return vault.open(value)
    if value.startswith((FRESH, FIXED)):
        raise ConfigInvalid("privacy.key: the data in the database are sealed, and no key is given")
    return value


def _open_json(value: Any, dialect: Dialect) -> Any:
    sealed = isinstance(value, str) and value.startswith((FRESH, FIXED))
    return json.loads(_open(value, dialect)) if sealed else value
