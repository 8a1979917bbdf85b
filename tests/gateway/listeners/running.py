"""A mail server of ours, running in a thread, and what it kept."""

import asyncio
import contextlib
import datetime
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from channels.email.settings import SmtpListener
from core.errors import ArziError
from core.messages import Envelope
from gateway.listeners.smtp import serve
from gateway.pipeline.accept import Accepted

OURS = frozenset({"complaints@arzi.example", "postmaster@arzi.example"})


@dataclass
class Kept:
    """Stands for accept: remembers envelopes by id, and fails as told."""

    envelopes: dict[str, Envelope] = field(default_factory=dict)
    faults: list[ArziError | Exception] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def accept(self, envelope: Envelope) -> Accepted:
        self.before()
        if self.faults:
            raise self.faults.pop(0)
        new = envelope.id not in self.envelopes
        self.envelopes.setdefault(envelope.id, envelope)
        return Accepted(new, "mailto:someone@example.org")

    @property
    def mails(self) -> list[Envelope]:
        return list(self.envelopes.values())


@contextlib.contextmanager
def smtp_server(kept: Kept, **changes: object) -> Iterator[int]:
    """Its port. Stopped at the end."""
    settings = SmtpListener.model_validate({"host": "127.0.0.1", "port": 1, "hostname": "mx.arzi.example", **changes})
    settings = settings.model_copy(update={"port": 0})
    started, ports, loops = threading.Event(), [], []

    def run() -> None:
        async def main() -> None:
            stop = asyncio.Event()
            loops.append((asyncio.get_running_loop(), stop))
            await serve(settings, OURS, kept.accept, stop, ready=lambda port: (ports.append(port), started.set()))

        asyncio.run(main())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(60)
    try:
        yield ports[0]
    finally:
        loop, stop = loops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        assert not thread.is_alive()


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A self-signed certificate for a name, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, private
