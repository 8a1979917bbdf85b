"""Files of a ticket: to those who may see it, with a type that cannot run, in parts for players."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image

from core.errors import NotAllowed
from core.store.mailroom import layouts
from core.store.mailroom.layouts import FieldBox, Layout, PagePicture
from core.store.mailroom.tables import LetterRow
from core.store.pipeline.tables import MessageRow
from gateway.web.evidence import shown_as
from tests.fakes.parts import START
from tests.gateway.web.desk.room import Room, picture

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
GIF_AND_SCRIPT = b"GIF89a/*" + b"\x00" * 30 + b"*/=1;alert(1)//<script>alert(1)</script>"
PDF = b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\n%%EOF"


@pytest.mark.parametrize(
    ("content", "declared", "served", "how"),
    [
        (picture(), "image/jpeg", "image/jpeg", "inline"),
        (picture(), "text/html", "image/jpeg", "inline"),
        (HTML, "text/html", "application/octet-stream", "attachment"),
        (HTML, "image/jpeg", "application/octet-stream", "attachment"),
        (SVG, "image/svg+xml", "application/octet-stream", "attachment"),
        (SVG, "image/png", "application/octet-stream", "attachment"),
        (GIF_AND_SCRIPT, "text/html", "image/gif", "inline"),
        (PDF, "application/pdf", "application/pdf", "attachment"),
        (b"", "image/jpeg", "application/octet-stream", "attachment"),
        (b"MZ\x90\x00" + b"\x00" * 60, "application/x-msdownload", "application/octet-stream", "attachment"),
    ],
)
def test_a_file_is_what_its_bytes_are_and_never_runs(
    room: Room, content: bytes, declared: str, served: str, how: str
) -> None:
    number = room.numbers[0]
    file = room.add_file(number, content, declared, "<b>x</b>.html")
    client = room.sign_in()
    answer = client.get(f"/evidence/{number}/{file}?permit={permit_after_a_reason(room, client, number)}")
    assert answer.content_type == served
    assert answer.headers["Content-Disposition"].startswith(f'{how}; filename="{number}-{file}.')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "private" in answer.headers["Cache-Control"]


def permit_after_a_reason(room: Room, client: FlaskClient, number: str) -> str:
    page = room.post(client, f"/desk/{number}/reveal", field="letter", reason="to read the file").text
    return page.split("permit=")[1].split('"')[0].split("&")[0]


def test_what_may_name_its_maker_takes_a_reason(room: Room) -> None:
    """An archive, an old document: nothing can be taken out of them."""
    number, client = room.numbers[0], room.sign_in()
    file = room.add_file(number, b"PK\x05\x06" + bytes(18), "application/zip", "x.zip")
    refused = client.get(f"/evidence/{number}/{file}")
    assert (refused.status_code, "may name who made it" in refused.text) == (403, True), refused.text
    permit = permit_after_a_reason(room, client, number)
    assert client.get(f"/evidence/{number}/{file}?permit={permit}").status_code == 200
    nameless = room.open("x", anonymous=True)
    file = room.add_file(nameless, b"PK\x05\x06" + bytes(18), "application/zip", "x.zip")
    assert client.get(f"/evidence/{nameless}/{file}?permit={permit}").status_code == 403


def test_saving_is_always_possible(room: Room) -> None:
    number = room.numbers[0]
    file = room.add_file(number, picture(), "image/jpeg")
    answer = room.sign_in().get(f"/evidence/{number}/{file}?save=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_players_get_parts(room: Room) -> None:
    number, content = room.numbers[0], b"OggS" + bytes(range(256)) * 8
    file = room.add_file(number, content, "audio/ogg; codecs=opus")
    client = room.sign_in()
    where = f"/evidence/{number}/{file}?permit={permit_after_a_reason(room, client, number)}"
    part = client.get(where, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, content[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(content)}"
    assert part.content_type == "audio/ogg"
    assert client.get(where, headers={"Range": "bytes=99999-"}).status_code == 416
    assert client.get(where).headers["Accept-Ranges"] == "bytes"


def test_only_to_those_who_may_see_the_ticket(room: Room) -> None:
    own, other = room.numbers
    file = room.add_file(own, picture(), "image/jpeg")
    assert room.sign_in("auditor").get(f"/evidence/{own}/{file}").status_code == 200
    assert room.sign_in("elsewhere").get(f"/evidence/{own}/{file}").status_code == 404
    assert room.sign_in("elsewhere").get(f"/evidence/{other}/{file}").status_code == 404, "nor by way of one's own"
    assert room.app.test_client().get(f"/evidence/{own}/{file}").status_code == 302
    assert room.sign_in().get(f"/evidence/{own}/99999").status_code == 404


def test_an_officer_gets_a_picture_without_its_owner(room: Room) -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = "Gul Khan of Katlang"
    Image.new("RGB", (40, 20), "#876").save(out, "JPEG", exif=exif)
    file = room.add_file(room.numbers[0], out.getvalue(), "image/jpeg")
    answer = room.sign_in().get(f"/evidence/{room.numbers[0]}/{file}")
    assert (answer.status_code, b"Gul Khan" in answer.data) == (200, False)


def test_a_camera_tells_nothing_of_whom_nobody_may_know() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home of Gul Khan"
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#876").save(out, "JPEG", exif=exif)
    assert b"Gul Khan" in shown_as(out.getvalue(), "image/jpeg")[0]
    bare, kind = shown_as(out.getvalue(), "image/jpeg", bare=True)
    assert kind == "image/jpeg"
    assert b"Gul Khan" not in bare
    assert Image.open(io.BytesIO(bare)).size == (20, 40), "and stands upright all the same"


def test_broken_pictures_are_not_shown_bare() -> None:
    with pytest.raises(NotAllowed):
        shown_as(picture()[:200], "image/jpeg", bare=True)


def letter(room: Room, number: str) -> int:
    """A letter's page with the citizen's name on it, and the scan that it came in."""
    file = room.add_file(number, b"%PDF-1.4 scan", "application/pdf", "Gul Khan.pdf", channel="letters")
    with room.store.write() as session:
        layout = Layout(
            (PagePicture(room.store.blobs.put(picture("#fff")), 640, 400, "en", 0.9, 0),),
            {"complainant_name": FieldBox(0, 100, 100, 200, 50, 0.9), "description": FieldBox(0, 0, 300, 640, 50, 0.9)},
        )
        layouts.put(session, "letter", layout)
        message = MessageRow(
            envelope_id=1, position=9, conversation_id=f"c {number}", channel="letters", provider_id="letter",
            sender="", text="", language="en", details={}, received_at=START,
        )  # fmt: skip
        session.add(message)
        session.flush()
        session.add(
            LetterRow(
                message_id=message.id,
                conversation_id=f"c {number}",
                layout_key="letter",
                year=2026,
                serial=1,
                received_at=START,
                state="registered",
                version=1,
            )
        )
    return file


def colour(content: bytes, at: tuple[int, int]) -> tuple[int, int, int]:
    pixel = Image.open(io.BytesIO(content)).convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel  # type: ignore[return-value]


def test_of_a_letter_the_name_is_painted_over_until_there_is_a_reason(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    file = letter(room, number)
    shown = client.get(f"/evidence/{number}/letter/1").data
    assert colour(shown, (200, 125))[0] < 128
    assert colour(shown, (200, 325))[0] > 200
    assert client.get(f"/evidence/{number}/{file}").status_code == 404
    page = client.get(f"/desk/{number}").get_data(as_text=True)
    assert f"/evidence/{number}/letter/1" in page
    assert "Gul Khan" not in page
    page = room.post(client, f"/desk/{number}/reveal", field="letter", reason="a word is missing").get_data(
        as_text=True
    )
    permit = page.split("permit=")[1].split('"')[0]
    assert colour(client.get(f"/evidence/{number}/letter/1?permit={permit}").data, (200, 125))[0] > 200
    assert client.get(f"/evidence/{number}/{file}?permit={permit}").status_code == 200
    assert room.sign_in("second").get(f"/evidence/{number}/{file}?permit={permit}").status_code == 404


def test_the_letter_of_whom_nobody_may_know_is_not_shown(room: Room) -> None:
    number = room.open("x", anonymous=True)
    file = letter(room, number)
    client = room.sign_in()
    assert client.get(f"/evidence/{number}/letter/1").status_code == 404
    assert client.get(f"/evidence/{number}/{file}").status_code == 404
