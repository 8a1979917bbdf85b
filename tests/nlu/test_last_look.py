"""What a turn at the summary comes to when a yes is none, when places meet, and when nothing else is made of it."""

import pytest

from nlu.dialogue.addressed import is_said_to_us, only_told, without_order
from nlu.dialogue.agreeing import agrees
from nlu.dialogue.believed.joined import joined
from nlu.dialogue.changes import changes_said
from nlu.dialogue.hear import hear_plainly, today
from nlu.dialogue.read import read, said
from nlu.dialogue.shapes import Reading

STORY = "hospital me dawai nahi milti\nmera cousin bhi doctor he\nbahar se lani parti he"
KNOWN = {"description": STORY, "category": "health", "district": "Kohat", "address": "gaon Togh",
         "complainant_name": "Gul Sher", "phone": "+923001120014"}  # fmt: skip


def reading(text: str, asking: str = "confirmed") -> Reading:
    turn = said(text, None, "roman_ur", KNOWN, asking)
    return read(turn, hear_plainly(text, today(), turn))


@pytest.mark.parametrize(
    "text",
    [
        "haan lekin DHO ko na bhejna wo inka rishtedar he",
        "yes, and will staff see my name?",
        "upar wale ko bhejo DHO ko, is hospital ko nahi",
        "جی بالکل، ویسے ابھی سوچ رہا ہوں گھر والوں سے پوچھ لوں",
        "هو، خو که دوی ما ته دښمن شي بیا؟",
        "yes but let me ask my father first",
    ],
)
def test_a_change_a_question_and_a_doubt_are_no_yes(text: str) -> None:
    assert not reading(text).confirmed


@pytest.mark.parametrize(
    "text",
    ["haan ji theek hai darj kar dein", "ہاں جی بالکل ٹھیک ہے درج کر دیں", "yes it is correct, thanks", "هو سمه ده",
     "haan thek he lekin jaldi krwa den", "i have read it 2 times nothing is wrong in it"],
)  # fmt: skip
def test_a_yes_stays_one(text: str) -> None:
    assert agrees(text) or reading(text).confirmed


@pytest.mark.parametrize(
    ("text", "old", "new", "wanted"),
    [
        ("mohalla Rehman Abad", "gaon Togh", "mohalla Rehman Abad", "mohalla Rehman Abad, gaon Togh"),
        ("محله میاګان ده په مرغز کې", "کلی مرغز", "محله میاګان", "محله میاګان, کلی مرغز"),
        (
            "street no 2 near the post office",
            "Togh",
            "street no 2 near the post office",
            "street no 2 near the post office, Togh",
        ),
        ("tehsil Gumbat", "gaon Togh", "tehsil Gumbat", "gaon Togh, tehsil Gumbat"),
        ("gaon Togh, mohalla Sheikhan", "Togh", "gaon Togh, mohalla Sheikhan", "gaon Togh, mohalla Sheikhan"),
        ("jagah ghalat he, mohalla Sheikhan", "gaon Togh", "mohalla Sheikhan", "mohalla Sheikhan"),
        ("jagah gaon Shahpur he", "gaon Togh", "gaon Shahpur", "gaon Shahpur"),
        ("No not education. street light of Togh", "phase 2", "Togh", "Togh, phase 2"),
    ],
)
def test_a_finer_place_is_joined_and_a_wrong_one_gives_way(text: str, old: str, new: str, wanted: str) -> None:
    assert joined(text, old, new) == wanted


@pytest.mark.parametrize(
    "text", ["cousin wali baat nikal do", "remove the line about my cousin", "cousin wala jumla hata dein"]
)
def test_what_is_taken_out_is_told(text: str) -> None:
    found = reading(text)
    assert "cousin" not in found.fields["description"][0]
    turn = said(text, None, "en", KNOWN, "confirmed")
    assert "cousin" in "".join(changes_said(turn, found))


def test_what_is_not_found_is_asked_about_and_never_written_down() -> None:
    found = reading("remove the line about the tractor")
    assert (found.move, dict(found.fields), found.asks) == ("deny", {}, ("which_change",))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tanker wala 3000 leta he ye bat bhi likh lo", "tanker wala 3000 leta he"),
        ("also write that the doctor shouts", "the doctor shouts"),
        ("میٹر ریڈر کا نام سلیم ہے یہ بھی ڈال دیں", "میٹر ریڈر کا نام سلیم ہے"),
        ("دا هم ولیکئ چې ټیکدار تښتېدلی دی", "ټیکدار تښتېدلی دی"),
        ("there is no water", None),
    ],
)
def test_an_order_to_write_is_no_part_of_what_is_written(text: str, wanted: "str | None") -> None:
    assert without_order(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["TUM LOG SAB CHOR HO", "mene to pehle bataya he", "i have two complaints", "میری دو درخواستیں ہیں",
     "pukhto script na sham lwastay", "this is Noman using my uncles mobile", "میں ان پڑھ ہوں بیٹی لکھ رہی ہے"],
)  # fmt: skip
def test_what_is_said_to_us_is_none_of_the_matter(text: str) -> None:
    assert is_said_to_us(text)


@pytest.mark.parametrize(
    "text",
    ["the police are thieves, they took 5000", "mene SHO ko bataya us ne nahi suna", "میں لاہور میں رہتا ہوں",
     "me yahan paida hua hu", "د مور نوم مې زرغونه بي بي دی", "bijli nahi hai"],
)  # fmt: skip
def test_what_tells_of_the_matter_is_kept(text: str) -> None:
    assert only_told(text) == text
