"""What is wrong with a configuration, said in one line a fault, with the key's name."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError

from gateway.config.sources import env_name, is_secret, keys, may_hold_password, section_of


def explain(error: ValidationError, model: type[BaseModel], prefix: str, at: str = "") -> str:
    """One line for each fault. ``at`` is put before the dotted key, ``prefix`` before the environment's name."""
    return "\n".join(dict.fromkeys(_lines(error, model, prefix, at)))


def _lines(error: ValidationError, model: type[BaseModel], prefix: str, at: str) -> Iterator[str]:
    secrets = {path for path, info in keys(model) if is_secret(info)}
    for fault in error.errors(include_url=False, include_context=False):
        path = tuple(str(part) for part in fault["loc"])
        known = _known(model, path)
        key = f"{at}{'.'.join(known)}"
        name = env_name(prefix, known)
        if fault["type"] == "extra_forbidden":
            yield f"{at}{'.'.join(path)}: no such key{_suggestion(model, path, at)}"
        elif fault["type"] == "missing":
            yield from _missing(model, known, prefix, at)
        elif known in secrets or (known and may_hold_password(known)):
            yield f"{key}: {_plain(fault['msg'])} ({name} or {name}_FILE)"
        elif isinstance(fault["input"], Mapping):  # a whole section: what is in it may be secret
            yield f"{key}: {_plain(fault['msg'])}"
        else:
            yield f"{key}: {_plain(fault['msg'])}, not {_shown(fault['input'])} ({name})"


def _missing(model: type[BaseModel], path: tuple[str, ...], prefix: str, at: str) -> Iterator[str]:
    """The keys that must be given below a missing one; itself when it is a value."""
    for below, info in keys(model):
        inside = below[: len(path)] == path
        if not inside or not info.is_required() or section_of(info) is not None:
            continue
        name = env_name(prefix, below)
        if is_secret(info):
            yield f"{at}{'.'.join(below)}: this secret is missing; set {name}, or {name}_FILE to a file that holds it"
        else:
            yield f"{at}{'.'.join(below)}: is missing; set it in config.yaml or as {name}"


def _known(model: type[BaseModel], path: tuple[str, ...]) -> tuple[str, ...]:
    """As much of a fault's place as is a key of ours, without positions in lists and branches of unions."""
    known = {key for key, _ in keys(model)}
    end = max((size for size in range(len(path) + 1) if path[:size] in known), default=len(path))
    return path[:end]


def _suggestion(model: type[BaseModel], path: tuple[str, ...], at: str) -> str:
    siblings = [key[-1] for key, _ in keys(model) if key[:-1] == path[:-1]]
    near = get_close_matches(path[-1], siblings, 1)
    return f"; did you mean {at}{'.'.join((*path[:-1], near[0]))}?" if near else ""


def _plain(message: str) -> str:
    """Pydantic's message without its preamble: the key stands before it."""
    for before, after in (("Input should", "should"), ("String should", "should"), ("Value should", "should")):
        message = message.replace(before, after, 1)
    return message.removeprefix("Value error, ").replace(" items after validation", " characters")


def _shown(value: object) -> str:
    return repr(value)[:60]
