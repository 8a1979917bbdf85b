"""What can be named in the files of deploy/ and in the docs: commands of ``arzi`` and variables of the environment."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click
from pydantic import BaseModel

from gateway.__main__ import cli
from gateway.channels import declarations
from gateway.config import Settings
from gateway.config.sources import NOT_SETTINGS, env_name, is_secret, keys, may_hold_password, section_of

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
ELSEWHERE = {"ARZI_RASA__KEEP_HOURS", "ARZI_PICTURES", "ARZI_FUZZ_MAILS", "ARZI_CHANNELS__PIGEON__SECRET"}
"""Read by nlu/assistant/serve; by tests; by the made-up channel of docs/adding-a-channel.md."""


def parse(words: list[str]) -> None:
    """Read a command line of ``arzi`` as far as running it. Raises click's UsageError for what there is not."""
    command: click.Command = cli
    context = click.Context(cli)
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0]) if words else None
        if found is None:
            raise click.UsageError(f"no such command: {words}")
        command, words = found, words[1:]
    command.make_context(command.name or "", list(words))


def _models() -> Iterator[tuple[str, type[BaseModel]]]:
    yield "ARZI_", Settings
    for name in declarations():
        yield (
            f"ARZI_CHANNELS__{name.upper()}__",
            cast(type[BaseModel], importlib.import_module(f"channels.{name}").Settings),
        )


def variables() -> set[str]:
    """Every variable that is read, those for files of secrets too."""
    known = set(NOT_SETTINGS) | ELSEWHERE
    for prefix, model in _models():
        if prefix != "ARZI_":
            known.add(f"{prefix}ENABLED")
        for path, info in keys(model):
            if section_of(info) is None:
                known.add(env_name(prefix, path))
                if is_secret(info) or may_hold_password(path):
                    known.add(f"{env_name(prefix, path)}_FILE")
    return known


def channel_keys() -> Iterator[tuple[str, ...]]:
    """Every key of a channel that is no secret, as its path in config.yaml."""
    for prefix, model in _models():
        if prefix != "ARZI_":
            for path, info in keys(model):
                if section_of(info) is None and not is_secret(info):
                    yield ("channels", prefix.split("__")[1].lower(), *path)


def secrets() -> set[str]:
    """The variables that hold a secret."""
    return {env_name(prefix, path) for prefix, model in _models() for path, info in keys(model) if is_secret(info)}
