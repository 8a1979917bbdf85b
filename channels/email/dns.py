"""Look-ups in the DNS, with one resolver and one deadline for all checks of a mail."""

import time
from collections.abc import Sequence
from typing import Any, Protocol

import dns.exception
import dns.resolver

Answers = list[Any]


class DnsAway(Exception):
    """No answer now: not the same as "there is no such record"."""


class Lookup(Protocol):
    """Records of a type: strings of bytes for TXT, addresses for A and AAAA, (preference, host) for MX, a host for PTR.

    Raises DnsAway.
    """

    def __call__(self, name: str, kind: str) -> Answers: ...


def open_lookup(servers: Sequence[str] = (), timeout_s: float = 5) -> Lookup:
    """A look-up by these servers (``127.0.0.1:5300``), or by the machine's own where none are named."""
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        hosts = [server.rpartition(":") if server.count(":") == 1 else (server, "", "53") for server in servers]
        resolver.nameservers = [dns.nameserver.Do53Nameserver(host, int(port)) for host, _, port in hosts]
    resolver.lifetime = timeout_s
    resolver.cache = dns.resolver.LRUCache(2000)

    def look_up(name: str, kind: str) -> Answers:
        try:
            found = resolver.resolve(name, kind, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            if isinstance(error, dns.exception.SyntaxError | dns.resolver.NoMetaqueries):
                return []
            raise DnsAway(f"{kind}: {type(error).__name__}") from error
        except (UnicodeError, ValueError):
            return []
        return [_plain(record, kind) for record in found]

    return look_up


def hurried(lookup: Lookup, seconds: float) -> Lookup:
    """The same look-up, away once so many seconds have passed: a mail can name many names that answer late."""
    until = time.monotonic() + seconds

    def look_up(name: str, kind: str) -> Answers:
        if time.monotonic() > until:
            raise DnsAway(f"{kind}: the mail's time is over")
        return lookup(name, kind)

    return look_up


def _plain(record: Any, kind: str) -> Any:
    if kind in {"A", "AAAA"}:
        return record.address
    if kind == "MX":
        return record.preference, record.exchange.to_text(omit_final_dot=True)
    if kind == "PTR":
        return record.target.to_text(omit_final_dot=True)
    return record.strings
