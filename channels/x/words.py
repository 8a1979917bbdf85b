"""What is answered to a post, before everybody's eyes: nothing of the citizen's, and the way to a direct message.

No link: X charges a post with one $0.20, and one without $0.015, or $0.010 where it answers somebody who named us
(https://docs.x.com/x-api/getting-started/pricing).
"""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

LONGEST = 280
"""https://docs.x.com/fundamentals/counting-characters"""
INVITATION: Mapping[str, str] = MappingProxyType(
    {
        "en": "Thank you for writing to us. Please send us a direct message and tell us there what it is about: so "
        "your name, number and place stay private, and your complaint is registered. In danger call 1122 or 15.",
        "ur": "ہمیں لکھنے کا شکریہ۔ براہِ کرم ہمیں ڈائریکٹ میسج بھیجیں اور بات وہاں بتائیں: یوں آپ کا نام، نمبر اور جگہ "
        "سب کے سامنے نہیں آتے، اور آپ کی شکایت درج ہو جاتی ہے۔ خطرہ ہو تو 1122 یا 15 پر کال کریں۔",
        "roman_ur": "Humein likhne ka shukriya. Meharbani kar ke humein direct message bhejein aur baat wahan "
        "batayein: yun aap ka naam, number aur jagah sab ke samne nahi aate, aur shikayat darj ho jati hai. Khatra ho "
        "to 1122 ya 15 par call karein.",
        "ps": "موږ ته د لیکلو مننه. مهرباني وکړئ موږ ته ډایرېکټ مېسج ولېږئ او خبره هلته وکړئ: داسې ستاسو نوم، شمېره او "
        "ځای د ټولو مخې ته نه راځي، او شکایت مو ثبتېږي. که خطر وي، 1122 یا 15 ته زنګ ووهئ.",
    }
)
_LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Signs that weigh one; all others weigh two (twitter-text's configuration, version 3)."""
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def invitation(language: str, post: str) -> str:
    """In a language, English where we have it in no other. X takes the same words only once: so a sign of the post's
    number stands at the end, of which the second answer to the same post has the same."""
    mark, rest = "", int(post) >> 12
    for _ in range(4):
        rest, digit = divmod(rest, 32)
        mark += _DIGITS[digit]
    return f"{INVITATION.get(language, INVITATION['en'])} ({mark})"


def weight(text: str) -> int:
    """How long X takes a text without links to be."""
    composed = unicodedata.normalize("NFC", text)
    return sum(1 if any(low <= ord(sign) <= high for low, high in _LIGHT) else 2 for sign in composed)
