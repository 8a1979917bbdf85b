"""``python -m channels.letters.evaluate``: see ``--help``, and docs/letters.md for what the figures mean."""

import argparse
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2

from channels.letters.evaluate.pages import SCRIPTS, SamplePage, sample_pages
from channels.letters.evaluate.readers import READERS, Reading
from channels.letters.evaluate.score import character_error_rate
from channels.letters.fields import LETTER_DATE
from channels.letters.reading.tesseract import one_thread_each
from channels.letters.samples.wear import WEARS
from core.complaint import BELIEVED

FIELDS = {"cnic": "cnic", "phone": "phone", "date": LETTER_DATE}
Result = tuple[SamplePage, str, Reading, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read every page with every reader and print the tables."""
    parser = argparse.ArgumentParser(description="Character error rate by script and wear, for three readers")
    parser.add_argument("--pages", type=int, default=2, help="pages a cell")
    parser.add_argument("--seed", type=int, default=500, help="the first letter's seed")
    parser.add_argument("--readers", nargs="+", choices=sorted(READERS), default=list(READERS))
    parser.add_argument("--scripts", nargs="+", choices=list(SCRIPTS), default=list(SCRIPTS))
    parser.add_argument("--wears", nargs="+", choices=list(WEARS), default=list(WEARS))
    parser.add_argument("--at-once", type=int, default=2, help="pages read side by side, one core each")
    parser.add_argument("--keep", type=Path, help="keep the pages and the readings in this folder")
    chosen = parser.parse_args(arguments)
    if "ocrmypdf" in chosen.readers and shutil.which("ocrmypdf") is None:
        parser.error("ocrmypdf is not installed: apt-get install ocrmypdf unpaper, or --readers plain ours")
    one_thread_each()
    with tempfile.TemporaryDirectory() as folder:
        kept = chosen.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        results = _read_all(chosen, kept)
    _print_rates(results, chosen.readers)
    _print_fields([result for result in results if result[1] == "ours"])
    _print_speed(results, chosen.readers, chosen.at_once)
    return 0


def _read_all(chosen: argparse.Namespace, folder: Path) -> list[Result]:
    def read(job: tuple[SamplePage, str, Path]) -> Result:
        page, reader, file = job
        began = time.monotonic()
        reading = READERS[reader](file, page.language)
        taken = time.monotonic() - began
        file.with_suffix(f".{reader}.txt").write_text(reading[0], "utf-8")
        return page, reader, reading, taken

    jobs = []
    for number, page in enumerate(sample_pages(chosen.scripts, chosen.wears, chosen.pages, chosen.seed)):
        file = folder / f"{number:03d}-{page.language}-{page.wear}.png"
        cv2.imwrite(str(file), page.picture)
        file.with_suffix(".txt").write_text(page.text, "utf-8")
        jobs += [(page, reader, file) for reader in chosen.readers]
    jobs.sort(key=lambda job: job[1])
    with ThreadPoolExecutor(max_workers=chosen.at_once) as pool:
        return list(pool.map(read, jobs))


def _print_rates(results: list[Result], readers: list[str]) -> None:
    cells: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for page, reader, (text, _), _ in results:
        cells[page.script, page.wear, reader].append(character_error_rate(text, page.text))
    scripts = list(dict.fromkeys(key[0] for key in cells))
    wears = list(dict.fromkeys(key[1] for key in cells))
    _say("Character error rate: " + " / ".join(readers))
    _say("| | " + " | ".join(wears) + " |\n|" + "---|" * (len(wears) + 1))
    for script in scripts:
        row = [" / ".join(_rate(cells[script, wear, reader]) for reader in readers) for wear in wears]
        _say(f"| {script} | " + " | ".join(row) + " |")


def _rate(values: list[float]) -> str:
    return f"{sum(values) / len(values):.3f}".lstrip("0") if values else "–"


def _print_fields(results: list[Result]) -> None:
    _say("\nFields, ours: right and believed / right but marked unsure or not read / wrong and believed")
    _say("| | " + " | ".join(FIELDS) + " |\n|" + "---|" * (len(FIELDS) + 1))
    for script in list(dict.fromkeys(page.script for page, *_ in results)):
        row = []
        for truth_name, field in FIELDS.items():
            right = unsure = wrong = 0
            for page, _, (_, found), _ in results:
                if page.script != script:
                    continue
                value, confidence = found.get(field, ("", 0.0))
                believed = confidence >= BELIEVED
                right += believed and value == page.truth[truth_name]
                wrong += believed and value != page.truth[truth_name]
                unsure += not believed
            row.append(f"{right} / {unsure} / {wrong}")
        _say(f"| {script} | " + " | ".join(row) + " |")


def _print_speed(results: list[Result], readers: list[str], at_once: int) -> None:
    _say(f"\nPages a minute, {at_once} side by side")
    for reader in readers:
        taken = [seconds for _, name, _, seconds in results if name == reader]
        _say(f"{reader}: {60 * at_once * len(taken) / sum(taken):.1f}")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is the command's output


if __name__ == "__main__":
    raise SystemExit(main())
