"""Parts of an SMS as they are counted and paid."""

import pytest

from channels.providers.gsm7 import GSM7, UCS2, encoding, parts, plain


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("", GSM7, 1),
        ("a" * 160, GSM7, 1),
        ("a" * 161, GSM7, 2),
        ("a" * 306, GSM7, 2),
        ("a" * 307, GSM7, 3),
        ("€" * 80, GSM7, 1),
        ("€" * 81, GSM7, 2),
        ("€" * 152, GSM7, 2),  # 76 of them in a part of 153: one place stays empty
        ("€" * 153, GSM7, 3),
        ("a" + "€" * 152, GSM7, 2),  # 1 + 76 × 2 fill the first part
        ("é@ñ{}[]", GSM7, 1),
        ("ç", UCS2, 1),
        ("ک" * 70, UCS2, 1),
        ("ک" * 71, UCS2, 2),
        ("ک" * 134, UCS2, 2),
        ("ک" * 135, UCS2, 3),
        ("👍" * 35, UCS2, 1),
        ("👍" * 36, UCS2, 2),
        ("👍" * 66, UCS2, 2),  # 33 in a part of 67
        ("👍" * 67, UCS2, 3),
        ("a" * 159 + "’", UCS2, 3),
    ],
)
def test_parts(text: str, kind: str, count: int) -> None:
    assert (encoding(text), parts(text)) == (kind, count)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It’s “done” – see…", 'It\'s "done" - see...'),
        ("a\u00a0b\u200b", "a b"),
        ("cafe\u0301", "café"),
        ("“بجلی” – 3 دن", "“بجلی” – 3 دن"),
        ("Don’t ç", "Don’t ç"),
        ("plain", "plain"),
    ],
)
def test_plain_signs_only_where_that_makes_it_shorter(text: str, said: str) -> None:
    assert plain(text) == said
