"""That all else is right, before what is not: left out at the summary, and only there."""

import pytest

from nlu.dialogue.read import said
from nlu.dialogue.rest_is_right import without_what_is_right


@pytest.mark.parametrize(
    ("question", "text", "left"),
    [
        ("confirmed", "han baqi thek he bas gaon ismail khel krdo", "gaon ismail khel krdo"),
        ("confirmed", "the rest is fine, but the name is Asghar", "the name is Asghar"),
        ("confirmed", "باقی ٹھیک ہے صرف نام اصغر کر دیں", "نام اصغر کر دیں"),
        ("confirmed", "نور سم دي، خو کلی پبي ولیکئ", "کلی پبي ولیکئ"),
        ("confirmed", "baqi theek hai", "baqi theek hai"),
        ("address", "baqi thek he bas gaon ismail khel krdo", "baqi thek he bas gaon ismail khel krdo"),
    ],
)
def test_what_is_left_to_be_read(question, text, left):
    assert without_what_is_right(said(text, None, "en", {}, question)).text == left
