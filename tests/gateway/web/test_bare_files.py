"""What a citizen's telephone or word processor wrote into a file is not handed to whoever may not know who they are."""

import io
import struct
import zipfile

import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from mutagen.id3 import ID3, TPE1
from mutagen.ogg import OggPage
from PIL import Image, PngImagePlugin

from core.media.kinds import media_type
from gateway.web.bare_containers import CHUNKED, MATROSKA, SOUNDS
from gateway.web.bare_documents import DOCUMENTS
from gateway.web.bare_files import BOXED, PICTURES, PLAIN, bare
from gateway.web.shared import file_kinds

WHO = b"Gul Khan of Katlang"
DOCX_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def jpeg() -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = WHO.decode()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG", exif=exif, comment=WHO)
    return out.getvalue()


def png() -> bytes:
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Author", WHO.decode())
    Image.new("RGBA", (20, 10), "#8766").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def pdf() -> bytes:
    made = FPDF()
    made.set_author(WHO.decode())
    made.set_compression(False)
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="the complaint")
    return bytes(made.output())


MEDIA = box(b"mdat", b"the film itself")
FILM = box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", box(b"mvhd", bytes(20)) + box(b"udta", WHO)) + MEDIA


def element(name: int, content: bytes, *, open_end: bool = False) -> bytes:
    """An EBML element; ``open_end``: of a size that is not known yet, as browsers write while they record."""
    size = b"\x01" + b"\xff" * 7 if open_end else (len(content) | 1 << 28).to_bytes(4, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + content


def webm(*, recorded: bool = False) -> bytes:
    """With tags before and behind the film, a title, an attachment and the name of a track."""
    info = element(0x1549A966, element(0x7BA9, WHO) + element(0x4D80, b"Lavf") + element(0x5741, WHO))
    track = element(0xAE, element(0x83, b"\x01") + element(0x536E, WHO))
    tags = element(0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"ARTIST") + element(0x4487, WHO))))
    film = element(0x1F43B675, element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80the film itself"), open_end=recorded)
    attached = element(0x1941A469, element(0x61A7, element(0x466E, WHO)))
    inside = info + element(0x1654AE6B, track) + tags + film + attached + element(0xEC, WHO)
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, inside, open_end=recorded)


def ogg(kind: str) -> bytes:
    """One page of head, one of comments, one of sound."""
    said = b"\4\0\0\0made" + struct.pack("<I", 1) + struct.pack("<I", len(WHO) + 7) + b"ARTIST=" + WHO
    head, comments = {
        "opus": (b"OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0", b"OpusTags" + said),
        "vorbis": (b"\1vorbis" + struct.pack("<IBIiiiBB", 0, 1, 8000, 0, 8000, 0, 0xB8, 1), b"\3vorbis" + said + b"\1"),
    }[kind]
    pages = []
    packets = [[head], [comments, b"\5vorbis set-up"] if kind == "vorbis" else [comments], [b"the sound itself"]]
    for number, within in enumerate(packets):
        page = OggPage()
        page.packets, page.serial, page.sequence = within, 7, number
        page.first, page.last, page.position = number == 0, number == 2, 0 if number < 2 else 960
        pages.append(page.write())
    return b"".join(pages)


def mp3() -> bytes:
    tags, out = ID3(), io.BytesIO((b"\xff\xfb\x90\x00" + bytes(413)) * 8)
    tags.add(TPE1(3, [WHO.decode()]))
    tags.save(out, v1=2)
    return out.getvalue()


def flac() -> bytes:
    vendor = struct.pack("<I", 4) + b"made" + struct.pack("<II", 1, len(WHO) + 7) + b"ARTIST=" + WHO
    picture = struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">I", len(WHO)) + WHO + bytes(16)
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + struct.pack(">Q", (8000 << 44) | (15 << 36)) + bytes(16)
    blocks = [(0, info), (4, vendor), (6, picture + struct.pack(">I", 0)), (0x81, bytes(8))]
    return b"fLaC" + b"".join(bytes([k]) + len(c).to_bytes(3, "big") + c for k, c in blocks) + b"\xff\xf8the sound"


def chunk(name: bytes, content: bytes, order: str = "<") -> bytes:
    return name + struct.pack(f"{order}I", len(content)) + content + bytes(len(content) % 2)


def wav() -> bytes:
    parts = b"WAVE" + chunk(b"fmt ", bytes(16)) + chunk(b"bext", WHO) + chunk(b"data", b"the sound itself")
    return chunk(b"RIFF", parts + chunk(b"LIST", b"INFO" + chunk(b"IART", WHO)) + chunk(b"id3 ", WHO))


def avi() -> bytes:
    head = chunk(b"LIST", b"hdrl" + chunk(b"avih", bytes(56)) + chunk(b"LIST", b"strl" + chunk(b"strn", WHO)))
    film = chunk(b"LIST", b"movi" + chunk(b"00dc", b"the film itself"))
    return chunk(b"RIFF", b"AVI " + head + chunk(b"LIST", b"INFO" + chunk(b"IART", WHO)) + film)


def aiff() -> bytes:
    parts = b"AIFF" + chunk(b"COMM", bytes(18), ">") + chunk(b"AUTH", WHO, ">")
    return chunk(b"FORM", parts + chunk(b"SSND", b"the sound itself", ">"), ">")


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return out.getvalue()


CORE = b"<cp:coreProperties><dc:creator>" + WHO + b"</dc:creator></cp:coreProperties>"
DOCX = packed(
    **{
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b'<w:t>the complaint</w:t><w:ins w:author="' + WHO + b'"/>',
        "word/comments.xml": b'<w:comment w:author="' + WHO + b'" w:initials="GK"/>',
        "docProps/core.xml": CORE,
        "docProps/custom.xml": b"<vt:lpwstr>" + WHO + b"</vt:lpwstr>",
    }
)
ODT = packed(
    **{
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<text:p>the complaint</text:p><dc:creator>" + WHO + b"</dc:creator>",
        "meta.xml": b"<office:meta><meta:initial-creator>" + WHO + b"</meta:initial-creator></office:meta>",
    }
)
XLSX = packed(
    **{
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook>the complaint</workbook>",
        "xl/comments1.xml": b"<authors><author>" + WHO + b"</author></authors>",
        "docProps/app.xml": b"<Company>" + WHO + b"</Company>",
    }
)
RTF = b"{\\rtf1{\\info{\\author " + WHO + b"}{\\company a \\} b}}the complaint}"


def tiff() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "#887766").save(out, "TIFF", tiffinfo={315: WHO.decode()})
    return out.getvalue()


FILES = [
    (jpeg(), "image/jpeg"),
    (png(), "image/png"),
    (pdf(), "application/pdf"),
    (FILM, "video/mp4"),
    (FILM, "audio/mp4"),
    (FILM, "video/3gpp"),
    (webm(), "video/webm"),
    (webm(recorded=True), "audio/webm"),
    (webm(), "video/x-matroska"),
    (ogg("opus"), "audio/ogg"),
    (ogg("vorbis"), "audio/ogg"),
    (mp3(), "audio/mpeg"),
    (flac(), "audio/flac"),
    (wav(), "audio/wav"),
    (avi(), "video/x-msvideo"),
    (aiff(), "audio/aiff"),
    (DOCX, DOCX_KIND),
    (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (ODT, "application/vnd.oasis.opendocument.text"),
    (RTF, "application/rtf"),
]


def in_it(content: bytes) -> bytes:
    """All that stands in it; an archive's parts unpacked."""
    if not content.startswith(b"PK"):
        return content.replace(b"\\", b"")
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return b"".join(pack.read(part) for part in pack.infolist())


@pytest.mark.parametrize(("content", "kind"), FILES)
def test_the_maker_is_not_in_it(content: bytes, kind: str) -> None:
    assert WHO in in_it(content)
    clean = bare(content, kind)
    assert clean is not None
    assert clean[1] == kind
    assert WHO not in in_it(clean[0])
    assert media_type(clean[0]) == media_type(content), "it is what it was"


@pytest.mark.parametrize(
    ("content", "kind"), [one for one in FILES if b"the " in in_it(one[0]) and one[1] != "application/pdf"]
)
def test_what_was_to_be_shown_is_there(content: bytes, kind: str) -> None:
    clean = bare(content, kind)
    assert clean is not None
    for words in (b"the film itself", b"the sound", b"the complaint"):
        assert in_it(clean[0]).count(words) == in_it(content).count(words)
    if kind not in {"audio/ogg", "audio/flac"} and not content.startswith((b"PK", b"{", b"%PDF")):
        assert len(clean[0]) == len(content), "nothing moves"


def test_a_picture_and_a_film_lose_nothing_else() -> None:
    clean = bare(jpeg(), "image/jpeg")
    assert clean is not None
    before, after = Image.open(io.BytesIO(jpeg())), Image.open(io.BytesIO(clean[0]))
    assert before.tobytes() == after.tobytes()


def test_other_pictures_come_as_jpeg() -> None:
    clean = bare(tiff(), "image/tiff")
    assert clean is not None
    assert (clean[1], WHO in tiff(), WHO in clean[0]) == ("image/jpeg", True, False)


def test_a_document_keeps_its_words() -> None:
    clean = bare(pdf(), "application/pdf")
    assert clean is not None
    document = pdfium.PdfDocument(clean[0])
    assert "the complaint" in document[0].get_textpage().get_text_range()
    assert document.get_metadata_dict(skip_empty=True).get("Author") is None


@pytest.mark.parametrize("length", [0, 3, 9, 40])
def test_what_is_cut_off_comes_back_as_it_is(length: int) -> None:
    for film, kind in ((FILM, "video/mp4"), (webm(), "video/webm"), (wav(), "audio/wav")):
        clean = bare(film[:length], kind)
        assert clean is not None
        assert len(clean[0]) == length


@pytest.mark.parametrize("kind", ["application/zip", "application/msword", "text/html", "image/svg+xml", "image/jxl"])
def test_what_may_hold_anything_is_not_handed_out(kind: str) -> None:
    assert bare(WHO, kind) is None


@pytest.mark.parametrize(
    "kind",
    ["image/png", "audio/mpeg", "audio/flac", DOCX_KIND, "image/jpeg"],
)
def test_nor_what_cannot_be_opened(kind: str) -> None:
    assert bare(b"damaged " + WHO, kind) is None


def test_every_kind_that_is_taken_from_a_browser_is_handed_out_bare() -> None:
    known = PICTURES | BOXED | PLAIN | MATROSKA | SOUNDS | set(CHUNKED) | DOCUMENTS | {"application/pdf"}
    assert known >= file_kinds._TAKEN


def test_a_damaged_document_is_blotted_out() -> None:
    damaged = b"%PDF-1.4\n1 0 obj << /Author (" + WHO + b") >>"
    clean = bare(damaged, "application/pdf")
    assert clean is not None
    assert WHO not in clean[0]
    assert len(clean[0]) == len(damaged)
