"""The pages that are read in an evaluation: language and script by wear, each from a seed of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from channels.letters.opening.documents import Picture
from channels.letters.samples.compose import compose
from channels.letters.samples.draw import Style, drawn
from channels.letters.samples.wear import WEARS

SCRIPTS: dict[str, tuple[str, bool, tuple[Style, ...]]] = {
    "English": (
        "en",
        False,
        (Style("LiberationSerif-Regular", 50, 1.45), Style("Lato-Regular", 46, 1.5), Style("DejaVuSans", 42, 1.5)),
    ),
    "Pashto": (
        "ps",
        False,
        (
            Style("Scheherazade-Regular", 66, 1.6),
            Style("Amiri-Regular", 56, 1.7),
            Style("Harmattan-Regular", 66, 1.5),
        ),
    ),
    "Urdu Naskh": (
        "ur",
        False,
        (Style("Scheherazade-Regular", 66, 1.6), Style("Amiri-Regular", 56, 1.7), Style("Harmattan-Regular", 66, 1.5)),
    ),
    "Urdu Nastaliq": (
        "ur",
        False,
        (Style("NotoNastaliqUrdu-Regular", 54, 2.3), Style("NotoNastaliqUrdu-Regular", 46, 2.2)),
    ),
    "Nastaliq, ۰–۹": ("ur", True, (Style("NotoNastaliqUrdu-Regular", 54, 2.3),)),
    "Naskh, ۰–۹": ("ur", True, (Style("Scheherazade-Regular", 66, 1.6), Style("Harmattan-Regular", 66, 1.5))),
}
"""Language, native digits, styles. The line reader was trained on these fonts too; docs/letters.md has its figures for
fonts that it never saw."""


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One worn page with what stands on it."""

    script: str
    wear: str
    language: str
    text: str
    truth: dict[str, str]
    picture: Picture = field(repr=False)


def sample_pages(scripts: list[str], wears: list[str], count: int, first_seed: int) -> Iterator[SamplePage]:
    """``count`` pages a cell. The same seed gives the same page."""
    for script in scripts:
        language, native, styles = SCRIPTS[script]
        for wear in wears:
            for number in range(count):
                seed = first_seed + number * 101 + sorted(WEARS).index(wear) * 7
                letter = compose(language, seed, native_digits=native)
                page, text = drawn(letter, styles[seed % len(styles)], seed)
                worn = WEARS[wear](page, np.random.default_rng(seed))
                yield SamplePage(script, wear, language, text, letter.truth, worn)
