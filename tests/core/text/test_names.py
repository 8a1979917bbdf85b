import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.names import find_name

CASES = [
    ("My name is Ali Khan and I live in Swat", "Ali Khan"),
    ("my name is ali khan", "Ali Khan"),
    ("My name is Mr. Abdul Wahab.", "Abdul Wahab"),
    ("my full name is Syed Muhammad Ali Shah from Buner", "Syed Muhammad Ali Shah"),
    ("mera naam ahmed shah hai", "Ahmed Shah"),
    ("Mera naam Gul Bibi hai aur main Dir se hoon", "Gul Bibi"),
    ("mera nam zahid ullah he", "Zahid Ullah"),
    ("میرا نام محمد اکرم ہے", "محمد اکرم"),
    ("میرا نام گل بی بی ہے اور میں سوات سے ہوں", "گل بی بی"),
    ("زما نوم ګل خان دی", "ګل خان"),
    ("زما نوم احمد دی او د مردان یم", "احمد"),
    ("zila tank aur mera naam Inayat Bhittani", "Inayat Bhittani"),
    ("my name is Ali Mohmand, Ghalanai", "Ali Mohmand"),
    ("mera naam Inayat Mohmand district se", "Inayat"),
    ("میرا نام گل وزیر ہے", "گل وزیر"),
    ("میرا نام علی مہمند ایجنسی سے", "علی"),
    ("zama num Wali Khan de", "Wali Khan"),
    ("i am Saira of Kohat. sui gas took the meter", "Saira"),
    ("main abbottabad se farzana baat kar rahi hun", "Farzana"),
    ("میں ایبٹ آباد سے فرزانہ بات کر رہی ہوں", "فرزانہ"),
    ("زه فرمان علي يم", "فرمان علي"),
    ("I am Ali Khan from Mardan", "Ali Khan"),
    ("I am Saifullah, resident of Kohat", "Saifullah"),
    ("this is Bakht Zada", "Bakht Zada"),
    ("Name: Zahid Ullah\nPhone: 0300-1234567", "Zahid Ullah"),
    ("نام: محمد اکرم\nپتہ: مردان", "محمد اکرم"),
    ("main Akbar bol raha hoon", "Akbar"),
    ("میں اکبر خان بول رہا ہوں", "اکبر خان"),
]
NONE = [
    "i am not happy",
    "I am writing to complain",
    "I am from Mardan",
    "I am Afghan",
    "my name is not important",
    "mera naam zahir mat karna",
    "mera naam na batana",
    "میرا نام ظاہر نہ کریں",
    "زما نوم مه ښکاره کوئ",
    "زه غریب سړی یم",
    "زه مطمئن یم",
    "main kal bol raha tha",
    "the name of the road is Kohat Road",
    "bijli nahi hai",
    "",
]


@pytest.mark.parametrize(("text", "name"), CASES)
def test_name(text: str, name: str) -> None:
    found = find_name(text)
    assert found is not None
    assert found.value == name
    assert text[found.start : found.end].lower() == name.lower()


@pytest.mark.parametrize("text", NONE)
def test_no_name(text: str) -> None:
    assert find_name(text) is None


@given(st.text() | st.text().map(lambda text: f"my name is {text}"))
def test_takes_any_text(text: str) -> None:
    found = find_name(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
