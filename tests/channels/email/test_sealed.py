"""Signed and encrypted mail, and texts that only RTF, odd labels and odd blanks hold."""

import base64
import os

import pytest

from channels.email.rtf import is_html, read_rtf
from channels.email.smime import signed_content, without_pgp
from channels.email.transfer import decode_transfer
from core.messages import InboundMessage
from tests.channels.email.samples import channel, envelope

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe bridge is broken.\r\n"
SIGNED, ENVELOPED, DATA = "2a864886f70d010702", "2a864886f70d010703", "2a864886f70d010701"


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82, size >> 8, size & 255])
    return bytes([tag]) + length + content


def ber(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x80]) + content + b"\x00\x00"


def oid(digits: str) -> bytes:
    return der(0x06, bytes.fromhex(digits))


def signed(inner: bytes, *, pieces: bool = False) -> bytes:
    wrap = ber if pieces else der
    text = ber(0x24, der(0x04, inner[:20]) + der(0x04, inner[20:])) if pieces else der(0x04, inner)
    said = wrap(0x30, oid(DATA) + wrap(0xA0, text))
    return wrap(0x30, oid(SIGNED) + wrap(0xA0, wrap(0x30, der(0x02, b"\x01") + der(0x31, b"") + said)))


def read(kind: str, body: bytes, *fields: str) -> InboundMessage:
    head = "".join(
        f"{field}\r\n" for field in ("From: gul@mail.example", "Subject: x", f"Content-Type: {kind}", *fields)
    )
    (message,) = channel().parse(envelope(head.encode() + b"\r\n" + body))
    return message


@pytest.mark.parametrize("pieces", [False, True])
@pytest.mark.parametrize(
    "kind", ["application/pkcs7-mime; smime-type=signed-data", 'application/octet-stream; name="smime.p7m"']
)
def test_an_opaque_signature_is_opened(pieces: bool, kind: str) -> None:
    body = base64.encodebytes(signed(INNER, pieces=pieces))
    message = read(kind, body, "Content-Transfer-Encoding: base64")
    assert (message.text, message.unsupported) == ("The bridge is broken.", None)


def test_a_signature_around_a_signature_is_opened() -> None:
    again = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(
        signed(INNER)
    )
    message = read("application/pkcs7-mime", base64.encodebytes(signed(again)), "Content-Transfer-Encoding: base64")
    assert message.text == "The bridge is broken."


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", b"MIIB", ("Content-Transfer-Encoding: base64",)),
        (
            "application/pkcs7-mime",
            base64.encodebytes(der(0x30, oid(ENVELOPED))),
            ("Content-Transfer-Encoding: base64",),
        ),
        ("text/plain", b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n=00\r\n-----END PGP MESSAGE-----\r\n", ()),
        (
            'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
            b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
            b"Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--b--\r\n",
            (),
        ),
    ],
)
def test_what_is_encrypted_is_said_to_be(kind: str, body: bytes, fields: tuple[str, ...]) -> None:
    message = read(kind, body, *fields)
    assert (message.text, message.unsupported) == ("", "encrypted")


def test_what_stands_beside_an_encrypted_piece_is_read() -> None:
    message = read("text/plain", b"No water.\r\n-----BEGIN PGP MESSAGE-----\r\nhQ\r\n-----END PGP MESSAGE-----\r\n")
    assert (message.text, message.unsupported) == ("No water.", None)


def test_a_clear_signature_is_taken_off() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nNo water.\n- - two days\n"
        "-----BEGIN PGP SIGNATURE-----\n\nx\n"
        "-----END PGP SIGNATURE-----"
    )
    assert without_pgp(text) == ("No water.\n- two days", False)


def test_no_bytes_break_it() -> None:
    whole = signed(INNER)
    for cut in range(len(whole)):
        signed_content(whole[:cut])
    for _ in range(200):
        signed_content(whole[:30] + os.urandom(40))
        read_rtf(b"{\\rtf1" + os.urandom(200))


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 No water\par in Topi\par}", "No water\nin Topi"),
        (rb"{\rtf1\ansi\uc1 \u1662?\u1575?\u1606?\u1740? \u1606?\u1729?\u1740?\u1722?}", "پانی نہیں"),
        (rb"{\rtf1\ansi\ansicpg1256 \'c8\'cc\'e1\'ed}", "بجلي"),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset178 B;}}\f1 \'c8\'cc\'e1\'ed\f0  ok}", "بجلي ok"),
        (rb"{\rtf1\ansi{\*\generator Word;}{\pict 0102}a\~b \{c\}\tab d}", "a b {c}\td"),
        (rb"{\rtf1\ansi\u-10179?\u-8704?}", "\U0001f600"),
        (rb"not rtf", ""),
    ],
)
def test_rtf(rtf: bytes, text: str) -> None:
    assert read_rtf(rtf) == text


def test_html_within_rtf() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 No water"
        rb"\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag84 <b>}\u1662?\'e9{\*\htmltag92 </b>}}"
    )
    assert is_html(rtf)
    assert read_rtf(rtf) == "<p>No water</p><b>پé</b>"


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [
        (b"There is no water in street 4.\r\n", b"There is no water in street 4.\r\n"),
        ("پانی نہیں ہے\n".encode(), "پانی نہیں ہے\n".encode()),
        (b"No light, no gas\n", b"No light, no gas\n"),
        (b"VGhlcmUgaXMgbm8gd2F0ZXI=", b"There is no water"),
        (b"VGhl cmUg aXMg bm8g d2F0 ZXI=", b"There is no water"),
        (b"> VGhlcmUgaXMg\n> bm8gd2F0ZXI= *", b"There is no water"),
        (base64.encodebytes("پانی نہیں".encode("utf-16")), "پانی نہیں".encode("utf-16")),
    ],
)
def test_text_labelled_base64(raw: bytes, decoded: bytes) -> None:
    assert decode_transfer(raw, "base64", text=True) == decoded


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain; charset=iso-8859-6-i", "بجلي".encode("iso8859_6"), "بجلي"),
        ("text/plain; charset=ISO-8859-6-E", "بجلي".encode("iso8859_6"), "بجلي"),
        ("text/plain; charset=x-mac-farsi", "بجلي ۱۲".encode("mac_farsi"), "بجلي ۱۲"),
        ("text/plain; charset=ibm720", "بجلي".encode("cp720"), "بجلي"),
        ("text/html", b"<dl><dt>Name</dt><dd>Gul</dd></dl>", "Name\nGul"),
        ("text/html", b"<section>One</section><section>Two</section>", "One\nTwo"),
        (
            "text/html",
            b"<fieldset><legend>Place</legend>Topi</fieldset><fieldset>Swabi</fieldset>",
            "Place\nTopi\nSwabi",
        ),
        ("text/plain; charset=x-macfarsi", b"\xc8\xcc\xe4\xea\xa0\xb1\xb2", "بجلي ۱۲"),
        ("text/plain; charset=unicode", "بجلی نہیں".encode(), "بجلی نہیں"),
        ("text/html", b"<search>A</search><button>B</button><article>C</article>", "A\nB\nC"),
        ("text/html", b"<header>A</header><main>B</main><footer>C</footer>", "A\nB\nC"),
    ],
)
def test_labels_and_tags(kind: str, body: bytes, text: str) -> None:
    message = read(kind, body)
    assert "\n".join(line.strip() for line in message.text.split("\n") if line.strip()) == text


@pytest.mark.parametrize("blank", [" \r\n", "\t\r\n", "  \n"])
def test_a_blank_line_with_a_blank_in_it_ends_the_header(blank: str) -> None:
    raw = f"From: gul@mail.example\r\nSubject: Water\r\n{blank}There is no water.\r\nNot since Monday.\r\n"
    (message,) = channel().parse(envelope(raw.encode()))
    assert (message.subject, message.text) == ("Water", "There is no water.\nNot since Monday.")


CODED = base64.b64encode(b"There is no water.")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (CODED + b"\r\n\r\n-- \r\nThis mail was scanned", b"There is no water.\n\n-- \r\nThis mail was scanned"),
        (CODED + b"\r\n____\r\nthe list of dept.example", b"There is no water.\n\n____\r\nthe list of dept.example"),
        (CODED + b"\r\n\r\n", b"There is no water."),
        (CODED + b"\r\n" + CODED, b"There is no water." * 2),
        (b"Yes", b"Yes"),
        (b"Pani nahi hai?", b"Pani nahi hai?"),
    ],
)
def test_what_stands_in_clear_beside_base64(raw: bytes, text: bytes) -> None:
    assert decode_transfer(raw, "base64", text=True) == text


def test_several_plain_alternatives_are_all_read() -> None:
    parts = "".join(
        f"--b\r\nContent-Type: text/plain\r\n\r\n{said}\r\n" for said in ("No water.", "No road.", "No water.")
    )
    message = read("multipart/alternative; boundary=b", f"{parts}--b--\r\n".encode())
    assert message.text == "No water.\n\nNo road."
