"""What an attachment is, is told by its content: phones and web mailers give names and types that are wrong."""

from email.message import EmailMessage

import pytest

from channels.email.attachments import read_attachments
from channels.email.body import read_content
from channels.email.structure import read_mail
from tests.channels.email.samples import channel, envelope
from tests.core.media.test_kinds import matroska, mp4, ogg, packed

WORD = packed("[Content_Types].xml", "word/document.xml")
XML = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("content", "declared", "name", "kind"),
    [
        (mp4(b"heic", others=b"mif1heic"), "video/mp4", "IMG_0001.HEIC", "image/heic"),
        (mp4(b"heic", others=b"mif1heic"), "text/plain", "IMG_0001.HEIC", "image/heic"),
        (mp4(b"heic", others=b"mif1heic"), "image/jpeg", "IMG_0001.jpg", "image/heic"),
        (b"#!AMR\n\x3c" + bytes(30), "application/octet-stream", "rec.3ga", "audio/amr"),
        (b"#!AMR\n\x3c" + bytes(30), "text/plain", "rec.amr", "audio/amr"),
        (matroska(b"webm", 2), "video/webm", "voice.webm", "audio/webm"),
        (mp4(b"isom", b"soun"), "video/mp4", "voice.mp4", "audio/mp4"),
        (ogg(b"OpusHead"), "text/plain", "PTT.opus", "audio/ogg"),
        (b"%PDF-1.7\n" + bytes(30), "text/plain", "letter.txt", "application/pdf"),
        (packed("a.jpg"), f"{XML}.wordprocessingml.document", "photos.docx", "application/zip"),
        (WORD, "application/zip", "letter.zip", f"{XML}.wordprocessingml.document"),
        (b"pole,street\n1,2\n", "text/csv", "poles.csv", "text/csv"),
        ("پاني نهين".encode("cp1256"), "text/plain", "letter.txt", "text/plain"),
        (b"<svg xmlns=''></svg>", "text/xml", "a.svg", "text/xml"),
    ],
)
def test_the_content_decides(content: bytes, declared: str, name: str, kind: str) -> None:
    mail = EmailMessage()
    mail.set_content("No light.")
    family, _, sort = declared.partition("/")
    mail.add_attachment(content, maintype=family, subtype=sort, filename=name)
    read = read_content(read_mail(mail.as_bytes()))
    [attached], _ = read_attachments(tuple(read.attached))
    assert (attached.media_type, attached.content) == (kind, content)


@pytest.mark.parametrize(
    "content", [mp4(b"heic", others=b"mif1heic") + bytes(range(256)), ogg(b"OpusHead" + bytes(200))]
)
@pytest.mark.parametrize("alone", [True, False])
def test_a_photo_or_a_recording_that_is_called_text_is_no_words(content: bytes, alone: bool) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "gul@example.org", "complaints@arzi.example", "<1@example.org>"
    if alone:
        mail.set_content(content, maintype="text", subtype="plain")
    else:
        mail.set_content("\n")
        mail.add_attachment(content, maintype="text", subtype="plain", filename="a.bin", disposition="inline")
    [message] = channel().parse(envelope(mail.as_bytes()))
    assert message.text.strip() == ""
    assert [attached.content for attached in message.attachments] == [content]
