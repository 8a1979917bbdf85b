"""SPF, DKIM and DMARC against a DNS server of the tests' own."""

import base64
import functools
from collections.abc import Iterator

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from channels.email import Email, build
from channels.email.authentication import verify
from channels.email.dns import open_lookup
from channels.email.structure import read_mail
from core.ports import Surroundings
from tests.channels.email.samples import envelope, settings
from tests.services.dns_zone import dns_server

GOOD, BAD, RELAY = "203.0.113.10", "198.51.100.66", "127.0.0.1"
STRICT = '"v=DMARC1; p=reject; adkim=s; aspf=s"'


@functools.cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public() -> str:
    der = key().public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = "v=DKIM1; k=rsa; p=" + base64.b64encode(der).decode()
    return f'"{text[:200]}" "{text[200:]}"'


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    policies = {
        "example.org": '"v=DMARC1; p=reject"',
        "my-office.example": '"v=DMARC1; p=none"',
        "strict.example": STRICT,
        "twice.example": '"v=DMARC1; p=reject" "x"',
    }
    zone = {(f"_dmarc.{name}", "TXT"): [policy] for name, policy in policies.items()}
    for name in (*policies, "plain.example", "bounces.example.org", "my.example"):
        zone[name, "TXT"] = [f'"v=spf1 ip4:{GOOD} -all"']
        zone[f"s1._domainkey.{name}", "TXT"] = [public()]
    with dns_server(zone) as address:
        yield address


@pytest.fixture
def office(server: str) -> Email:
    return build(
        settings(verify_senders=True, dns_servers=[server], dns_timeout_s=0.5), Surroundings("http://127.0.0.1")
    )


def mail(author: str, *, signed_by: str | None = None, change: bool = False, **more: object) -> bytes:
    head = f"From: Gul <gul@{author}>\r\nTo: complaints@arzi.example\r\nSubject: Water\r\nMessage-ID: <1@{author}>\r\n"
    raw = f"{head}\r\nNo water.\r\n".encode()
    if signed_by:
        pem = key().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        raw = dkim.sign(raw, b"s1", signed_by.encode(), pem, include_headers=[b"from", b"subject"], **more) + raw
    return raw.replace(b"No water", b"No light") if change else raw


def facts(domain: str, peer: str) -> dict[str, str]:
    return {"peer": peer, "helo": f"mx.{domain}", "mail_from": f"gul@{domain}", "recipients": "complaints@arzi.example"}


@pytest.mark.parametrize(
    ("author", "sent_by", "peer", "signed_by", "change", "dmarc", "trusted"),
    [
        ("example.org", "example.org", GOOD, None, False, "pass", True),
        ("example.org", "example.org", BAD, None, False, "fail", False),
        ("example.org", "example.org", BAD, "example.org", False, "pass", True),  # forwarded, but signed
        ("example.org", "example.org", BAD, "example.org", True, "fail", False),  # changed on its way
        ("example.org", "plain.example", GOOD, None, False, "fail", False),  # another's server
        ("example.org", "plain.example", GOOD, "plain.example", False, "fail", False),  # another's signature
        ("example.org", "bounces.example.org", GOOD, None, False, "pass", True),  # relaxed: the same organisation
        ("news.example.org", "example.org", GOOD, None, False, "pass", True),  # the organisation's policy
        ("strict.example", "strict.example", GOOD, None, False, "pass", True),
        ("mail.strict.example", "strict.example", GOOD, None, False, "fail", False),
        ("plain.example", "plain.example", BAD, None, False, "none", True),  # no policy: no verdict
        ("my-office.example", "my.example", GOOD, "my.example", False, "fail", False),  # a hyphen ends no domain
        ("my-office.example", "my-office.example", GOOD, None, False, "pass", True),
        ("nowhere.example", "nowhere.example", GOOD, None, False, "none", True),
        ("away.example", "away.example", GOOD, None, False, "temperror", False),
        ("example.org", "example.org", RELAY, None, False, "temperror", False),  # our own server hides the sender's
        ("example.org", "example.org", RELAY, "example.org", False, "pass", True),
        ("plain.example", "plain.example", RELAY, None, False, "none", True),
        ("example.org", "example.org", "", None, False, "temperror", False),  # out of a mailbox
    ],
)
def test_who_may_be_believed(
    office: Email, author: str, sent_by: str, peer: str, signed_by: str | None, change: bool, dmarc: str, trusted: bool
) -> None:
    raw = mail(author, signed_by=signed_by, change=change)
    (message,) = office.parse(envelope(raw, facts=facts(sent_by, peer)))
    assert f"dmarc={dmarc} " in f"{message.authentication} "
    assert message.trusted is trusted


@pytest.mark.parametrize(("peer", "believed"), [(RELAY, True), (BAD, False)])
def test_the_signed_reply_address_proves_who_could_not_be_looked_up(office: Email, peer: str, believed: bool) -> None:
    told = {**facts("example.org", peer), "recipients": office.reader.signer.reply_address("c" * 32)}
    (message,) = office.parse(envelope(mail("example.org"), facts=told))
    assert message.thread == "c" * 32
    assert message.trusted is believed  # a DMARC that failed is never made up for


def test_a_signature_over_a_part_of_the_body_proves_nothing(office: Email) -> None:
    raw = mail("example.org", signed_by="example.org", length=True) + b"Added: send money.\r\n"
    (message,) = office.parse(envelope(raw, facts=facts("example.org", BAD)))
    assert "dkim=policy" in (message.authentication or "")
    assert not message.trusted


def test_two_authors_are_nobody(office: Email) -> None:
    raw = mail("example.org").replace(b"To:", b"From: other@plain.example\r\nTo:", 1)
    (message,) = office.parse(envelope(raw, facts=facts("example.org", GOOD)))
    assert not message.trusted


def test_nothing_is_looked_up_for_a_file(office: Email) -> None:
    (message,) = office.parse(envelope(mail("example.org")))
    assert message.authentication is None
    assert message.trusted


OURS = b"Authentication-Results: mx.arzi.example; "


@pytest.mark.parametrize(
    ("recorded", "signed", "dmarc"),
    [
        (OURS + b"spf=pass smtp.mailfrom=example.org; dmarc=fail\r\n" + OURS + b"dmarc=pass\r\n", False, "fail"),
        (OURS + b"dmarc=pass header.from=example.org\r\n", False, "pass"),
        (b"Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org\r\n", False, "temperror"),
        (OURS + b"none\r\n", False, "temperror"),
        (OURS + b"spf=pass smtp.mailfrom=gul@example.org\r\n", False, "pass"),
        (OURS + b"spf=pass smtp.mailfrom=gul@plain.example\r\n", False, "fail"),
        (OURS + b"spf=fail smtp.mailfrom=gul@example.org\r\n", True, "pass"),
        (OURS + b"dkim=none\r\n" + OURS + b"dmarc=pass header.from=example.org\r\n", False, "temperror"),
        (b"Authentication-Results: mx.arzi.example; ((\r\n", False, "temperror"),
    ],
)
def test_what_our_own_server_recorded_counts(server: str, recorded: bytes, signed: bool, dmarc: str) -> None:
    """Its topmost field only, as a sender can write more of them; DMARC is judged here where it says nothing of it."""
    raw = recorded + mail("example.org", signed_by="example.org" if signed else None)
    local = {"peer": RELAY, "mail_from": "gul@example.org"}
    assert verify(read_mail(raw), local, open_lookup([server]), ["mx.arzi.example"]).dmarc == dmarc


def test_broken_signatures_raise_nothing(server: str) -> None:
    lookup = open_lookup([server])
    for broken in (
        b"v=1; a=rsa-sha256",
        b"",
        b"\xff\xfe",
        b"v=1; a=rsa-sha256; d=example.org; s=s1; h=from; bh=x; b=y; c=z",
    ):
        raw = b"DKIM-Signature: " + broken + b"\r\n" + mail("example.org")
        assert verify(read_mail(raw), facts("example.org", BAD), lookup).dmarc == "fail"
