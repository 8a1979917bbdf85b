"""Chunks that several processes play ahead of the one that writes them."""

from multiprocessing.pool import ThreadPool
from typing import Any

import pytest

from workbench.seeding import players


@pytest.mark.parametrize("chunks", [0, 1, 4, 5, 20])
def test_every_chunk_is_played_once_and_in_order(chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(players, "_chunk", lambda first: first)
    with ThreadPool(2) as pool:
        played: list[Any] = list(players._ahead(pool, iter(range(chunks)), 4))
    assert played == list(range(chunks))
