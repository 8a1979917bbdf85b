"""The room on each database."""

import pytest

from core.store.engine import Store
from tests.gateway.web.desk.room import Room, make_room


@pytest.fixture
def room(store: Store) -> Room:
    return make_room(store)
