"""One run of tesseract, through pytesseract, on one thread.

Tesseract's own threads cost more than they bring (OMP_THREAD_LIMIT=1 is six times faster on four cores); pages are read
side by side instead. Its model of a language is chosen by the caller.
"""

import os
import re
import tempfile
from functools import partial

import cv2
import pytesseract

from channels.letters.opening.documents import Picture
from channels.letters.reading.words import Line, Word
from core.errors import Unavailable
from core.messages import Box

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")

_LONE_BAR = re.compile(r"^\|(?=[a-z]{0,2}$|'[a-z]+$)")
"""Tesseract reads many a capital I, alone or in It, Is and I'm, as a bar."""

BLOCK, ONE_LINE, RAW_LINE, SPARSE = 6, 7, 13, 11
"""Tesseract's page segmentation modes: a uniform block, a line, a line without its layout rules, sparse text."""


def one_thread_each() -> None:
    """Tell tesseract (by the environment of this process) and OpenCV to use one thread a call."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)


def read_lines(picture: Picture, language: str, mode: int = BLOCK, *, seconds: float = 60.0) -> list[Line]:
    """The lines that tesseract finds. An empty list where it finds none or takes longer than ``seconds``.

    Raises Unavailable where tesseract or its language is not installed.
    """
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        cv2.imwrite(file.name, picture)
        run = partial(
            pytesseract.image_to_data,
            file.name,
            lang=language,
            config=f"--psm {mode} --dpi 300",
            output_type=pytesseract.Output.DICT,
            timeout=seconds,
        )
        try:
            table = run()
        except pytesseract.TesseractNotFoundError as error:
            raise Unavailable("tesseract is not installed") from error
        except pytesseract.TesseractError as error:
            if "language" in str(error):
                raise Unavailable(f"tesseract lacks a language: {language}") from error
            return []
        except RuntimeError:
            return []  # pytesseract's timeout: what could not be read in time goes on unread
    return _lines(table, language)


def _lines(table: dict[str, list[str]], language: str) -> list[Line]:
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for index, raw in enumerate(table["text"]):
        text = _MARKS.sub("", str(raw)).strip()
        if not text or float(table["conf"][index]) < 0:
            continue
        key = (int(table["block_num"][index]), int(table["par_num"][index]), int(table["line_num"][index]))
        text = _LONE_BAR.sub("I", text) if language == "eng" else text
        box = Box(*(int(table[name][index]) for name in ("left", "top", "width", "height")))
        lines.setdefault(key, []).append(Word(text, float(table["conf"][index]) / 100, box))
    return [Line(tuple(words)) for words in lines.values()]
