"""A Dovecot of its own for each test."""

from collections.abc import Iterator

import pytest

from tests.services.dovecot import Dovecot, running_dovecot


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server
