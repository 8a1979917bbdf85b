"""The channels that there are, as each declares itself: a package in channels/ with a ``DECLARATION`` is one."""

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType

import channels
from core.casework.reach import Channels
from core.ports import Declaration


@cache
def declarations() -> Mapping[str, Declaration]:
    """What each channel declares, by its name: also those that are switched off, for there are old cases of theirs."""
    found = {}
    for module in pkgutil.iter_modules(channels.__path__):
        package = importlib.import_module(f"channels.{module.name}") if module.ispkg else None
        declared = getattr(package, "DECLARATION", None)
        if isinstance(declared, Declaration):
            found[module.name] = declared
    return MappingProxyType(found)


def switched_on(names: Collection[str]) -> Channels:
    """These channels, with whom each writes to."""
    declared = sorted(declarations().items(), key=lambda one: one[1].rank)
    phones = tuple(name for name, one in declared if name in names and one.writes_to == "phone")
    emails = tuple(name for name, one in declared if name in names and one.writes_to == "email")
    return Channels(frozenset(names), phones, emails)


def called(channel: str) -> str:
    """What ``arzi inspect`` and other programs call a channel."""
    declared = declarations().get(channel)
    return declared.inspect_as or channel if declared is not None else channel


def channel_label(channel: str, language: str) -> str:
    """A channel's name in a page's language; in English where it has none in that, and as it is where it is none."""
    declared = declarations().get(channel)
    return declared.labels.get(language, declared.labels["en"]) if declared is not None else channel
