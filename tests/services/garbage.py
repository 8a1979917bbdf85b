"""No garbage is looked for while tests are collected, and none later in what was: ten thousand tests and all that they
import live until the end, and would be gone through again and again."""

import gc
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
