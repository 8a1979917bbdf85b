"""Letters: our whole reading of a page (sheet, light, turn, script, lines, numbers) beside tesseract alone on the page
that we prepared, told the language. In processor time, so that other work on the machine counts for little."""

import resource
from pathlib import Path
from statistics import median

from channels.letters.evaluate.pages import sample_pages
from channels.letters.evaluate.readers import MODELS
from channels.letters.letter import read_page
from channels.letters.limits import Limits
from channels.letters.reading.tesseract import BLOCK, one_thread_each, read_lines
from workbench.bench.results import Measure, Tell, spread

SCRIPTS = ("English", "Pashto", "Urdu Nastaliq")
GOAL = "≤ 1.3"
_WEAR, _SEED = "clean", 700


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """By script. Needs the fonts of the sample letters (scripts/apt-packages-test.txt) and no services."""
    del config
    one_thread_each()
    pages = 1 if quick else 4
    return [_measure(script, pages, tell) for script in SCRIPTS]


def _measure(script: str, count: int, tell: Tell) -> Measure:
    ours: list[float] = []
    alone: list[float] = []
    for number, page in enumerate(sample_pages([script], [_WEAR], count + 1, _SEED)):
        began = _worked()
        read = read_page(page.picture, Limits())
        between = _worked()
        read_lines(page.picture if read.prepared is None else read.prepared, MODELS[page.language], BLOCK)
        seconds, limit = between - began, _worked() - between
        tell(f"letter: {script} {number} of {count}: {seconds:.1f} s, tesseract alone {limit:.1f} s")
        if number:  # the first one warms up
            ours.append(seconds)
            alone.append(limit)
    return Measure(
        name=f"read a page, {script}",
        ours=1000 * median(ours),
        limit=1000 * median(alone),
        unit="ms",
        limit_is="tesseract alone, told the language, on the page as we prepared it; processor time",
        goal=GOAL,
        ours_ms=spread(ours) if len(ours) > 1 else None,
        limit_ms=spread(alone) if len(alone) > 1 else None,
    )


def _worked() -> float:
    """Seconds of processor time that this process and its tesseracts have taken."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)
