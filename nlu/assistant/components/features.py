"""What the classifiers see of a text: hashed counts of words, of pieces of words, and of consonant skeletons.

Hashing needs no vocabulary, so a model is only arrays of numbers: quick to load, no pickle, nothing to trust.
Skeletons are left out for English, whose spelling is fixed: there they confuse more than they join (measured in
docs/understanding.md).
"""

import functools
import re
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.murmurhash import murmurhash3_bytes_s32

from core.text.language import written
from core.text.skeleton import skeletons

_BITS = 16
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a normalised text."""
    return _WORD.findall(text)


def pieces(text: str) -> list[str]:
    """Three to five letters in a row, word by word; a blank marks where a word begins or ends."""
    grams: list[str] = []
    for word in words(text):
        padded = f" {word} "
        for size in (3, 4, 5):
            grams += [padded[i : i + size] for i in range(max(len(padded) - size + 1, 1))]
    return grams


def sounds(text: str) -> list[str]:
    """Skeletons of the words and of neighbours; nothing for English."""
    if written(text)[0] == "en":
        return []
    found = skeletons(text)
    return found + [f"{a} {b}" for a, b in pairwise(found)]


_BLOCKS = tuple(
    HashingVectorizer(analyzer=analyzer, n_features=2**_BITS, norm=None, alternate_sign=False, dtype=np.float32)
    for analyzer in (words, pieces, sounds)
)
WIDTH = len(_BLOCKS) * 2**_BITS
"""Columns of a row."""


def _counts(texts: list[str]) -> list[csr_matrix]:
    counted = [vectorizer.transform(texts) for vectorizer in _BLOCKS]
    for counts in counted:
        np.log1p(counts.data, out=counts.data)
    return counted


@functools.lru_cache(maxsize=8)
def _counts_of_one(text: str) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Several classifiers read one text after the other: it is taken apart once. Columns of each block, and their
    counts: numpy's own, because scikit-learn and scipy take ten times as long to look at one row as to make it.
    """
    counted = []
    for number, grams in enumerate((words, pieces, sounds)):
        columns = np.array([_column(gram) for gram in grams(text)], dtype=np.int64)
        found, times = np.unique(columns, return_counts=True)
        counted.append((found + (number << _BITS), np.log1p(times.astype(np.float32))))
    return tuple(counted)


def _column(gram: str) -> int:
    """As HashingVectorizer does it."""
    return int(abs(murmurhash3_bytes_s32(gram.encode(), 0)) % 2**_BITS)


def row(text: str, rarity: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The one row of ``rows([text], rarity)``: its columns and their values, to the last bit."""
    columns, values = [], []
    for found, counts in _counts_of_one(text):
        said = counts if rarity is None else counts * rarity[found]
        length = np.sqrt((said * said).astype(np.float64).cumsum()[-1]) if len(said) else 1.0
        columns.append(found)
        values.append((said.astype(np.float64) / length).astype(np.float32))
    return np.concatenate(columns), np.concatenate(values)


def rows(texts: list[str], rarity: np.ndarray | None = None) -> csr_matrix:
    """One row a normalised text: each block has sublinear counts and length one. ``rarity`` weighs the columns."""
    blocks = []
    for number, counts in enumerate(_counts(texts)):
        if rarity is not None:
            counts = counts.copy()
            counts.data *= rarity[counts.indices + (number << _BITS)]
        blocks.append(normalize(counts, copy=rarity is None))
    return hstack(blocks, format="csr")


def rarities(texts: list[str]) -> np.ndarray:
    """How rare each column is in these texts: smoothed inverse document frequency, as scikit-learn reckons it."""
    seen = np.bincount(rows(texts).indices, minlength=WIDTH)
    return (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
