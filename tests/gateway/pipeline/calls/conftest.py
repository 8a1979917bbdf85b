import pytest

from core.store.engine import Store
from tests.fakes.helpline import Line, helpline


@pytest.fixture
def line(store: Store) -> Line:
    return helpline(store)
