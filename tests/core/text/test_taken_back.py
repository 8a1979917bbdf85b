import pytest

from core.text.danger.taken_back import denies, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "no, nobody is hurt",
        "it was last year",
        "false alarm, sorry",
        "the fire is out now",
        "he is back home, thank God",
        "we are all safe",
        "I was only joking",
        "mazaq tha yaar",
        "nahi nahi sab theek hain",
        "koi zakhmi nahi hua",
        "bacha mil gaya hai",
        "aag bujh gayi",
        "ye to pichle saal ki baat hai",
        "galat number pe bhej diya",
        "نہیں، سب ٹھیک ہیں",
        "مذاق تھا",
        "بچہ مل گیا ہے",
        "آگ بجھ گئی ہے",
        "پچھلے سال کی بات ہے",
        "ټوکه مې کوله",
        "اور مړ شو",
        "تېر کال خبره ده",
        "tokha me kawala",
    ],
)
def test_what_says_that_it_is_over_takes_it_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "we are not safe",
        "the fire is not out",
        "he is still missing",
        "bacha abhi tak nahi mila",
        "wo theek nahi hai",
        "وہ ٹھیک نہیں ہے",
        "mera naam Ali hai",
        "Mardan, Toru",
        "please hurry",
        "جلدی کریں",
        "ژر راشئ",
        "police is not coming",
        "last year also nobody came, now the house is on fire",
        "koi kuch nahi kar raha",
        "کوئی کچھ نہیں کر رہا",
        "I complained last week too",
        "last month we told you already",
        "dhamki ka khat mil gaya hai",
        "he is back with his brothers",
        "he came home with a gun",
        "police came and left",
        "the door, it is closed",
        "a bomb was found",
        "pichle hafte bhi yahi hua tha",
        "sab theek kar do",
        "چا هم مرسته ونه کړه",
        "haan",
        "no",
        "",
    ],
)
def test_nothing_else_does(text: str) -> None:
    assert takes_back(text) is None


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("nahi bhai kisi ki jaan khatry me ni me ne kab kaha", True),
        ("no nobody in danger its just dirty water", True),
        ("نہیں وروره، خطرہ نشته، خو ہر روز مارتے ہیں", True),
        ("نه، څوک په خطر کې نه دي", True),
        ("no but he is beating my sister", False),
        ("no one is helping, my house is burning", False),
        ("khatra nahi, lekin abhi wo meri behen ko maar raha he", False),
        ("bachon ki jaan khatre mein hai koi nahi sunta", False),
        ("kisi ko batao jaan khatre me hai koi nahi ata", False),
        ("there is no danger but my house is burning", False),
    ],
)
def test_a_no_in_so_many_words(text: str, no: bool) -> None:
    assert denies(text) is no
