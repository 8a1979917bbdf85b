"""A file into pictures of its pages. Runs as a process of its own, because what it opens may be hostile.

``python -m channels.letters.opening.unpack FOLDER LIMITS`` reads the file from standard input, writes ``0000.bmp``
and so on into FOLDER and one JSON object on standard output: ``{"pages": N}`` or ``{"error": KIND, "detail": TEXT}``.
Its memory and time are bounded by the kernel (setrlimit(2)), so that a bomb ends this process and no other.
"""

import errno
import io
import json
import resource
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pypdfium2 as pdfium
from PIL import Image, ImageOps

from channels.letters.limits import Limits
from channels.letters.opening.interrupted import UnpackingInterrupted
from channels.letters.opening.kinds import HEIC, PDF, TIFF, kind_of
from channels.letters.opening.scripts_in_pdf import has_script, user_unit
from channels.letters.opening.sheets_in_tiff import sheets_of
from core.errors import Malformed, Rejected, TooLarge, Unsupported

_POINTS_PER_INCH = 72
_DPI = 300
_PASSWORD = 4
"""FPDF_ERR_PASSWORD in pdfium's fpdfview.h."""


def pages_of(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    """The pages, upright as the file says, as RGB or grey pictures. Raises Rejected."""
    kind = kind_of(content)
    return _pdf(content, limits) if kind == PDF else _pictures(content, kind, limits)


def _pdf(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    if has_script(content):
        raise Unsupported("the PDF holds a script; a scan holds none")
    try:
        document = pdfium.PdfDocument(content)
        count = len(document)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
            raise Unsupported("the PDF is encrypted: save it without a password") from error
        raise Malformed("the PDF is damaged") from error
    if count == 0:
        raise Malformed("the PDF has no pages")
    if count > limits.max_pages:
        raise TooLarge(f"the PDF has {count} pages, the limit is {limits.max_pages}")
    document.init_forms()  # what was typed into a form is drawn only then
    unit = user_unit(content)
    for number in range(count):
        try:
            page = document[number]
            points = max(page.get_size())
            scale = min(unit * _DPI / _POINTS_PER_INCH, limits.long_side / max(points, 1))
            yield page.render(scale=scale, may_draw_forms=True).to_pil()
        except pdfium.PdfiumError as error:
            raise Malformed(f"page {number + 1} of the PDF is damaged") from error


def _pictures(content: bytes, kind: str, limits: Limits) -> Iterator[Image.Image]:
    try:
        image = _open(content, kind)
        sheets = sheets_of(image) if kind == TIFF else [0]  # what else is in a photo is its preview
        if len(sheets) > limits.max_pages:
            raise TooLarge(f"{len(sheets)} pages, the limit is {limits.max_pages}")
        for number in sheets:
            if kind == TIFF:
                image.seek(number)
            _check_size(image, limits)
            image.draft("RGB", (limits.long_side, limits.long_side))
            yield _plain(_square_pixels(ImageOps.exif_transpose(image)))
    except (OSError, EOFError, SyntaxError, ValueError, IndexError, Image.DecompressionBombError) as error:
        raise Malformed(f"the picture is cut off or damaged: {type(error).__name__}") from error


def _open(content: bytes, kind: str) -> Image.Image:
    if kind == HEIC:
        pillow_heif.register_heif_opener(decode_threads=1)
        return Image.open(io.BytesIO(content), formats=["HEIF"])
    return Image.open(io.BytesIO(content), formats=[kind.removeprefix("image/").upper()])


def _check_size(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.max_megapixels * 1_000_000:
        raise TooLarge(f"the picture has {width} x {height} pixels, the limit is {limits.max_megapixels} million")
    if min(width, height) < 40:
        raise Malformed(f"the picture has only {width} x {height} pixels")


def _square_pixels(image: Image.Image) -> Image.Image:
    """A fax is often 204 dots an inch across and 98 down (ITU-T T.4): the lower is brought up to the higher."""
    across, down = (float(value) for value in image.info.get("dpi", (1.0, 1.0)))
    if min(across, down) < 50 or 0.9 < across / down < 1.1 or max(across, down) / min(across, down) > 4:
        return image
    best = max(across, down)
    size = (round(image.width * best / across), round(image.height * best / down))
    return image.resize(size, Image.Resampling.BICUBIC) if image.mode == "L" else image.convert("L").resize(size)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA", "P") and ("A" in image.mode or "transparency" in image.info):
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        return paper.convert("RGB")
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L") if image.mode != "I" else image.convert("L")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _bounded(image: Image.Image, long_side: int) -> Image.Image:
    scale = long_side / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _write(content: bytes, folder: Path, limits: Limits) -> int:
    count = 0
    for page in pages_of(content, limits):
        _bounded(page, limits.long_side).save(folder / f"{count:04d}.bmp")
        count += 1
    return count


def _bind(limits: Limits) -> None:
    memory = limits.memory_mb * 1_000_000
    seconds = int(limits.unpack_seconds) + 1
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """The process: see the top of this file."""
    folder, limits = Path(arguments[0]), Limits.model_validate_json(arguments[1])
    _bind(limits)
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before decoding, and says so more clearly
    answer: dict[str, Any]
    try:
        answer = {"pages": _write(sys.stdin.buffer.read(), folder, limits)}
    except Rejected as error:
        answer = {"error": error.kind, "detail": error.detail}
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        answer = {"error": UnpackingInterrupted.kind, "detail": "the disk is full"}
    except MemoryError:
        answer = {"error": TooLarge.kind, "detail": "it needs more memory than a letter may take"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
