"""What is put in another's place is proven by what is known, in any order and language."""

import pytest

from nlu.dialogue.contrasts import contrasted

KNOWN = {
    "complainant_name": "Akbar Khan", "address": "Tangi", "district": "Upper Dir", "category": "water_supply",
}  # fmt: skip
URDU = {"complainant_name": "اکبر", "address": "تنگی", "district": "Charsadda", "category": "water_supply"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("naam Akbar nahi Asghar hai", ("complainant_name", "Asghar")),
        ("spelling of my name please, Asghar Ali not Akbar", ("complainant_name", "Asghar Ali")),
        ("Akbar Jan hai Akbar Khan nahi", ("complainant_name", "Akbar Jan")),
        ("you wrote water but it is the road that is broken", ("category", "roads")),
        ("Bakht Zada. lekin jagah Tangi bala hai tangi nahi", ("address", "Tangi bala")),
        ("not Tangi, Tangi is the tehsil. village is Machai", ("address", "Machai")),
        ("naam Asghar hai Akbar nahi", ("complainant_name", "Asghar")),
        ("Akbar ko Asghar se badal do", ("complainant_name", "Asghar")),
        ("Akbar should be Asghar", ("complainant_name", "Asghar")),
        ("it is Asghar Ali not Akbar", ("complainant_name", "Asghar Ali")),
        ("tangi nahi, mandani", ("address", "mandani")),
        ("not Tangi. Put Harichand there", ("address", "Harichand")),
        ("wait the place is Utror, not Tangi", ("address", "Utror")),
        ("change tangi to Mandani bazaar", ("address", "Mandani bazaar")),
        ("Tangi ki jagah mandani likh dein", ("address", "mandani")),
        ("hum Mardan me ate hain upper dir me nahi", ("district", "Mardan")),
        ("not Tangi, tangi is the tehsil. village is Machai", ("address", "Machai")),
        ("lower not upper", ("district", "Lower Dir")),
        ("sorry I said upper dir, it is lower dir", ("district", "Lower Dir")),
        ("why it says water supply?? put it in sanitation", ("category", "sanitation")),
        ("ye pani ka nahi bijli ka masla hai", ("category", "electricity")),
        ("jagah tangi nahi sardheri hai baqi theek", ("address", "sardheri")),
        ("this has nothing to do with water, put it under roads", ("category", "roads")),
        ("یہ پانی کی فراہمی کا نہیں سڑکوں کا مسئلہ ہے", ("category", "roads")),
        ("tangi me pani nahi aur sarak kharab hai", None),
        ("no water and no electricity", None),
        ("Tangi nahi aata pani", None),
        ("my village is not Tangi", None),
    ],
)
def test_in_latin_letters(text: str, found: "tuple[str, str] | None") -> None:
    assert contrasted(text, KNOWN) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("نام اکبر نہیں اصغر ہے", ("complainant_name", "اصغر")),
        ("اکبر کی جگہ اصغر کر دیں", ("complainant_name", "اصغر")),
        ("نوم اکبر نه دی اصغر دی", ("complainant_name", "اصغر")),
        ("د اکبر په ځای اصغر ولیکئ", ("complainant_name", "اصغر")),
        ("ضلع چارسده نه ده مردان ده", ("district", "Mardan")),
        ("یہ پانی کا نہیں گیس کا مسئلہ ہے", ("category", "gas")),
        ("د اوبو نه ده د بجلۍ ده", ("category", "electricity")),
    ],
)
def test_in_arabic_script(text: str, found: "tuple[str, str] | None") -> None:
    assert contrasted(text, URDU) == found


@pytest.mark.parametrize("text", ["upper nahi lower", "Toru nahi Maira", "not this but that", "Mardan not Swabi"])
def test_nothing_known_proves_nothing(text: str) -> None:
    assert contrasted(text, {}) is None
    assert contrasted(text, {"complainant_name": "", "district": ""}) is None


@pytest.mark.parametrize("text", ["is ke paise to nahi lagenge?", "Mardan nahi, Swabi", "not this but that one"])
def test_nothing_is_known_yet(text: str) -> None:
    assert contrasted(text, {"description": "sarak kharab hai"}) is None
