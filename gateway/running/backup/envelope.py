"""age around what leaves the house: whoever makes backups can write them and not read them.

https://age-encryption.org/v1 by pyrage, the binding of its implementation in Rust. Files can be opened with the ``age``
command as well.
"""

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

from core.errors import ConfigInvalid, StoreUnavailable

ENDING = ".age"


def recipients_of(written: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Public keys. Raises ConfigInvalid."""
    try:
        return [pyrage.x25519.Recipient.from_str(one) for one in written]
    except pyrage.RecipientError as error:
        raise ConfigInvalid(f"backup.recipients: {error}") from None


def new_identity(file: Path) -> str:
    """Write a new secret key to a file that is not there yet; its public key. Raises ConfigInvalid."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with file.open("x", encoding="ascii") as out:
            file.chmod(0o600)
            out.write(f"# public key: {public}\n{identity}\n")
    except FileExistsError:
        raise ConfigInvalid(f"{file} is there already: a key is never written over") from None
    except OSError as error:
        raise ConfigInvalid(f"{file}: {error.strerror}") from None
    return public


def identities_in(file: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys in a file as ``age-keygen`` and we write it. Raises ConfigInvalid."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise ConfigInvalid(f"{file}: is no file of age identities ({type(error).__name__})") from None
    if not found:
        raise ConfigInvalid(f"{file}: has no key in it")
    return found


class Envelope:
    """How files of a backup are written and read. Without recipients they lie as they are."""

    def __init__(
        self,
        recipients: Sequence[pyrage.x25519.Recipient] = (),
        identities: Sequence[pyrage.x25519.Identity] = (),
    ) -> None:
        self._recipients, self._identities = list(recipients), list(identities)

    @property
    def encrypts(self) -> bool:
        return bool(self._recipients)

    def name(self, name: str) -> str:
        """What a file is called by which ``name`` is written now."""
        return name + ENDING if self.encrypts else name

    def write(self, source: IO[bytes], target: Path) -> None:
        """All of a stream into a file, whole or not at all; for nobody else to read."""
        partial = target.with_name(f".{target.name}")
        with partial.open("wb") as out:
            partial.chmod(0o600)
            if self.encrypts:
                pyrage.encrypt_io(source, out, self._recipients)
            else:
                while part := source.read(1 << 20):
                    out.write(part)
        partial.replace(target)

    @contextmanager
    def opened(self, file: Path) -> Iterator[IO[bytes]]:
        """A file's content as a stream. Raises ConfigInvalid without the key, StoreUnavailable where it is damaged."""
        if file.suffix != ENDING:
            with file.open("rb") as plain:
                yield plain
            return
        # To a file and not through a pipe: age says at the very end whether all of it was whole.
        with tempfile.TemporaryFile() as out:
            self._decrypt(file, out)
            out.seek(0)
            yield out

    def read(self, file: Path) -> bytes:
        """As ``opened``, of a small file."""
        if file.suffix != ENDING:
            return file.read_bytes()
        out = io.BytesIO()
        self._decrypt(file, out)
        return out.getvalue()

    def _decrypt(self, file: Path, out: IO[bytes]) -> None:
        if not self._identities:
            raise ConfigInvalid(f"{file.name} is encrypted: give the secret key with --identity FILE")
        try:
            with file.open("rb") as kept:
                pyrage.decrypt_io(kept, out, self._identities)
        except pyrage.DecryptError as error:
            if "identit" in str(error).lower() or "key" in str(error).lower():
                raise ConfigInvalid(f"{file.name}: the key that is given does not open it") from None
            raise StoreUnavailable(f"{file.name}: is damaged ({error})") from None
        except OSError as error:  # cut off in the middle
            raise StoreUnavailable(f"{file.name}: is damaged ({error})") from None
