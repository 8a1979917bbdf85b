"""Whole pages through real tesseract and our own reader."""

import time
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from channels.letters import Settings, build
from channels.letters.evaluate.score import character_error_rate
from channels.letters.letter import read_page
from channels.letters.limits import Limits
from channels.letters.message import fields_of
from channels.letters.samples.compose import SampleLetter, compose
from channels.letters.samples.draw import Style, drawn
from channels.letters.samples.wear import WEARS
from channels.letters.split import separator_sheet
from core.complaint import BELIEVED
from core.errors import DeliveryFailed, Malformed
from core.messages import Envelope, InboundMessage, OutboundMessage

SEED = 31
PAGES = {
    "English, turned": ("en", False, Style("DejaVuSans", 46, 1.5), "rotated", 0.02),
    "English, photo": ("en", False, Style("DejaVuSans", 46, 1.5), "phone", 0.03),
    "Nastaliq, skewed": ("ur", False, Style("NotoNastaliqUrdu-Regular", 54, 2.3), "skew", 0.12),
    "Nastaliq, native digits, fax": ("ur", True, Style("NotoNastaliqUrdu-Regular", 54, 2.3), "fax", 0.14),
    "Pashto": ("ps", False, Style("Harmattan-Regular", 66, 1.5), "clean", 0.06),
}


def sample(language: str, native: bool, style: Style, wear: str) -> tuple[SampleLetter, str, np.ndarray]:
    letter = compose(language, SEED, native_digits=native)
    page, text = drawn(letter, style, SEED)
    return letter, text, np.asarray(WEARS[wear](page, np.random.default_rng(SEED)))


def parse(content: bytes, **settings: object) -> list[InboundMessage]:
    envelope = Envelope("letters", "id", content, datetime(2026, 11, 22, tzinfo=UTC), {"filename": "a.png"})
    return list(build(Settings(**settings)).parse(envelope))  # type: ignore[arg-type]


def png(page: np.ndarray) -> bytes:
    return cv2.imencode(".png", page)[1].tobytes()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read(name: str) -> None:
    language, native, style, wear, most = PAGES[name]
    letter, text, page = sample(language, native, style, wear)
    (message,) = parse(png(page))
    assert message.pages[0].language == message.language == language
    assert character_error_rate(message.text, text) <= most
    assert message.pages[0].confidence > 0.6
    assert message.attachments[0].size == len(png(page))
    for field in ("cnic", "phone"):
        value, sure = message.found.get(field, ("", 0.0))
        assert value == letter.truth[field] or sure < BELIEVED
        assert wear == "fax" or value == letter.truth[field]
    assert message.sent_at is None or message.sent_at.date().isoformat() == letter.truth["date"]
    assert native or message.sent_at is not None


def test_an_english_block_on_an_urdu_page_is_read_in_english() -> None:
    style = Style("NotoNastaliqUrdu-Regular", 54, 2.3)
    halves = [sample("ur", False, style, "clean"), sample("en", False, Style("DejaVuSans", 46, 1.5), "clean")]
    (_, urdu, above), (letter, english, below) = halves
    read = read_page(np.vstack([above[:1700], below[300:2300]]), Limits())
    assert "Mobile" in read.text or "Phone" in read.text
    assert english.split("\n")[8] in read.text
    assert urdu.split("\n")[0].split()[1] in read.text
    value, sure = fields_of([read])["phone"]
    assert value == letter.truth["phone"] or sure < BELIEVED


def test_what_takes_too_long_stays_unread() -> None:
    _, _, page = sample("ur", False, Style("NotoNastaliqUrdu-Regular", 54, 2.3), "clean")
    began = time.monotonic()
    read = read_page(page, Limits(page_seconds=0.001))
    assert read.lines == ()
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(("turn", "degrees"), [(cv2.ROTATE_90_CLOCKWISE, 90), (cv2.ROTATE_180, 180)])
def test_a_page_says_how_it_was_turned(turn: int, degrees: int) -> None:
    _, text, page = sample("en", False, Style("DejaVuSans", 46, 1.5), "clean")
    (message,) = parse(png(np.asarray(cv2.rotate(page, turn))))
    assert message.pages[0].rotation_degrees == degrees
    assert character_error_rate(message.text, text) < 0.02


@pytest.mark.parametrize("kind", ["blank", "noise", "black"])
def test_a_page_that_cannot_be_read_goes_on_with_its_picture(kind: str) -> None:
    rng = np.random.default_rng(1)
    page = {
        "blank": np.full((1200, 900), 250, np.uint8),
        "noise": rng.integers(0, 255, (1200, 900), np.uint8),
        "black": np.zeros((1200, 900), np.uint8),
    }[kind]
    (message,) = parse(png(page))
    assert message.pages[0].confidence < 0.5
    assert not any(sure >= BELIEVED for _, sure in message.found.values())
    assert message.attachments[0].content == png(page)


def test_separator_sheets_part_letters() -> None:
    from PIL import Image

    from tests.channels.letters.files import encoded, page

    sheets = [page(), Image.fromarray(separator_sheet()), page("Another letter altogether about water")]
    content = encoded(sheets[0], "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    first, second = parse(content)
    assert "village" in first.text
    assert "Another" in second.text
    assert first.id != second.id
    assert first.sender != second.sender


def test_paper_is_not_sent() -> None:
    with pytest.raises(DeliveryFailed):
        build(Settings()).send(OutboundMessage("1", "letters", "x", "y"))


def test_peek_knows_whose_it_is_before_it_is_read() -> None:
    channel = build(Settings())
    now = datetime.now(UTC)
    one = channel.peek(Envelope("letters", "1", b"%PDF-1.7", now)).person
    assert one.startswith("letter:")
    assert one == channel.peek(Envelope("letters", "2", b"%PDF-1.7", now)).person
    with pytest.raises(Malformed):
        channel.peek(Envelope("letters", "3", b"", now))
