"""A Merkle tree that only grows, of which nothing but its peaks is kept: its root says what all its leaves were.

Hashes as in Certificate Transparency: RFC 9162, 2.1.1 (SHA-256; 0x00 before a leaf, 0x01 before two nodes).
"""

import hashlib
from collections.abc import Iterable


class Tree:
    """``size`` leaves; ``peaks`` are the roots of the full subtrees, the largest first, as hex."""

    def __init__(self, size: int = 0, peaks: Iterable[str] = ()) -> None:
        self.size = size
        self._peaks = [bytes.fromhex(peak) for peak in peaks]
        if len(self._peaks) != size.bit_count():
            raise ValueError(f"{size} leaves have {size.bit_count()} peaks")

    @property
    def peaks(self) -> list[str]:
        return [peak.hex() for peak in self._peaks]

    def add(self, leaf: bytes) -> None:
        node, size = hashlib.sha256(b"\x00" + leaf).digest(), self.size
        while size & 1:
            node, size = _joined(self._peaks.pop(), node), size >> 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> str:
        """As hex. Of no leaves it is the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256().hexdigest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = _joined(peak, root)
        return root.hex()


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
