"""Questions about the service inside a turn: found in four languages, answered first, and no part of what is told."""

from datetime import date

import pytest

from nlu.dialogue.catalogue import LANGUAGES, service
from nlu.dialogue.hear import hear_plainly
from nlu.dialogue.plainly import answer
from nlu.dialogue.questions_apart import UNKNOWN, _table, apart
from nlu.dialogue.read import read, said
from nlu.dialogue.shapes import Reading

TODAY = date(2026, 11, 20)
KNOWN = {"phone": "+923001112233", "complainant_name": "Gul", "description": "bijli nahi", "category": "electricity"}


ASKED_BESIDE = [
    # question asked, the turn, what it asks, what is left to be read
    ("district", "ye shikayat kis ko jati hai pehle batayen. zila Nowshera", ("goes_to",), "zila Nowshera"),
    ("district", "kis ko jae gi? naam to nahi batao ge hamara?\nzila Swabi", ("goes_to", "privacy"), "zila Swabi"),
    ("district", "لکی مروت\nامی کا کارڈ میرے پاس ہے وہ بھیجوں؟", ("evidence",), "لکی مروت"),
    ("district", "چارسده، شبقدر\nتاسو به دا جوړوئ که بل چا ته به وايئ؟", ("goes_to",), "چارسده، شبقدر"),
    ("address", "رانا ٹاون والی گلی\nیہ کس دفتر کو جائے گی؟", ("goes_to",), "رانا ٹاون والی گلی"),
    ("address", "Tarnab farm, near the pump. How long does it take?", ("duration",), "Tarnab farm, near the pump."),
    ("address", "تجوڑی\nکارڈ والا پوچھا تھا میں نے", ("answer_me",), "تجوڑی"),
    ("address", "کتوزی کلی د جومات خوا کې\nځواب مو رانکړو", ("answer_me",), "کتوزی کلی د جومات خوا کې"),
    ("address", "zama tapos ta jawab raka kana\nkali totano bandai", ("answer_me",), "kali totano bandai"),
    ("address", "Town campus. But please answer my question", ("answer_me",), "Town campus."),
    ("address", "mohalla Malikpura, who all will see my details?", ("privacy",), "mohalla Malikpura"),
    ("address", "dabgari garden, ye kab tak theek hoga?", ("duration",), "dabgari garden"),
    ("address", "rajjar kali ke yam, da shikayat ba cha ta zi?", ("goes_to",), "rajjar kali ke yam"),
    ("complainant_name", "ګلالۍ، زما نوم به چاته خو نه وایئ؟", ("privacy",), "ګلالۍ"),
    ("complainant_name", "Gul Khan. will they call me?", ("contact",), "Gul Khan."),
    ("complainant_name", "Naam kyun chahiye?\nchalo Akbar", ("why_complainant_name",), "chalo Akbar"),
    ("confirmed", "haan. kis ko jaye gi?", ("goes_to",), "haan."),
    (
        None,
        "The chemist takes double\nis this the right place to report?",
        ("right_place",),
        "The chemist takes double",
    ),
    (None, "استاد نہیں آتا۔ کیا یہ شکایت تھانے والوں کو جائے گی؟", ("goes_to",), "استاد نہیں آتا۔"),
]


@pytest.mark.parametrize(("question", "text", "asks", "left"), ASKED_BESIDE)
def test_what_is_asked_beside_the_rest(question: str | None, text: str, asks: tuple[str, ...], left: str) -> None:
    found = apart(said(text, None, "en", {"description": "x"} if question else {}, question))
    assert (found.asks, found.turn.text, found.nothing_else) == (asks, left, False)


@pytest.mark.parametrize(
    ("question", "text", "asks"),
    [
        ("confirmed", "pehle bolo kis k paas jaye gi", ("goes_to",)),
        ("confirmed", "haan, mera naam to kisi ko nahi pata chalega na?", ("privacy",)),
        ("district", "who do I talk to?", ("goes_to",)),
        ("address", "mohalla kyu chahiye apko", ("why_address",)),
        ("address", "کیا تصویر بھیج سکتا ہوں؟", ("evidence",)),
        ("district", "da che report okam no patwari ba zama zmaka kharaba ki kana?", ("retaliation",)),
    ],
)
def test_a_turn_that_only_asks_is_kept_whole(question: str, text: str, asks: tuple[str, ...]) -> None:
    found = apart(said(text, None, "en", {"description": "x"}, question))
    assert (found.asks, found.turn.text, found.nothing_else) == (asks, text, True)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (None, "2 mahine se bijli nahi. kab aye gi? koi sunta nahi"),
        (None, "daftar walay jawab nahi detay. bijli band hai"),
        (None, "کب تک پانی نہیں آئے گا؟ بچے پیاسے ہیں"),
        ("district", "Mardan?"),
        ("district", "why it says water supply?? put it in sanitation"),
        ("address", "Jamrud, near Bab e Khyber. My name is Wali Shinwari"),
        ("complainant_name", "نوم مې نورالحق دی خو چا ته مه وايئ"),
        ("confirmed", "akora khattak mardan me kab se aagaya? nowshera karo"),
        ("confirmed", "haan"),
        ("category", ""),
        ("district", "/restart"),
        ("description@confirmed", "1. Mardan\n2. who gets this?"),
    ],
)
def test_what_is_no_question_about_the_service(question: str | None, text: str) -> None:
    turn = said(text, None, "en", {"description": "x"} if question else {}, question)
    found = apart(turn)
    assert (found.asks, found.turn) == ((), turn)


def test_danger_beside_a_question_is_never_lost() -> None:
    text = "aag lag gayi hai bachay andar hain kya aap log aayenge? ye shikayat kis ko jaye gi?"
    found = apart(said(text, None, "roman_ur", {"description": "x"}, "district"))
    assert "aag lag gayi hai" in found.turn.text


@pytest.mark.parametrize(
    ("question", "text", "field", "first", "then"),
    [
        ("district", "kis ko jae gi?\nzila Swabi", ("district", "Swabi"), ["goes_to"], "address"),
        (
            "address",
            "mohalla Rustam\ntasveer bhej sakta hun?",
            ("address", "mohalla Rustam"),
            ["evidence"],
            "confirmed",
        ),
    ],
)
def test_it_is_answered_before_the_next_question(
    question: str, text: str, field: tuple[str, str], first: list[str], then: str
) -> None:
    known = {**KNOWN, **({"district": "Swabi"} if question == "address" else {})}
    parted = apart(said(text, None, "roman_ur", known, question))
    heard = hear_plainly(parted.turn.text, TODAY, parted.turn)
    reading = read(parted.turn, heard, parted.asks, nothing_else=parted.nothing_else)
    assert reading.fields[field[0]][0] == field[1]
    answered = answer(parted.turn, heard, reading)
    assert [one.text for one in answered.spoken[:-1]] == [service(topic, "roman_ur") for topic in first]
    assert answered.asking == then


def reading_of(text: str, question: str | None, **known: str) -> Reading:
    parted = apart(said(text, None, "en", {**(KNOWN if question else {}), **known}, question))
    heard = hear_plainly(parted.turn.text, TODAY, parted.turn)
    return read(parted.turn, heard, parted.asks, nothing_else=parted.nothing_else)


@pytest.mark.parametrize(("anonymous", "topic"), [("yes", "nameless"), ("no", "privacy"), ("", "privacy")])
def test_whoever_is_nameless_already_is_told_so(anonymous: str, topic: str) -> None:
    reading = reading_of("mera naam to kisi ko nahi batao ge na?", "confirmed", anonymous=anonymous)
    assert (reading.topic, reading.asks) == (topic, (topic,))


def test_words_beside_a_question_about_the_service_are_a_complaint() -> None:
    reading = reading_of("my neighbour's cousin lost his umbrella there\nis this the right place to report?", None)
    assert reading.fields["description"][0] == "my neighbour's cousin lost his umbrella there"
    assert reading.asks == ("right_place",)


def test_a_condition_beside_a_question_is_no_refusal() -> None:
    reading = reading_of("thanay jaye gi ya kisi bare afsar ko? agar thanay jaye to mat bhejo", "confirmed")
    assert (reading.move, reading.topic) == ("service", "goes_to")


def test_every_topic_has_its_answer_in_each_language() -> None:
    topics = {topic for topic, _ in _table()} | {UNKNOWN}
    general = {language: service("about", language) for language in LANGUAGES}
    assert {(topic, one) for topic in topics for one in LANGUAGES if service(topic, one) == general[one]} == set()


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("for_others", "can I complain for my neighbour?"),
        ("for_others", "kya main apne parosi ke liye shikayat kar sakta hoon"),
        ("for_others", "کیا میں اپنی والدہ کی طرف سے شکایت کر سکتا ہوں؟"),
        ("for_others", "زه د ګاونډي لپاره شکایت کولی شم؟"),
        ("readers", "who reads this?"),
        ("readers", "ye kaun parhta hai"),
        ("readers", "یہ کون پڑھتا ہے؟"),
        ("readers", "دا څوک لولي؟"),
    ],
)
@pytest.mark.parametrize("question", [None, "address"])
def test_who_reads_and_for_whom_one_may_complain(question: str | None, topic: str, text: str) -> None:
    known = {"description": "x"} if question else {}
    assert apart(said(text, None, "en", known, question)).asks == (topic,)


@pytest.mark.parametrize(
    "text",
    [
        "my neighbour complained about the noise to the police and they did nothing",
        "parosi ke liye gali band ki hai",
        "koi hamari darkhwast nahi parhta daftar mein",
        "nobody reads our applications in that office",
    ],
)
def test_a_story_of_neighbours_and_readers_is_told(text: str) -> None:
    assert apart(said(text, None, "en", {}, None)).asks == ()
