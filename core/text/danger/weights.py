"""What has been learnt of dangers: a number for each column of ``features``, read from ``core/reference/danger``.

``learnt.bin`` is written by ``python -m nlu.training.dangers``: a line of JSON, then, compressed, one signed byte a
column of a clause for "is it one?", one a column of the whole text for the same, and one a column and kind for
"which?". Plain numbers: nothing to trust, and no library needed.
"""

import functools
import json
import math
import zlib
from array import array
from dataclasses import dataclass
from pathlib import Path

from core.text.danger.whole import Whole
from core.text.lexicon import REFERENCE

FILE = REFERENCE / "danger" / "learnt.bin"
KIND_BITS = 16
"""Of a clause; the whole text has as many columns behind those."""


@dataclass(frozen=True)
class Learnt:
    """``scale`` and ``bias`` make scores of the bytes; ``kinds`` are in the order of their tables; ``share``: what the
    whole text counts beside its clause."""

    kinds: "tuple[str, ...]"
    scale: float
    bias: float
    whole_scale: float
    whole_bias: float
    share: float
    kind_scale: float
    kind_bias: "tuple[float, ...]"
    any: "array[int]"
    all: "array[int]"
    each: "tuple[array[int], ...]"
    source: str

    def score(self, row: "dict[int, float]") -> float:
        """How much a clause sounds like danger: log odds, 0 is even."""
        table = self.any
        return self.bias + self.scale * _length(row) * sum(table[column] * value for column, value in row.items())

    def whole(self, of: Whole) -> float:
        """How much a whole text sounds like danger, as it counts beside the score of a clause."""
        told = sum(sum(self.all[column] for column in part) / math.sqrt(len(part)) for part in of.sets)
        return self.share * (self.whole_bias + self.whole_scale * told)

    def kinds_by_score(self, row: "dict[int, float]", of: Whole) -> "list[tuple[float, str]]":
        """Which danger it would be, by its clause and the whole text: log odds, the likeliest first."""
        columns = kind_columns(row, of)
        return sorted(
            (
                (bias + self.kind_scale * sum(table[column] * value for column, value in columns), kind)
                for kind, table, bias in zip(self.kinds, self.each, self.kind_bias, strict=True)
            ),
            reverse=True,
        )


def kind_columns(row: "dict[int, float]", of: Whole) -> "list[tuple[int, float]]":
    """A clause and its whole text as one row for "which kind?"."""
    length, wide = _length(row), 1 << KIND_BITS
    found = [(column & (wide - 1), value * length) for column, value in row.items()]
    for part in of.sets:
        share = 1 / math.sqrt(len(part))
        found += [(wide + (column & (wide - 1)), share) for column in part]
    return found


def _length(row: "dict[int, float]") -> float:
    return 1.0 / (math.sqrt(sum(value * value for value in row.values())) or 1.0)


@functools.cache
def learnt() -> Learnt:
    """What is in the file. Raises OSError or ValueError when it is missing or broken."""
    return read(FILE)


def read(path: Path) -> Learnt:
    """Read what ``nlu.training.dangers`` wrote."""
    head, _, body = path.read_bytes().partition(b"\n")
    about = json.loads(head)
    numbers = array("b")
    numbers.frombytes(zlib.decompress(body))
    wide, narrow = 1 << about["bits"], 2 << KIND_BITS
    return Learnt(
        tuple(about["kinds"]),
        about["scale"],
        about["bias"],
        about["whole_scale"],
        about["whole_bias"],
        about["share"],
        about["kind_scale"],
        tuple(about["kind_bias"]),
        numbers[:wide],
        numbers[wide : 2 * wide],
        tuple(numbers[2 * wide + at * narrow : 2 * wide + (at + 1) * narrow] for at in range(len(about["kinds"]))),
        about["source"],
    )
