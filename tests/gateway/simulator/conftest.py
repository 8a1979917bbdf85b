from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.simulator.standin import Gateway, running


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with running(tmp_path / "simulator") as gateway:
        yield gateway
