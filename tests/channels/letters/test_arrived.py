"""Files as scanners, phones and offices make them: each sheet once, with all that stands on it."""

import random
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from channels.letters.limits import Limits
from channels.letters.opening.documents import picture, unpacked
from channels.letters.opening.scripts_in_pdf import has_script
from tests.channels.letters import files

ARRIVED = Path(__file__).parent / "arrived"
A4 = (1240, 1754)


def sizes(content: bytes) -> list[tuple[int, int]]:
    with unpacked(content, Limits()) as paths:
        return [picture(path).shape[1::-1] for path in paths]


def small(scale: int, **tags: int) -> tuple[Image.Image, dict[int, int]]:
    named = {"reduced": (254, 1), "mask": (254, 4), "old_reduced": (255, 2)}
    shrunk = files.page(size=A4).resize((A4[0] // scale, A4[1] // scale))
    return shrunk, dict(named[name] for name in tags)


def tiff(*sheets: tuple[Image.Image, dict[int, int]]) -> bytes:
    pictures = []
    for sheet, tags in sheets:
        sheet.encoderinfo = {"tiffinfo": tags}  # what is said of the pictures after the first
        pictures.append(sheet)
    return files.encoded(pictures[0], "TIFF", save_all=True, append_images=pictures[1:], tiffinfo=sheets[0][1])


def whole() -> tuple[Image.Image, dict[int, int]]:
    return files.page(size=A4), {}


def receipt() -> tuple[Image.Image, dict[int, int]]:
    return files.page(size=(420, 300)), {}


def jpeg_with_preview() -> bytes:
    """As cameras do it: a second picture behind the first, named in its head (CIPA DC-007)."""
    return files.encoded(files.page(size=A4), "MPO", save_all=True, append_images=[files.page(size=(310, 438))])


@pytest.mark.parametrize(
    ("content", "sheets"),
    [
        pytest.param((ARRIVED / "tiff-tiny-thumbnail.tif").read_bytes(), 1, id="tiny thumbnail, as it arrived"),
        pytest.param(tiff(whole(), whole()), 2, id="two sheets"),
        pytest.param(tiff(whole(), small(30)), 1, id="tiny thumbnail"),
        pytest.param(tiff(small(30), whole()), 1, id="tiny thumbnail first"),
        pytest.param(tiff(whole(), small(6)), 1, id="preview that nothing marks"),
        pytest.param(tiff(whole(), small(2, reduced=1)), 1, id="half as large, marked"),
        pytest.param(tiff(whole(), small(2, old_reduced=1)), 1, id="marked as of old"),
        pytest.param(tiff(whole(), small(1, mask=1)), 1, id="mask"),
        pytest.param(tiff(whole(), receipt()), 2, id="receipt beside the letter"),
        pytest.param(tiff(whole(), small(6), whole(), small(6)), 2, id="each with its preview"),
        pytest.param(jpeg_with_preview(), 1, id="photo with a preview"),
    ],
)
def test_previews_are_no_sheets(content: bytes, sheets: int) -> None:
    found = sizes(content)
    assert len(found) == sheets
    assert found[0][0] >= 1000


def test_what_was_typed_into_a_form_is_on_its_picture() -> None:
    with unpacked((ARRIVED / "filled-form.pdf").read_bytes(), Limits()) as paths:
        shown = picture(paths[0])
    grey = shown if shown.ndim == 2 else shown.min(axis=2)
    answers = grey[350:950, 780:2300]
    assert (answers < 128).mean() > 0.005, "the values stand to the right of their labels"


@pytest.mark.parametrize(("unit", "hidden"), [(10, False), (10, True), (2.5, False)])
def test_a_page_in_larger_units_is_drawn_as_large_as_it_is(unit: float, hidden: bool) -> None:
    said = b"/UserUnit %g" % unit
    box = b"/MediaBox[0 0 %g %g]" % (612 / unit, 792 / unit)
    made = files.pdf_object(b"").replace(b"/MediaBox[0 0 612 792]", box + (b"" if hidden else said))
    if hidden:
        inner = zlib.compress(b"9 0 <<" + said + b">>")
        body = b"8 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        made = made.replace(b"trailer", body % (len(inner), inner) + b"trailer")
    assert sizes(made)[0] == pytest.approx((2550, 3300), abs=3)


def picture_stream(inside: bytes) -> bytes:
    noise = random.Random(5).randbytes(4000)
    return b"6 0 obj<</Subtype/Image/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream endobj\n" % (
        len(noise) + len(inside),
        noise[:2000] + inside + noise[2000:],
    )


@pytest.mark.parametrize(
    ("body", "extra", "script"),
    [
        (picture_stream(b"/JS"), b"", False),
        (picture_stream(b"/JS(x"), b"", False),
        (picture_stream(b"/#4aS "), b"", False),
        (b"5 0 obj(he wrote /JS on the wall)endobj\n", b"", False),
        (b"", b"/JSON 1/JSX 2", False),
        (picture_stream(b""), b"/OpenAction<</S/JavaScript/JS(x)>>", True),
        (picture_stream(b"") + b"7 0 obj<</S/Rendition/JS 9 0 R>>endobj\n", b"", True),
        (picture_stream(b"/S/JavaScript/JS(x)"), b"", True),
        (picture_stream(b"/S/Ren#64ition/JS(x)"), b"", True),
        (b"%<</Length 9>>stream\n7 0 obj<</S/JavaScript/JS(x)>>endobj\n", b"", True),
        (b"", b"/Names<</JavaScript 7 0 R>>", True),
        (b"5 0 obj<</Length 3>>stream\nabc", b"/AA<</O<</S/J#61vaScript/J#53<78>>>>>", True),
    ],
)
def test_a_script_is_one_where_it_can_be_one(body: bytes, extra: bytes, script: bool) -> None:
    assert has_script(files.pdf_object(body, extra)) is script


def test_no_honest_scan_of_thirty_megabytes_is_refused() -> None:
    """Before, one in nine was, by chance."""
    noise = np.random.default_rng(7).bytes(10_000_000)
    made = files.pdf_object(picture_stream(noise) + picture_stream(noise[::-1]) + picture_stream(noise[1:]))
    assert not has_script(made)
