"""Every table of the store: importing this makes ``Base.metadata`` complete, for migrations and other work on all."""

import importlib
import pkgutil

import core.store
from core.store.tables import Base

for _module in pkgutil.iter_modules(core.store.__path__):
    if _module.name.endswith("_tables") and _module.name != "all_tables":
        importlib.import_module(f"core.store.{_module.name}")

__all__ = ["Base"]
