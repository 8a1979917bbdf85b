"""The expressions and words of addressed.yml, read once."""

import functools
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from core.text.normalise import fold_letters

_OTHER = re.compile(r"<([a-z_]+)>")


def pattern(name: str) -> str:
    """The regular expression of this name, with those that it is made of in their places."""
    return _OTHER.sub(lambda match: pattern(match[1]) if match[1] in _read() else match.group(), "".join(_read()[name]))


@functools.cache
def words_for(name: str) -> "frozenset[str]":
    """The words of this name, with letters of either keyboard as one."""
    return frozenset(fold_letters(word) for line in _read()[name] for word in line.split())


@functools.cache
def lines_for(name: str) -> "tuple[frozenset[str], ...]":
    """The words of each line of this name, in the order of the lines."""
    return tuple(frozenset(fold_letters(word) for word in line.split()) for line in _read()[name])


@functools.cache
def _read() -> "Mapping[str, list[str]]":
    read: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "addressed.yml").read_text(encoding="utf-8"))
    return read
