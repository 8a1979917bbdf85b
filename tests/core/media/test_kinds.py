"""Kinds of files as phones, scanners, browsers and offices make them."""

import io
import struct
import zipfile

import pytest

from core.media.kinds import UNKNOWN, media_type


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def mp4(brand: bytes, *tracks: bytes, others: bytes = b"isommp41", before: bytes = b"") -> bytes:
    """An ISO base media file with tracks of these handlers; ``before`` stands before the index, as cameras write it."""
    inside = b"".join(box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + one + bytes(12)))) for one in tracks)
    index = box(b"moov", box(b"mvhd", bytes(100)) + inside) if tracks else b""
    return box(b"ftyp", brand + bytes(4) + others) + before + index


def element(name: str, content: bytes, *, open_ended: bool = False) -> bytes:
    size = b"\x01" + b"\xff" * 7 if open_ended else struct.pack(">Q", (1 << 56) | len(content))
    return bytes.fromhex(name) + size + content


def matroska(kind: bytes, *types: int, open_ended: bool = False) -> bytes:
    tracks = b"".join(element("ae", element("d7", b"\x01") + element("83", bytes([one]))) for one in types)
    head = bytes.fromhex("1a45dfa3") + bytes([0x80 | (3 + len(kind))]) + b"\x42\x82" + bytes([0x80 | len(kind)]) + kind
    info = element("1549a966", element("2ad7b1", b"\x0f\x42\x40"))
    rest = info + element("1654ae6b", tracks) + element("1f43b675", b"x")
    return head + element("18538067", rest, open_ended=open_ended)


def ogg(packet: bytes) -> bytes:
    return b"OggS\x00\x02" + bytes(20) + b"\x01" + bytes([len(packet)]) + packet


def packed(*names: str, first: str | None = None, last: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        if first is not None:
            pack.writestr("mimetype", first)
        for name in names:
            pack.writestr(name, "x")
        if last is not None:
            pack.writestr("mimetype", last, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def ole(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams)


def riff(kind: bytes) -> bytes:
    return b"RIFF\x24\x00\x00\x00" + kind + b"fmt " + bytes(30)


ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
XML = "application/vnd.openxmlformats-officedocument"
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        # photographs and scans
        pytest.param(b"\xff\xd8\xff\xe1\x00\x10Exif" + bytes(30), "image/jpeg", id="Android photo"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(30), "image/png", id="screenshot"),
        pytest.param(mp4(b"heic", others=b"mif1heic"), "image/heic", id="iPhone photo"),
        pytest.param(mp4(b"heix", others=b"mif1heix"), "image/heic", id="iPhone 10 bit"),
        pytest.param(mp4(b"mif1", others=b"mif1heicmiaf"), "image/heic", id="Samsung photo"),
        pytest.param(mp4(b"mif1", others=b"mif1miaf"), "image/heif", id="HEIF"),
        pytest.param(mp4(b"hevc", others=b"msf1hevc"), "image/heic-sequence", id="burst"),
        pytest.param(mp4(b"avif", others=b"mif1avif"), "image/avif", id="AVIF"),
        pytest.param(riff(b"WEBP"), "image/webp", id="WhatsApp sticker"),
        pytest.param(b"GIF89a" + bytes(30), "image/gif", id="GIF"),
        pytest.param(b"II*\x00" + bytes(30), "image/tiff", id="scanner, Intel"),
        pytest.param(b"MM\x00*" + bytes(30), "image/tiff", id="scanner, Motorola"),
        pytest.param(b"II+\x00" + bytes(30), "image/tiff", id="BigTIFF"),
        pytest.param(b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00" + bytes(30), "image/bmp", id="BMP"),
        pytest.param(b"%PDF-1.7\n" + bytes(30), "application/pdf", id="PDF"),
        pytest.param(b"\r\n\r\n%PDF-1.4\n" + bytes(30), "application/pdf", id="PDF behind blanks"),
        pytest.param(b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(30), "image/jp2", id="JPEG 2000"),
        pytest.param(b"<?xml version='1.0'?><svg xmlns=''>", "image/svg+xml", id="SVG"),
        pytest.param(mp4(b"mif1", others=b"mif1avif"), "image/avif", id="AVIF that says HEIF first"),
        pytest.param(mp4(b"miaf", others=b"mif1heic"), "image/heic", id="MIAF photo"),
        pytest.param(mp4(b"jpeg", others=b"mif1jpeg"), "image/heif", id="JPEG in HEIF"),
        pytest.param(b"II\xbc\x01" + bytes(30), "image/jxr", id="JPEG XR"),
        pytest.param(mp4(b"msf1", others=b"mif1heicmsf1hevc"), "image/heic-sequence", id="burst that says HEIF first"),
        pytest.param(mp4(b"hevm", others=b"msf1"), "image/heic-sequence", id="burst of layers"),
        pytest.param(mp4(b"isom", others=b"mif1heic"), "image/heic", id="HEIC that says film first"),
        pytest.param(b"\xff\x4f\xff\x51\x00\x2f" + bytes(30), "image/j2c", id="JPEG 2000, bare"),
        pytest.param(b"\x97JB2\r\n\x1a\n" + bytes(30), "image/jb2", id="JBIG2"),
        pytest.param(b"\x0a\x05\x01\x08" + bytes(200), "image/vnd.zbrush.pcx", id="fax in PCX"),
        pytest.param(b"P4\n8 8\n" + b"\x00\xff" * 4, "image/x-portable-bitmap", id="scanner, SANE"),
        pytest.param(b"P5 # x\n8 8\n255\n" + b"\x00\xff" * 32, "image/x-portable-graymap", id="scanner, SANE, gray"),
        # sound
        pytest.param(b"#!AMR_MC1.0\n" + bytes(20), "audio/amr", id="AMR of two channels"),
        pytest.param(b"\x02#!SILK_V3" + bytes(30), "audio/silk", id="chat program's voice"),
        pytest.param(b"\x02dss" + bytes(30), "audio/x-dss", id="dictation"),
        pytest.param(b"RIFF\x24\x00\x00\x00QLCMfmt " + bytes(30), "audio/qcelp", id="CDMA phone's recorder"),
        pytest.param(b"RF64\xff\xff\xff\xffWAVEds64" + bytes(30), "audio/wav", id="long WAV"),
        pytest.param(mp4(b"qt  ", b"soun"), "audio/mp4", id="sound in a MOV"),
        pytest.param(b"#!AMR\n\x3c" + bytes(30), "audio/amr", id="old phone's recorder"),
        pytest.param(b"#!AMR-WB\n" + bytes(30), "audio/amr-wb", id="AMR wide"),
        pytest.param(ogg(b"OpusHead\x01"), "audio/ogg", id="WhatsApp voice note"),
        pytest.param(ogg(b"\x01vorbis"), "audio/ogg", id="Vorbis"),
        pytest.param(mp4(b"M4A ", b"soun"), "audio/mp4", id="iPhone voice memo"),
        pytest.param(mp4(b"isom", b"soun"), "audio/mp4", id="sound in an mp4"),
        pytest.param(mp4(b"mp42", b"soun", before=box(b"mdat", bytes(500))), "audio/mp4", id="index at the end"),
        pytest.param(mp4(b"iso5", b"soun", others=b"iso5mp41"), "audio/mp4", id="Safari's recorder"),
        pytest.param(mp4(b"3gp4", b"soun"), "audio/3gpp", id="3GP recorder"),
        pytest.param(matroska(b"webm", 2), "audio/webm", id="Firefox's recorder"),
        pytest.param(matroska(b"webm", 2, open_ended=True), "audio/webm", id="Chrome's recorder"),
        pytest.param(matroska(b"matroska", 2), "audio/x-matroska", id="Matroska sound"),
        pytest.param(b"ID3\x04" + bytes(30), "audio/mpeg", id="MP3 with a title"),
        pytest.param(b"\xff\xfb\x90\x64" + bytes(30), "audio/mpeg", id="MP3"),
        pytest.param(b"\xff\xf1\x50\x80" + bytes(30), "audio/aac", id="AAC"),
        pytest.param(riff(b"WAVE"), "audio/wav", id="voicemail"),
        pytest.param(b"fLaC" + bytes(30), "audio/flac", id="FLAC"),
        pytest.param(ASF + bytes(60), "audio/x-ms-wma", id="WMA"),
        # films
        pytest.param((bytes(4) + b"\x47" + bytes(187)) * 3, "video/mp2t", id="camcorder's MTS"),
        pytest.param(mp4(b"mp42", b"vide", b"soun"), "video/mp4", id="Android film"),
        pytest.param(mp4(b"isom"), "video/mp4", id="mp4 without an index"),
        pytest.param(mp4(b"qt  ", b"vide", b"soun"), "video/quicktime", id="iPhone film"),
        pytest.param(box(b"skip") + mp4(b"mp42", b"vide"), "video/mp4", id="film behind an empty box"),
        pytest.param(box(b"free") + mp4(b"mp42", b"soun"), "audio/mp4", id="sound behind an empty box"),
        pytest.param(b"RIFF\x24\x00\x00\x00CDXAfmt " + bytes(30), "video/mpeg", id="video CD"),
        pytest.param(mp4(b"3gp5", b"vide", b"soun"), "video/3gpp", id="old phone's film"),
        pytest.param(matroska(b"webm", 1, 2), "video/webm", id="browser's film"),
        pytest.param(matroska(b"matroska", 1, 2), "video/x-matroska", id="MKV"),
        pytest.param(ogg(b"\x80theora"), "video/ogg", id="Theora"),
        pytest.param(riff(b"AVI "), "video/x-msvideo", id="AVI"),
        # offices
        pytest.param(packed(TYPES, "word/document.xml"), f"{XML}.wordprocessingml.document", id="docx"),
        pytest.param(packed(TYPES, "xl/workbook.xml"), f"{XML}.spreadsheetml.sheet", id="xlsx"),
        pytest.param(packed(TYPES, "ppt/presentation.xml"), f"{XML}.presentationml.presentation", id="pptx"),
        pytest.param(packed("_rels/.rels", "word/a.xml", TYPES), f"{XML}.wordprocessingml.document", id="docx, mixed"),
        pytest.param(packed(TYPES, "word/document.xml")[:-60], f"{XML}.wordprocessingml.document", id="docx cut off"),
        pytest.param(
            packed("content.xml", first="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text", id="odt",
        ),
        pytest.param(packed(TYPES, "word\\document.xml"), f"{XML}.wordprocessingml.document", id="docx of a converter"),
        pytest.param(packed("[content_types].xml", "/Word/a.xml"), f"{XML}.wordprocessingml.document", id="Docx"),
        pytest.param(
            packed("content.xml", "META-INF/manifest.xml", last="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text", id="odt packed again",
        ),
        pytest.param(packed("mimetype"), "application/zip", id="a file named mimetype"),
        pytest.param(ole("MatOST"), "application/vnd.ms-works", id="Works"),
        pytest.param(b"\xffWPC" + bytes(30), "application/vnd.wordperfect", id="WordPerfect"),
        pytest.param(b"\xc5\xd0\xd3\xc6" + bytes(30), "application/postscript", id="EPS with a preview"),
        pytest.param(b"<?xml version='1.0'?><html xmlns=''>", "text/html", id="XHTML"),
        pytest.param("\ufeff<html>".encode("utf-16-le"), "text/html", id="page in UTF-16"),
        pytest.param(b"From: <Saved by X>\r\nSubject: x\r\nMIME-Version: 1.0\r\n", "message/rfc822", id="MHTML"),
        pytest.param(b"From a@x.example Mon Jan 1\nTo: b\nReceived: x\n", "message/rfc822", id="mbox"),
        pytest.param(packed("Index/Document.iwa"), "application/vnd.apple.pages", id="Pages"),
        pytest.param(ole("InPage300"), "application/x-inpage", id="InPage"),
        pytest.param(ole("Quill"), "application/vnd.ms-publisher", id="Publisher"),
        pytest.param(bytes.fromhex("308006092a864886f70d010702a080") + bytes(9), "application/pkcs7-mime", id="p7m"),
        pytest.param(b"<!-- saved --><html>", "text/html", id="saved page"),
        pytest.param(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "message/rfc822", id="a kept mail"),
        pytest.param(packed("a.jpg", "b.jpg"), "application/zip", id="photos in a ZIP"),
        pytest.param(packed(), "application/zip", id="empty ZIP"),
        pytest.param(packed("word/photo.jpg"), "application/zip", id="a folder named word"),
        pytest.param(packed("AndroidManifest.xml"), "application/vnd.android.package-archive", id="APK"),
        pytest.param(packed("META-INF/MANIFEST.MF"), "application/java-archive", id="JAR"),
        pytest.param(packed("doc.kml"), "application/vnd.google-earth.kmz", id="KMZ"),
        pytest.param(ole("Root Entry", "WordDocument"), "application/msword", id="doc"),
        pytest.param(ole("Root Entry", "Workbook"), "application/vnd.ms-excel", id="xls"),
        pytest.param(ole("PowerPoint Document"), "application/vnd.ms-powerpoint", id="ppt"),
        pytest.param(ole("__substg1.0_001A001F"), "application/vnd.ms-outlook", id="msg"),
        pytest.param(ole("Something"), "application/x-ole-storage", id="other OLE"),
        pytest.param(b"{\\rtf1\\ansi", "application/rtf", id="RTF"),
        pytest.param(b"BEGIN:VCARD\nVERSION:3.0", "text/vcard", id="contact"),
        pytest.param(b"\xef\xbb\xbfBEGIN:VCALENDAR\n", "text/calendar", id="invitation"),
        pytest.param(b"\n<!doctype html><p>", "text/html", id="HTML"),
        # archives and programs
        pytest.param(b"\x1f\x8b\x08" + bytes(30), "application/gzip", id="gzip"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(30), "application/x-7z-compressed", id="7z"),
        pytest.param(b"Rar!\x1a\x07\x01\x00" + bytes(30), "application/vnd.rar", id="RAR"),
        pytest.param(b"MZ" + bytes(80), "application/vnd.microsoft.portable-executable", id="program"),
        # nothing
        pytest.param(b"", UNKNOWN, id="empty"),
        pytest.param(b"plain words", UNKNOWN, id="words"),
        pytest.param("پانی".encode("utf-16"), UNKNOWN, id="UTF-16"),
        pytest.param(b"BMW parked on the road", UNKNOWN, id="words that begin with BM"),
        *(
            pytest.param(words, UNKNOWN, id=words.decode()[:24])
            for words in (
                b"ID3 is the number of the pole in our street, which fell down",
                b"MZ is the name of the shop that throws its waste into the canal, day after day",
                b"BZhar market is dirty",
                b"caff\xc3\xa9 at the corner",
                b"P5 colony is dark",
                b"the ftyp",
                b"To: The DC, Mardan\nSubject: Water\n\nSir, there is none",
            )
        ),
    ],
)  # fmt: skip
def test_kinds(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


def test_a_claim_is_believed_of_text_only() -> None:
    assert media_type(b"plain words", "text/plain; charset=utf-8") == "text/plain"
    assert media_type(b"plain words", "image/jpeg") == UNKNOWN
    assert media_type(b"plain words", "text/html") == UNKNOWN
    assert media_type("پانی نہیں".encode("utf-16"), "text/plain") == "text/plain", "Notepad's Unicode"
    assert media_type(b"BZhar market is dirty", "text/plain") == "text/plain"
    assert media_type(b"\xff\xfe" + bytes(40), "text/plain") == UNKNOWN
    assert media_type(mp4(b"isom", b"soun"), "video/mp4") == "audio/mp4"


@pytest.mark.parametrize(
    "whole", [mp4(b"isom", b"vide"), matroska(b"webm", 2), packed(TYPES, "word/x"), ogg(b"OpusHead"), ole("Workbook")]
)
def test_no_cut_breaks_it(whole: bytes) -> None:
    for end in range(len(whole)):
        assert media_type(whole[:end])
        assert media_type(whole[:end] + b"\xff" * 20)
