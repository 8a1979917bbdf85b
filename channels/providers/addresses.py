"""Addresses of hosts that a stranger may make us ask: resolved once, checked, and then connected to as they are.

A name that is resolved again for the connection may have another address by then (DNS rebinding). The certificate is
still that of the name: httpx takes the name apart from the address
(https://www.encode.io/httpcore/extensions/#sni_hostname).
"""

import ipaddress
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx

from core.errors import MediaNotReady, MediaRefused

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in its last four bytes."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


def addresses_of(host: str) -> Sequence[str]:
    """Its addresses now, in the order to be tried. Raises MediaNotReady while there are none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MediaNotReady("the media's host has no address now") from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def inner(address: str) -> bool:
    """Is it one of our own network, of this machine, or of nobody in particular?"""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        within = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if within is None and found in _NAT64:
            within = ipaddress.IPv4Address(found.packed[-4:])
        found = within or found
    return not found.is_global or found.is_multicast


def outer(addresses: Sequence[str]) -> Sequence[str]:
    """The same. Raises MediaRefused where one of them is of our own network."""
    if any(inner(address) for address in addresses):
        raise MediaRefused("a media address in our own network")
    return addresses


@contextmanager
def asking(
    client: httpx.Client, url: str, addresses: Sequence[str], auth: httpx.Auth | None
) -> Iterator[httpx.Response]:
    """GET from the first of these addresses that answers, as the host of the URL, without following redirects."""
    target = httpx.URL(url)
    last: httpx.HTTPError = httpx.ConnectError("no address")
    for address in addresses:
        request = client.build_request(
            "GET",
            target.copy_with(host=address),
            headers={"Host": _named(target)},
            extensions={"sni_hostname": target.raw_host.decode("ascii")},
        )
        try:
            response = client.send(request, auth=auth, stream=True, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            last = error
            continue
        try:
            yield response
        finally:
            response.close()
        return
    raise last


def _named(url: httpx.URL) -> str:
    """The Host header: with its port, where that is not the usual one (RFC 9110, 7.2)."""
    host = url.raw_host.decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return host if url.port in (None, _DEFAULT_PORTS.get(url.scheme)) else f"{host}:{url.port}"
