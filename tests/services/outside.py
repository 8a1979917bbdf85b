"""Nothing leaves this machine: only loopback addresses and Unix sockets can be connected to."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

_LOCAL_NAMES = {"localhost", "localhost.localdomain", "", None}


class OutsideBlockedError(RuntimeError):
    """A test tried to reach the outside."""


@pytest.fixture(scope="session", autouse=True)
def outside_is_blocked() -> Iterator[None]:
    """No OSError, so that no code under test takes it for a network that is down."""
    with pytest.MonkeyPatch.context() as patch:
        for name, at in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), at))
        patch.setattr(socket, "getaddrinfo", _resolving(socket.getaddrinfo))
        yield


def is_local(address: object) -> bool:
    """Is this the address of a Unix socket, or a loopback one?"""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host in _LOCAL_NAMES


def _guarded(original: Callable[..., Any], at: int) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(args[at]):
            raise OutsideBlockedError(f"a test tried to reach {args[at]}")
        return original(self, *args)

    return guarded


def _resolving(original: Callable[..., Any]) -> Callable[..., Any]:
    """Names of the outside are not known here, as on a machine without a network."""

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in _LOCAL_NAMES or _is_number(name):
            return original(host, *args, **kwargs)
        raise socket.gaierror(socket.EAI_NONAME, f"not resolved in tests: {name}")

    return resolve


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
