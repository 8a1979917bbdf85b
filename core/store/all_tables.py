"""Every table of the store: importing this makes ``Base.metadata`` complete, for migrations and other work on all."""

import importlib
import pkgutil

import core.store
from core.store.base import Base

for _module in pkgutil.walk_packages(core.store.__path__, "core.store."):
    if _module.name.endswith(".tables"):
        importlib.import_module(_module.name)

__all__ = ["Base"]
