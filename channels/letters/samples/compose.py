"""What a sample letter says: its lines, and the truth about its fields."""

import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NATIVE = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LANGUAGES = ("en", "ur", "ps")


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One paragraph or line. ``place`` is start, middle, end or body (body is wrapped)."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """A letter and the truth about it. ``truth``: cnic (5-7-1), phone (E.164), date (ISO), name, district, category."""

    language: str
    lines: tuple[SampleLine, ...]
    truth: dict[str, str]


@cache
def _texts() -> Any:
    return json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))


def compose(language: str, seed: int, *, native_digits: bool = False) -> SampleLetter:
    """The letter of a seed. Native digits are ۰ to ۹."""
    rng = random.Random(f"{language}{seed}")  # noqa: S311 - the same seed must give the same letter
    texts = _texts()[language]
    district = rng.choice(_texts()["districts"])
    written = district[_LANGUAGES.index(language)]
    topic = rng.choice(sorted(texts["topics"]))
    subject, sentences = texts["topics"][topic]
    place, name = rng.choice(texts["places"]), rng.choice(texts["names"])
    year, month, day = rng.randint(2022, 2026), rng.randint(1, 12), rng.randint(1, 28)
    cnic = f"{rng.choice('1234567')}{rng.randint(1000, 7999)}-{rng.randint(0, 9999999):07d}-{rng.randint(1, 9)}"
    mobile = f"03{rng.choice((0, 1, 2, 3, 4))}{rng.randint(0, 9)}{rng.randint(0, 9999999):07d}"
    truth = {
        "cnic": cnic,
        "phone": "+92" + mobile[1:],
        "date": f"{year}-{month:02d}-{day:02d}",
        "name": name,
        "district": district[0],
        "category": topic,
    }
    values = {
        "name": name,
        "cnic": cnic,
        "phone": rng.choice((mobile, f"{mobile[:4]}-{mobile[4:]}")),
        "address": f"{place}, {written}" if language == "en" else f"{place}، {written}",
        "district": written,
        "date": rng.choice((f"{day:02d}-{month:02d}-{year}", f"{day:02d}/{month:02d}/{year}")),
    }
    label = {key: texts["labels"][key].format(_marked(value, native_digits)) for key, value in values.items()}
    lines = _lines(rng, texts, label, place, written, subject, sentences)
    return SampleLetter(language, lines, truth)


def _lines(
    rng: random.Random,
    texts: dict[str, Any],
    label: dict[str, str],
    place: str,
    district: str,
    subject: str,
    sentences: list[str],
) -> tuple[SampleLine, ...]:
    """The letter from its head to its foot; ``label`` are the fields as they are written there."""
    body = [rng.choice(texts["open"]).format(place=place), *sentences, rng.choice(texts["close"])]
    lines = [
        *(SampleLine(line, "start") for line in rng.choice(texts["to"]).format(district=district).split("\n")),
        SampleLine(texts["subject"].format(subject=subject), "middle"),
        SampleLine(rng.choice(texts["dear"]), "start"),
        SampleLine(" ".join(body[:3]), "body"),
        SampleLine(" ".join(body[3:]), "body"),
    ]
    foot = [rng.choice(texts["bye"]), *(label[key] for key in ("name", "cnic", "phone", "address"))]
    side = rng.choice(("start", "end"))
    lines += [SampleLine(line, side) for line in foot]
    dated = SampleLine(label["date"], rng.choice(("start", "end")))
    return tuple([dated, *lines] if rng.random() < 0.6 else [*lines, dated])


def _marked(value: str, native: bool) -> str:
    """Numbers as they are typed by somebody who sees them: isolated, so that they do not run backwards."""
    if not any(sign.isdigit() for sign in value):
        return value
    return f"\u2066{value.translate(NATIVE) if native else value}\u2069"
