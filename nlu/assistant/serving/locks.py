"""One turn at a time in a conversation: in memory for one Rasa process, in Redis for several."""

from __future__ import annotations

import os
from typing import Any

import redis
from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore

LOCK_URL = "ARZI_RASA__LOCK_URL"
_PATIENCE_S = 2


class Locks:
    """What endpoints.yml names. Rasa wants a class there; making one gives the store that the environment asks for."""

    def __new__(cls, endpoint_config: Any) -> LockStore:  # type: ignore[misc] # noqa: ARG004 - Rasa's
        """Locks in Redis where its address is given, else in this process."""
        address = os.environ.get(LOCK_URL, "")
        return RedisLocks(address) if address else InMemoryLockStore()


class RedisLocks(RedisLockStore):
    """Rasa's locks on a Redis given by URL, giving up quickly."""

    def __init__(self, address: str) -> None:
        """Makes no connection yet."""
        self.red = redis.Redis.from_url(address, socket_timeout=_PATIENCE_S, socket_connect_timeout=_PATIENCE_S)
        self.key_prefix = "arzi:rasa:lock:"


def check(store: LockStore) -> None:
    """Raises redis.RedisError when the locks cannot be reached."""
    if isinstance(store, RedisLockStore):
        store.red.ping()
