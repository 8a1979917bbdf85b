"""What stands beside the gateway in a checkout and is not in its wheel: the simulator and the workbench.

They know the gateway, and it does not know them: here are only the names under which they are looked for, when they are
asked for, and only where they are installed.
"""

import importlib
import pkgutil
from importlib.util import find_spec
from typing import Any

COMMANDS = {
    "simulate-ladder": "workbench.cli.simulate_ladder",
    "seed": "workbench.cli.seed",
    "bench": "workbench.cli.bench",
}
"""Command → module with its ``command``."""
LISTENERS = {"mailbox": "simulator.mailbox.sink"}
"""Listener → module with its ``command``."""
PAGES = "simulator.mount"
"""Module whose ``mount(app, settings)`` adds the simulator's pages."""


STAND_INS = "simulator.stand_ins"
"""Package whose modules are stand-ins for providers' APIs, one each, by the provider's name."""


def stand_ins() -> tuple[str, ...]:
    """The providers that have a stand-in here, without importing any: workers ask too."""
    package, _, inner = STAND_INS.partition(".")
    found = find_spec(package)
    places = found.submodule_search_locations or () if found is not None else ()
    return tuple(sorted(module.name for module in pkgutil.iter_modules([f"{place}/{inner}" for place in places])))


def installed(module: str) -> bool:
    """Is what a module belongs to installed here?"""
    return find_spec(module.partition(".")[0]) is not None


def load(module: str) -> Any:
    """The module, imported now."""
    return importlib.import_module(module)
