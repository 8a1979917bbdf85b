"""What the classifiers see of a text: hashed counts of words, letters and consonant skeletons.

Hashing needs no vocabulary, so a model is only arrays of numbers: quick to load, no pickle, nothing to trust.
"""

import re
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from nlu.assistant.components.skeleton import skeletons

LONGEST = 2000
"""Characters of a text that are read; the rest is kept elsewhere but says nothing new (10,000 would take 0.1 s)."""

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a normalised text."""
    return _WORD.findall(text)


def _word_grams(text: str) -> list[str]:
    found = words(text)
    return found + [f"{a} {b}" for a, b in pairwise(found)]


def _skeleton_grams(text: str) -> list[str]:
    found = skeletons(text)
    return found + [f"{a} {b}" for a, b in pairwise(found)]


def _letters(text: str) -> list[str]:
    grams = []
    for word in words(text):
        padded = f" {word} "
        for size in (3, 4, 5):
            grams += [padded[i : i + size] for i in range(max(len(padded) - size + 1, 1))]
    return grams


class Features:
    """Turns normalised texts into rows of numbers. Without state: the same text gives the same row everywhere."""

    def __init__(self, bits: int = 16) -> None:
        size = 2**bits
        self._blocks = [
            HashingVectorizer(analyzer=analyzer, n_features=size, norm=None, alternate_sign=False, dtype=np.float32)
            for analyzer in (_word_grams, _letters, _skeleton_grams)
        ]

    def __call__(self, texts: list[str]) -> csr_matrix:
        """One row a text; each block (words, letters, skeletons) has sublinear counts and length one."""
        blocks = []
        for vectorizer in self._blocks:
            counts = vectorizer.transform([text[:LONGEST] for text in texts])
            np.log1p(counts.data, out=counts.data)
            blocks.append(normalize(counts, copy=False))
        return hstack(blocks, format="csr")
