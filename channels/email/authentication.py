"""Did this mail come from the domain it names? SPF, DKIM and DMARC, as far as the DNS answers.

dkimpy checks signatures and pyspf senders; DMARC's alignment is done here, because authheaders cuts domains at their
first hyphen (only its reading of the public suffix list is used). Behind another mail server the results that it
recorded count; where it recorded none, only a signature can prove the sender, as its address is not seen any more.
Sources: RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC), RFC 8601 (Authentication-Results).
"""

import functools
import ipaddress
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import authres
import dkim
import spf
from authheaders.dmarc_lookup import DMARCException, answer_to_dict, get_org_domain

from channels.email.dns import DnsAway, Lookup, hurried
from channels.email.headers import addresses
from channels.email.structure import Part

MOST_SIGNATURES = 5
LOOKING_UP_S = 30.0
"""For all look-ups of one mail together; what was not found out by then is "temperror"."""
_OWN_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        (
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "::1",
            "fc00::/7",
            "fe80::/10",
        ),
    )
)
_QUIET = logging.getLogger("channels.email.dkim")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """``pass``, ``fail``, ``none``, ``temperror`` … each, as RFC 8601 names them, with the domain it is about."""

    spf: str = "none"
    spf_domain: str = ""
    dkim: str = "none"
    dkim_domain: str = ""
    dmarc: str = "none"
    dmarc_domain: str = ""

    @property
    def failed(self) -> bool:
        """Does the sender's domain say that this is not from there?"""
        return self.dmarc == "fail"

    @property
    def open(self) -> bool:
        """Could it not be found out, now (the DNS is away) or ever (another server hid the sender's)?"""
        return self.dmarc == "temperror"

    def __str__(self) -> str:
        parts = [
            f"spf={self.spf} smtp.mailfrom={self.spf_domain or '-'}",
            f"dkim={self.dkim} header.d={self.dkim_domain or '-'}",
        ]
        return "; ".join([*parts, f"dmarc={self.dmarc} header.from={self.dmarc_domain or '-'}"])


def verify(mail: Part, facts: Mapping[str, str], lookup: Lookup, trusted_servers: Sequence[str] = ()) -> Verdict:
    """What can be said of a mail's sender. Never raises.

    ``facts``: ``peer`` (address), ``helo`` and ``mail_from`` of the SMTP session. ``trusted_servers`` are the names
    under which our own mail servers record results.
    """
    lookup = hurried(lookup, LOOKING_UP_S)
    recorded = _recorded(mail, trusted_servers)
    if recorded is not None and recorded.dmarc:
        return recorded
    seen = recorded is not None and recorded.spf != "none"
    spf_result, spf_domain = (recorded.spf, recorded.spf_domain) if recorded and seen else _check_spf(facts, lookup)
    signatures = _check_dkim(mail, lookup)
    authors = {address.address.rpartition("@")[2] for address in addresses(mail.fields, "From")}
    if len(authors) != 1:
        dkim_result, dkim_domain = signatures[0] if signatures else ("none", "")
        return Verdict(spf_result, spf_domain, dkim_result, dkim_domain, "fail" if authors else "none", "")
    author = authors.pop()
    passed = [domain for result, domain in signatures if result == "pass"]
    try:
        dmarc = _dmarc(author, passed, spf_domain if spf_result == "pass" else "", lookup)
    except DnsAway:
        dmarc = "temperror"
    unseen = not seen and not _outside(facts.get("peer", ""))
    if dmarc == "fail" and (unseen or "temperror" in {spf_result, *(result for result, _ in signatures)}):
        dmarc = "temperror"
    best = next((item for item in signatures if item[0] == "pass"), signatures[0] if signatures else ("none", ""))
    return Verdict(spf_result, spf_domain, *best, dmarc, author)


def _recorded(mail: Part, trusted_servers: Sequence[str]) -> Verdict | None:
    """The results that our own mail server wrote into the header: only its topmost field, as a sender can add
    others. Its ``dmarc`` is empty where that field has none."""
    wanted = {server.lower() for server in trusted_servers}
    for value in mail.fields.all("authentication-results"):
        if value.split(";")[0].split()[:1] and value.split(";")[0].split()[0].lower() in wanted:
            try:
                header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
            except (authres.core.AuthResError, ValueError, IndexError, TypeError):
                return None
            results = {item.method: item for item in reversed(header.results or [])}
            spf_dkim = (*_result(results.get("spf"), "smtp", "mailfrom"), *_result(results.get("dkim"), "header", "d"))
            dmarc = _result(results["dmarc"], "header", "from") if "dmarc" in results else ("", "")
            return Verdict(*spf_dkim, *dmarc)
    return None


def _result(result: authres.core.AuthenticationResult | None, kind: str, name: str) -> tuple[str, str]:
    if result is None:
        return "none", ""
    about = next((p.value for p in result.properties if p.type == kind and p.name == name), "")
    return str(result.result).lower(), str(about or "").rpartition("@")[2].lower()


def _check_spf(facts: Mapping[str, str], lookup: Lookup) -> tuple[str, str]:
    peer, helo = facts.get("peer", ""), facts.get("helo", "")
    sender = facts.get("mail_from", "").strip("<>")
    domain = (sender.rpartition("@")[2] or helo).lower()
    if not domain or not _outside(peer):
        return "none", domain
    try:
        result, _, _ = _Query(peer, sender, helo or domain, lookup).check()
    except Exception:  # noqa: BLE001 - pyspf lets what its parser meets in others' records through
        return "permerror", domain
    return str(result), domain


def _outside(peer: str) -> bool:
    """Did it come from elsewhere? A server of our own that hands it over is nobody's listed sender."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    return not any(address in network for network in _OWN_NETWORKS if network.version == address.version)


class _Query(spf.query):  # type: ignore[misc]
    """pyspf with our resolver instead of the machine's."""

    def __init__(self, peer: str, sender: str, helo: str, lookup: Lookup) -> None:
        self._lookup = lookup
        super().__init__(peer, sender, helo, querytime=20)

    def dns(self, name: object, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[object]:  # noqa: ARG002 - as in pyspf
        try:
            found = self._lookup(str(name).rstrip("."), qtype)
        except DnsAway as error:
            raise spf.TempError(f"DNS {error}") from error
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("void lookup limit exceeded")
        return found


def _check_dkim(mail: Part, lookup: Lookup) -> list[tuple[str, str]]:
    """Result and domain of each signature. One that leaves the end of the body unsigned (``l=``) proves nothing."""
    count = min(len(mail.fields.all("dkim-signature")), MOST_SIGNATURES)
    return [_check_signature(mail.raw, number, lookup) for number in range(count)]


def _check_signature(raw: bytes, number: int, lookup: Lookup) -> tuple[str, str]:
    away = False

    def text_record(name: bytes, timeout: float = 5) -> bytes | None:  # noqa: ARG001 - as dkimpy calls it
        nonlocal away
        try:
            found = lookup(name.decode("ascii", "replace").rstrip("."), "TXT")
        except DnsAway:
            away = True
            return None
        return b"".join(found[0]) if found else None

    try:
        signature = dkim.DKIM(raw, logger=_QUIET)
        good = bool(signature.verify(idx=number, dnsfunc=text_record))
        tags = signature.signature_fields
    except Exception:  # noqa: BLE001 - dkimpy lets what it meets in a broken signature through
        return ("temperror" if away else "fail"), ""
    domain = tags.get(b"d", b"").decode("ascii", "replace").lower()
    if good and b"l" in tags:
        return "policy", domain
    return ("pass" if good else "temperror" if away else "fail"), domain


def _dmarc(author: str, signed_by: Sequence[str], sent_by: str, lookup: Lookup) -> str:
    """``pass``, ``fail``, or ``none`` where the domain has no policy. Raises DnsAway."""
    record = _policy(author, lookup) or _policy(_organisation(author), lookup)
    if not record:
        return "none"
    by_dkim = any(_aligned(author, domain, record.get("adkim", "r")) for domain in signed_by)
    return "pass" if by_dkim or _aligned(author, sent_by, record.get("aspf", "r")) else "fail"


def _policy(domain: str, lookup: Lookup) -> Mapping[str, str]:
    """The one DMARC record of a domain; empty where there is none, or more than one."""
    if not domain:
        return {}
    texts = [b"".join(strings).decode("utf-8", "replace") for strings in lookup(f"_dmarc.{domain}", "TXT")]
    records = [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
    if len(records) != 1:
        return {}
    try:
        tags: Mapping[str, str] = answer_to_dict(records[0].rstrip("; "))
    except DMARCException:
        return {}
    return tags


def _aligned(author: str, other: str, mode: str) -> bool:
    if not other:
        return False
    return author == other or (mode != "s" and _organisation(author) == _organisation(other))


@functools.lru_cache(maxsize=2000)
def _organisation(domain: str) -> str:
    """The registered domain, by the public suffix list; of an ending that it does not know, the last two labels."""
    found = str(get_org_domain(domain) or domain)
    return found if "." in found else ".".join(domain.split(".")[-2:])
