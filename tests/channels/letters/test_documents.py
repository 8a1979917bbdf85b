"""Files become pages, or a clear reason."""

import resource
import time
from contextlib import suppress

import pytest

from channels.letters.limits import Limits
from channels.letters.opening.documents import picture, unpacked
from core.errors import Malformed, Rejected, TooLarge, Unsupported
from tests.channels.letters import files

LIMITS = Limits(max_pages=20, unpack_seconds=30)

GOOD = {
    "png": (lambda: files.encoded(files.page(), "PNG"), 1),
    "jpeg": (lambda: files.encoded(files.page(), "JPEG"), 1),
    "black and white fax tiff": (lambda: files.encoded(files.page().convert("1"), "TIFF", compression="group4"), 1),
    "16-bit png": (lambda: files.encoded(files.sixteen_bits(), "PNG"), 1),
    "transparent png": (lambda: files.encoded(files.page().convert("RGBA"), "PNG"), 1),
    "heic": (files.heic, 1),
    "tiff of three": (lambda: files.tiff(3), 3),
    "pdf of two": (lambda: files.pdf(2), 2),
    "pdf after a mailer's line": (lambda: b"junk\n" + files.pdf(), 1),
}

BAD = {
    "empty": (lambda: b"", Malformed, "empty"),
    "zip named .pdf": (files.zipped, Unsupported, "ZIP"),
    "text": (lambda: b"Dear Sir", Malformed, "none of"),
    "gif": (lambda: b"GIF89a" + b"\0" * 50, Unsupported, "GIF"),
    "truncated jpeg": (files.truncated_jpeg, Malformed, "cut off"),
    "20 000 x 20 000": (files.huge_png, TooLarge, "20000 x 20000"),
    "one pixel high": (lambda: files.encoded(files.page(size=(900, 1)), "PNG"), Malformed, "900 x 1"),
    "png header only": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 40, Malformed, "damaged"),
    "pdf header only": (lambda: b"%PDF-1.7\n%%EOF", Malformed, "damaged"),
    "encrypted pdf": (files.pdf_encrypted, Unsupported, "encrypted"),
    "script": (files.pdf_with_script, Unsupported, "script"),
    "script, escaped": (files.pdf_with_escaped_script, Unsupported, "script"),
    "script in an object stream": (files.pdf_with_hidden_script, Unsupported, "script"),
    "too many pages": (lambda: files.pdf_of_many_pages(21), TooLarge, "21 pages"),
    "tiff of too many": (lambda: files.tiff(21), TooLarge, "21 pages"),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_files_become_pages(name: str) -> None:
    make, pages = GOOD[name]
    with unpacked(make(), LIMITS) as paths:
        assert len(paths) == pages
        for path in paths:
            grey = picture(path)
            assert grey.shape[1] > grey.shape[0]
            assert grey.min() < 60
            assert grey[:3].min() > 200


@pytest.mark.parametrize("name", BAD)
def test_bad_files_have_a_reason(name: str) -> None:
    make, error, reason = BAD[name]
    with pytest.raises(error, match=reason), unpacked(make(), LIMITS):
        pass


def test_a_picture_bomb_inside_a_pdf_neither_fills_the_memory_nor_goes_on_for_ever() -> None:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, time.monotonic()
    with suppress(Rejected), unpacked(files.pdf_of_huge_picture(), LIMITS) as paths:
        assert all(picture(path).size < 30_000_000 for path in paths)
    assert time.monotonic() - began < 40
    assert max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) < 1_000_000


def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(TooLarge, match="longer than"), unpacked(files.pdf(12), Limits(unpack_seconds=0.05)):
        pass


def test_what_needs_too_much_memory_is_ended() -> None:
    big = files.encoded(files.page(size=(9000, 9000)).convert("RGB"), "PNG")
    with pytest.raises(TooLarge, match="memory"), unpacked(big, Limits(memory_mb=400)):
        pass


def test_a_file_over_the_limit_is_not_opened() -> None:
    with pytest.raises(TooLarge, match="limit is 10"), unpacked(files.pdf(), Limits(max_bytes=10)):
        pass


def test_the_next_file_is_read_after_a_bad_one() -> None:
    with pytest.raises(Rejected), unpacked(files.huge_png(), LIMITS):
        pass
    with unpacked(files.pdf(), LIMITS) as paths:
        assert len(paths) == 1


def test_a_fax_has_its_pixels_made_square() -> None:
    squeezed = files.page().resize((1240, 310)).convert("1")
    with unpacked(files.encoded(squeezed, "TIFF", dpi=(204, 98)), LIMITS) as paths:
        height, width = picture(paths[0]).shape[:2]
    assert width / height == pytest.approx(1240 / 645, rel=0.02)
