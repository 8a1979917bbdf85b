"""What is asked of a case, by what is spoken of: the same question in the words of four languages."""

import pytest

from core.text.asked import asked_in, leaving, tone_of, topic_of, wish_in


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("name_seen", "will the teachers get to know my name?"),
        ("name_seen", "zama num ba sok wini?"),
        ("name_seen", "کیا پٹواری میرا نام دیکھ لے گا"),
        ("name_seen", "زما نوم خو به استادانو ته نه ځي؟ زما لور هلته وایي"),
        ("name_written", "did you write my name?"),
        ("office_right", "is this TMA or PDA hayatabad?"),
        ("office_right", "colleges ka daftar kyun? university hai ye"),
        ("shelter", "daru-ul-aman ka number he?"),
        ("shelter", "د ښځو پناه ځای شته په صوابۍ کې؟"),
        ("free", "شمېره 1099 وړیا ده؟ زما موبایل کښې بیلنس نشته"),
        ("delete", "how do I delete this chat?"),
        ("delete", "ye messages kaise mitaun"),
        ("contact", "will somebody call me?"),
        ("papers", "kya main kaghaz bhi bhej sakta hun?"),
        ("who_told", "آپ نے کس کو بتایا ہے؟"),
        ("come_home", "police ghar to nahi aye gi?"),
        ("officer", "who is the officer handling it?"),
        ("bribe", "agar lineman phir paise maange to kya karun?"),
        ("withdraw_or_not", "ab kya shikayat wapis lun?"),
        ("next", "ab kya hoga?"),
        ("next", "what happens if they don't fix it?"),
        ("office_where", "دفتر چارسدہ میں کہاں ہے؟"),
    ],
)
def test_a_question_is_known_by_what_it_speaks_of(topic: str, text: str) -> None:
    asked = asked_in(text)
    assert asked is not None
    assert topic in asked.topics


@pytest.mark.parametrize(
    "text",
    [
        "the transformer near the mosque is burnt",
        "do din se transformer jala hua hai",
        "پانی نہیں آ رہا دو دن سے",
        "په کلي کې درې ورځې برېښنا نشته",
    ],
)
def test_what_is_told_asks_nothing(text: str) -> None:
    assert asked_in(text) is None
    assert tone_of(text) == ""
    assert wish_in(text) == ""
    assert leaving(text) == ""


@pytest.mark.parametrize(
    ("tone", "text"),
    [
        ("grief", "my mother died this morning"),
        ("grief", "میرے والد کا انتقال ہو گیا ہے"),
        ("grief", "ammi faut ho gayi hain"),
        ("grief", "زما پلار وفات شو"),
        ("hardship", "bacho ka rashan khatam hai"),
        ("hardship", "ماشومان وږي دي"),
        ("", "زمین کا انتقال نہیں کر رہا"),
        ("", "bhains mar gayi"),
    ],
)
def test_the_mood_of_what_is_told(tone: str, text: str) -> None:
    assert tone_of(text) == tone


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        ("held_back", "please do not send police to my home"),
        ("held_back", "نه نه مه ثبت کوه، چاته مه وایه"),
        ("held_back", "woh mujhe maar dega agar usay pata chala"),
        ("", "police wale FIR nahi kat rahe"),
        ("", "1122 ki call nahi lag rahi"),
        ("", "koi bhi nahi aya abhi tak"),
    ],
)
def test_who_fears_that_it_becomes_known(wish: str, text: str) -> None:
    assert wish_in(text) == wish


@pytest.mark.parametrize(
    ("meant", "text"),
    [
        ("not_new", "یہ کیا ہے میں نے نئی شکایت نہیں کی"),
        ("not_new", "ye bike wali shikayat ki photo he, nayi nahi"),
        ("first", "پہلے والی شکایت میں لکھو"),
        ("first", "it belongs to my earlier complaint"),
        ("leave", "رہنے دیں، شکریہ"),
        ("leave", "forget it"),
        ("", "wohi nowshera pabbi"),
        ("", "bus stop ke paas"),
    ],
)
def test_who_wants_no_second_complaint(meant: str, text: str) -> None:
    assert leaving(text) == meant


def test_a_very_long_sentence_is_no_question_of_ours() -> None:
    assert topic_of("name see " * 40) == ""
