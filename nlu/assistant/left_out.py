"""What stands in the place of packages that Rasa imports and this assistant never calls.

Rasa 3.6.21 imports TensorFlow and the clients of a dozen services at the top of its modules, whatever a model is made
of. Ours (config.yml, credentials.yml, endpoints.yml) reaches none of them, so they are not installed (left-out.txt),
and ``stand_in`` lets those modules of Rasa's be imported all the same: every name in such a package is a class that can
be inherited from and compared with, and cannot be made. Where one of them is installed, it is not loaded either.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGES = frozenset({
    # what its neural networks stand on, and how their arrays and scikit-learn's models are kept
    "keras", "safetensors", "skops", "tensorflow", "tensorflow_hub", "tensorflow_text",
    # pictures of stories, and reports of faults to Rasa's makers
    "cachecontrol", "matplotlib", "pydot", "sentry_sdk", "structlog_sentry",
    # channels, databases and queues of others
    "aio_pika", "aiogram", "aiormq", "boto3", "botocore", "confluent_kafka", "fbmessenger", "google",
    "mattermostwrapper", "pymongo", "rocketchat_API", "slack_sdk", "socketio", "twilio", "webexteamssdk",
})  # fmt: skip
"""As they are imported; as they are installed they stand in left-out.txt."""


def stand_in() -> None:
    """Call it before anything of Rasa's is imported. Calling it again changes nothing."""
    if not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder, Loader):
    """Answers for the packages and for everything in them."""

    def find_spec(self, name: str, *_: Any) -> ModuleSpec | None:
        if name.partition(".")[0] not in PACKAGES:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


class _Module(ModuleType):
    """A module in which every name is there."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks of every module
            raise AttributeError(name)
        made = _kind(self.__name__, name)
        setattr(self, name, made)
        return made


class _Kind(type):
    """The type of all that is in such a module: ``tf.keras.layers.Layer`` is there as ``tf`` is."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _kind(f"{cls.__module__}.{cls.__qualname__}", name)
        setattr(cls, name, made)
        return made


class LeftOut(metaclass=_Kind):
    """Nothing can be made of it, nor called."""

    def __new__(cls, *_: Any, **__: Any) -> LeftOut:
        """Raises NotImplementedError, which names it."""
        raise NotImplementedError(f"{cls.__module__}.{cls.__qualname__} is not part of this Rasa: left_out.py says why")


def _kind(within: str, name: str) -> type:
    return _Kind(name, (LeftOut,), {"__module__": within})
