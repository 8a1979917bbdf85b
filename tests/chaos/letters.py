"""Letters that a scanner writes into the folder, byte by byte, and never looks at again."""

import hashlib
import io
from itertools import count

from PIL import Image, ImageDraw, ImageFont

from tests.chaos.house import House
from tests.chaos.ledger import Ledger

_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_numbers = count(1)


def post_letter(house: House, ledger: Ledger) -> None:
    """A page of its own. The scanner is done with it: it is acknowledged as soon as it is there."""
    number = next(_numbers)
    content = _page(f"Letter number {number}")
    house.scans.mkdir(parents=True, exist_ok=True)
    beside = house.scans / f"scan-{number}.part"
    beside.write_bytes(content)
    beside.rename(beside.with_suffix(".png"))
    name = hashlib.sha256(content).hexdigest()
    sent = ledger.add("letters", name, f"letter:{name}")
    sent.tries, sent.acknowledged = 1, True


def _page(words: str) -> bytes:
    picture = Image.new("L", (900, 300), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(_FONT, 30)
    for line, text in enumerate((words, "There is no electricity in our village", "District Mardan")):
        pen.text((40, 40 + 70 * line), text, 0, font=font)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
