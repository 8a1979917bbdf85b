"""Where settings come from: the YAML file, the environment, and files that the environment names.

All environment names are ``PREFIX`` + the dotted key in capitals with ``__`` for each dot: ``ARZI_WEB__PORT``.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from dotenv import dotenv_values
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource
from pydantic_settings.exceptions import SettingsError

from core.errors import ConfigInvalid

PREFIX = "ARZI_"
NOT_SETTINGS = frozenset({f"{PREFIX}CONFIG", f"{PREFIX}SECRETS"})
"""Names with our prefix that are read before there are settings."""


def env_name(prefix: str, path: tuple[str, ...]) -> str:
    """The environment variable of a key."""
    return prefix + "__".join(path).upper()


def keys(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every key of a model and of the models in it, with its path."""
    for name, info in model.model_fields.items():
        yield (*path, name), info
        inner = section_of(info)
        if inner is not None:
            yield from keys(inner, (*path, name))


def is_secret(info: FieldInfo) -> bool:
    """Does this key hold a secret?"""
    return SecretStr in (info.annotation, *typing.get_args(info.annotation))


def may_hold_password(path: tuple[str, ...]) -> bool:
    """Is this key a URL in which a password can stand?"""
    return path[-1].endswith("url")


def section_of(info: FieldInfo) -> type[BaseModel] | None:
    """The model of a nested section; None for a plain value."""
    union = typing.get_origin(info.annotation) in (typing.Union, types.UnionType)
    for kind in typing.get_args(info.annotation) if union else (info.annotation,):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def read_yaml(file: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises ConfigInvalid."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigInvalid(f"{file}: no such file; set ARZI_CONFIG to where config.yaml is") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigInvalid(f"{file}: cannot be read: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise ConfigInvalid(f"{file.name}{where}: not valid YAML: {getattr(error, 'problem', error)}") from None
    if content is None:
        return {}
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise ConfigInvalid(f"{file.name}: should hold keys and values, such as `profile: development`")
    return content


def read_secrets_env(home: Path, env: Mapping[str, str]) -> dict[str, str]:
    """The secrets that the set-up made for development, from ``ARZI_SECRETS`` or var/secrets.env where there is one."""
    file = home / (env.get(f"{PREFIX}SECRETS") or "var/secrets.env")
    if not file.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(file).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigInvalid(f"{file.name}: cannot be read: {error}") from None


def read_environment(model: type[BaseModel], prefix: str, env: Mapping[str, str]) -> dict[str, Any]:
    """What the environment says about a model's keys, ``…_FILE`` of secrets included. Raises ConfigInvalid."""
    given = {name: value for name, value in env.items() if name.startswith(prefix)}
    for path, info in keys(model):
        name = env_name(prefix, path)
        if (is_secret(info) or may_hold_password(path)) and f"{name}_FILE" in given:
            given[name] = _secret_file(f"{name}_FILE", given.pop(f"{name}_FILE"))
    try:
        return _Given(model, prefix, given)()
    except SettingsError as error:
        key = str(error).split('"')[1] if '"' in str(error) else "?"
        names = ", ".join(sorted(name for name in given if name.startswith(env_name(prefix, (key,)))))
        raise ConfigInvalid(f"{key}: lists and sections are written as JSON in the environment ({names})") from None


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Both mappings, the second one winning, sections joined."""
    both = dict(under)
    for key, value in over.items():
        below = both.get(key)
        both[key] = merged(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return both


def refuse_unknown(model: type[BaseModel], prefix: str, env: Mapping[str, str]) -> None:
    """Raises ConfigInvalid for a variable that begins like ours and is none of the model's keys."""
    known: set[str] = set()
    for path, info in keys(model):
        name = env_name(prefix, path)
        known.add(name)
        if is_secret(info) or may_hold_password(path):
            known.add(f"{name}_FILE")
    for name in env:
        if name.startswith(prefix) and name.upper() not in known | NOT_SETTINGS:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ConfigInvalid(f"{name}: no such key (from the environment){hint}")


def refuse_written_secrets(
    model: type[BaseModel], written: Mapping[str, Any], prefix: str = PREFIX, at: str = ""
) -> None:
    """Raises ConfigInvalid when config.yaml holds a secret, or a URL with a password."""
    for path, info in keys(model):
        value: Any = written
        for part in path:
            value = value.get(part) if isinstance(value, Mapping) else None
        password = may_hold_password(path) and isinstance(value, str) and _has_password(value)
        if (is_secret(info) and value is not None) or password:
            name = env_name(prefix, path)
            what = "a URL with a password" if password else "a secret"
            raise ConfigInvalid(
                f"{at}{'.'.join(path)}: {what} does not belong in config.yaml; set {name}, or {name}_FILE to a file"
            )


def _has_password(url: str) -> bool:
    address = url.partition("://")[2].partition("/")[0]
    return "@" in address and ":" in address.rpartition("@")[0]


def _secret_file(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise ConfigInvalid(f"{name}: {file} cannot be read: {reason}") from None


class _Given(EnvSettingsSource):
    """pydantic-settings' reading of an environment, of the one that it is given."""

    def __init__(self, model: type[BaseModel], prefix: str, env: Mapping[str, str]) -> None:
        self._given = {name.lower(): value for name, value in env.items()}
        as_settings = typing.cast(type[BaseSettings], model)
        super().__init__(as_settings, case_sensitive=False, env_prefix=prefix, env_nested_delimiter="__")

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given
