"""What the citizen wishes to be edited in the description at the summary; what is no such wish."""

import pytest

from nlu.dialogue.edits import edited
from nlu.dialogue.read import said

STORY = "drain overflows since 3 days"
KNOWN = {"district": "Nowshera", "address": "Khattak bazar", "complainant_name": "Gul Sher"}


def description(text: str, story: str = STORY, asking: str = "confirmed") -> str | None:
    reading = edited(said(text, None, "en", {**KNOWN, "description": story}, asking))
    return reading.fields["description"][0] if reading is not None and reading.fields else None


@pytest.mark.parametrize(
    ("text", "story", "wanted"),
    [
        ("remove the bad words", "the bastard lineman takes money", "the … lineman takes money"),
        ("گالی ہٹا دو، صرف گندگی لکھو", "حرامی نے گندگی ڈالی", "… نے گندگی ڈالی"),
        ("گالیاں نکالو", "کمینے لوگ گندگی", "… لوگ گندگی"),
        ("gande alfaz hata dein", "harami lineman nahi aata", "… lineman nahi aata"),
        ("remove the bad words", STORY, STORY),
        ("remove that first sentence about 10 days", "No water for 10 days. The tank is dry.", "The tank is dry."),
        ("10 din wali baat hata do", "10 din se pani nahi. lineman paise mangta hai", "lineman paise mangta hai"),
        ("remove the last sentence", "No water. The tank is dry.", "No water."),
        ("remove that sentence", "No water. The lineman is a thief.", "No water."),
        ("yeh wali baat hata dein", "pani nahi aata\nlineman chor hai", "pani nahi aata"),
        ("rishwat wali baat hata dein", "bijli nahi hai, lineman rishwat leta hai", "bijli nahi hai"),
        ("رشوت والی بات نکال دیں", "بجلی نہیں ہے۔ لائن مین رشوت لیتا ہے", "بجلی نہیں ہے۔"),
        ("lineman ka zikr na karein", "bijli nahi hai. lineman rishwat leta hai", "bijli nahi hai."),
        ("please don't mention the lineman", "There is no power. The lineman takes money.", "There is no power."),
        ("د رشوت خبره لرې کړئ", "برېښنا نشته. لاین مین رشوت اخلي", "برېښنا نشته."),
        ("da rishwat khabara lare kra", "bijli nishta. lineman rishwat akhli", "bijli nishta."),
        ("3 nahi 5 din ho gaye", STORY, "drain overflows since 5 din"),
        ("not 3 days but 2 weeks", STORY, "drain overflows since 2 weeks"),
        ("تین دن نہیں پانچ دن ہو گئے، غلط لکھا", "تین دن سے نالی بند ہے", "پانچ دن سے نالی بند ہے"),
        ("doctor nahi, nurse", "doctor nahi aata", "nurse nahi aata"),
    ],
)
def test_the_description_becomes_what_is_wished(text: str, story: str, wanted: str) -> None:
    assert description(text, story) == wanted


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("galat. kachra 2 hafty se para he, ye b likho", "kachra 2 hafty se para he"),
        ("ایک منٹ … فیل کر دیتا ہے، یہ بھی لکھیں", "فیل کر دیتا ہے"),
        ("parchi wala b 50 leta he ye b likha he na?", "parchi wala b 50 leta he"),
        ("yes, and write that the doctor shouts", "the doctor shouts"),
        ("also add that the smell is bad", "the smell is bad"),
    ],
)
def test_an_addition_is_added_without_the_words_that_carry_it(text: str, added: str) -> None:
    assert description(text) == f"{STORY}\n{added}"


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("haan", STORY),
        ("no", STORY),
        ("paani nahi aata", "paani ka masla"),
        ("gali hata do", "hamari gali mein pani"),
        ("gali number 3 nahi 4", STORY),
        ("not Khattak bazar, Pabbi bazar", STORY),
        ("remove my name", STORY),
        ("naam bhi likhna hai?", STORY),
    ],
)
def test_what_is_about_something_else_edits_nothing(text: str, story: str) -> None:
    assert description(text, story) is None


def test_while_nothing_is_known_of_it_nothing_is_edited() -> None:
    assert description("remove the bad words", "the bastard lineman", "address") == "the … lineman"
    assert description("remove the bad words", "the bastard lineman", "description") is None


@pytest.mark.parametrize("asking", ["complainant_name", "address", "district:Swat,Mardan", "confirmed"])
@pytest.mark.parametrize("text", ["rishwat wali baat hata dein", "remove the part about rishwat"])
def test_a_sentence_is_left_out_whatever_is_asked(asking: str, text: str) -> None:
    assert description(text, "bijli nahi hai. lineman rishwat leta hai", asking) == "bijli nahi hai."


@pytest.mark.parametrize(
    "text",
    ["mera naam na likhein", "naam ka zikr na karein", "don't mention my name", "gas ki baat", "hata do", "Toru"],
)
def test_no_sentence_is_meant(text: str) -> None:
    assert description(text, "my name is Ali. there is no gas", "complainant_name") is None
