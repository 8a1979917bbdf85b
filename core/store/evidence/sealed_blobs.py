"""Evidence sealed at rest: each blob by itself, named by the SHA-256 of what is in it, so that the same is kept once.

Whoever reads a blob gets what was put, or an error: its hash is taken again each time.
"""

import hashlib
from dataclasses import dataclass

from core.errors import ConfigInvalid, NotFound, StoreUnavailable
from core.ports import BlobStore
from core.store.sealing.vault import FRESH, Vault

_MARK = FRESH.encode()


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many were sealed anew, and the names of those that could not be opened."""

    done: int
    shut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedBlobs:
    """core.ports.Blobs on any shelf. Without a vault, what is put lies there as it is; what lay there as it is before
    there was a vault stays readable."""

    shelf: BlobStore
    vault: Vault | None = None

    def put(self, content: bytes) -> str:
        """Keep it durably; its hash. Putting the same twice keeps one. Raises StoreUnavailable."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.shelf.touch(sha256):
            self.shelf.keep(sha256, self._sealed(content))
        return sha256

    def get(self, sha256: str) -> bytes:
        """What was put. Raises NotFound; StoreUnavailable, also where it is not what was put; ConfigInvalid for a key
        that does not fit."""
        kept = self.shelf.get(sha256)
        content = self._opened(kept, sha256)
        if not _is(content, sha256):
            raise StoreUnavailable(f"evidence {sha256[:12]} was changed")
        return content

    def exists(self, sha256: str) -> bool:
        """Is it there?"""
        return self.shelf.exists(sha256)

    def reseal(self) -> "Resealed":
        """Seal with the present key all that is not. Interrupted, it is begun again; what none of our keys opens is
        left as it is and told."""
        done, shut = 0, []
        for name in self.shelf.names() if self.vault is not None else ():
            try:
                kept = self.shelf.get(name)
            except NotFound:  # erased in the meantime
                continue
            if self.vault is not None and self.vault.opens_with_present(kept):
                continue
            if self.why_not(kept, name) is not None:
                shut.append(name)
                continue
            self.shelf.keep(name, self._sealed(self._opened(kept, name)))
            done += 1
        return Resealed(done, tuple(shut))

    def why_not(self, kept: bytes, sha256: str) -> str | None:
        """Why these bytes of a shelf are not the evidence of this name; None: they are."""
        try:
            content = self._opened(kept, sha256)
        except ConfigInvalid:
            return "is sealed with another key, or damaged"
        return None if _is(content, sha256) else "was changed"

    def key_of(self, kept: bytes) -> str | None:
        """The fingerprint of the key that opens these bytes of a shelf."""
        return self.vault.opened_by(kept) if self.vault is not None else None

    def _sealed(self, content: bytes) -> bytes:
        return content if self.vault is None else self.vault.seal_bytes(content)

    def _opened(self, kept: bytes, sha256: str) -> bytes:
        if not kept.startswith(_MARK) or _is(kept, sha256):
            return kept
        if self.vault is None:
            raise ConfigInvalid("privacy.key: the evidence is sealed, and no key is given")
        return self.vault.open_bytes(kept)


def _is(content: bytes, sha256: str) -> bool:
    return hashlib.sha256(content).hexdigest() == sha256
