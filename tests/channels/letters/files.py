"""Small files of every kind, made on the spot."""

import io
import struct
import zipfile
import zlib

import numpy as np
import pillow_heif
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
WORDS = "The road to our village was washed away in March"


def page(text: str = WORDS, size: tuple[int, int] = (1240, 620)) -> Image.Image:
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, 36)
    for number in range(5):
        pen.text((60, 60 + 90 * number), text[number * 2 :], 0, font=font)
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def sixteen_bits() -> Image.Image:
    return Image.fromarray(np.asarray(page(), np.uint16) * 257)


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    return encoded(page().convert("RGB"), "HEIF", quality=80)


def tiff(pages: int) -> bytes:
    return encoded(page(), "TIFF", save_all=True, append_images=[page()] * (pages - 1), compression="tiff_deflate")


def pdf(pages: int = 1) -> bytes:
    return encoded(page(), "PDF", save_all=True, append_images=[page()] * (pages - 1))


def pdf_object(body: bytes, extra: bytes = b"") -> bytes:
    """A bare PDF with one page whose catalogue has ``extra``; its cross-reference table is missing, and rebuilt."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + extra + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def pdf_with_script() -> bytes:
    return pdf_object(b"", b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")


def pdf_with_escaped_script() -> bytes:
    return pdf_object(b"", b"/OpenAction<</S/J#61vaScript/J#53(app.alert\\(1\\))>>")


def pdf_with_hidden_script() -> bytes:
    inner = zlib.compress(b"4 0 <</S/JavaScript/JS(x)>>")
    body = b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
    return pdf_object(body % (len(inner), inner), b"/OpenAction 4 0 R")


def pdf_encrypted() -> bytes:
    """The standard security handler, revision 2, with a user password that is not the empty one."""
    return pdf_object(
        b"9 0 obj<</Filter/Standard/V 1/R 2/P -44/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    ).replace(b"trailer<</Root 1 0 R>>", b"trailer<</Root 1 0 R/Encrypt 9 0 R/ID[<00><00>]>>")


def pdf_of_huge_picture() -> bytes:
    """A picture of 60 000 by 60 000 that is a few kilobytes of zeros when compressed twice."""
    side = 60_000
    squeezed = zlib.compress(zlib.compress(b"\0" * 40_000_000, 9), 9)
    picture = (
        b"6 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream endobj\n"
        % (side, side, len(squeezed), squeezed)
    )
    drawing = b"q 612 0 0 792 0 0 cm /A Do Q"
    body = picture + b"7 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(drawing), drawing)
    made = pdf_object(body)
    return made.replace(
        b"/MediaBox[0 0 612 792]", b"/MediaBox[0 0 612 792]/Resources<</XObject<</A 6 0 R>>>>/Contents 7 0 R"
    )


def pdf_of_many_pages(count: int) -> bytes:
    document = pdfium.PdfDocument.new()
    for _ in range(count):
        document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def huge_png(side: int = 20_000) -> bytes:
    """A well-formed PNG of side by side black pixels, some kilobytes long."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(b"\0" * (side // 8 + 1) * 100) for _ in range(side // 100)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def truncated_jpeg() -> bytes:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 900), np.uint8))
    whole = encoded(noise, "JPEG")
    return whole[: len(whole) // 3]


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.txt", "x")
    return out.getvalue()
