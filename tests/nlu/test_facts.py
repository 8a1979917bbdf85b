"""What clauses tell: measures, dates, sums and names, in four languages."""

import pytest

from nlu.dialogue.facts import is_fact, joined, parts
from nlu.dialogue.measures import measures
from nlu.dialogue.revised import revised, says_it_is_wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10 days and 3 children", [("10", "day"), ("3", "child")]),
        ("36,000 rupees", [("36000", "money")]),
        ("four months", [("4", "month")]),
        ("3 mahiny ho gy", [("3", "month")]),
        ("20 zara rupai", [("20", "money")]),
        ("salor myashte wshwe", [("4", "month")]),
        ("دس دن نہیں بارہ دن", [("10", "day"), ("12", "day")]),
        ("3 قسطوں سے بند", [("3", "instalment")]),
        ("۴ مياشتې وشوې", [("4", "month")]),
        ("street number 4, near the mosque", []),
        ("chaar din, panch", [("4", "day")]),
    ],
)
def test_measures(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.number, one.kind) for one in measures(text)] == found


@pytest.mark.parametrize(
    ("said", "story", "becomes"),
    [
        ("no, it is 12 days", "no water for 10 days", "no water for 12 days"),
        ("it is 12 days", "no water for 10 days", None),
        ("no, 3 children", "no water for 10 days", None),
        ("no, 12 days", "10 days dry, 10 days wet", None),
        ("nahi ji 3 saal se", "sarak 2 saal se tooti hai", "sarak 3 saal se tooti hai"),
        ("نہیں پانی 12 دن سے بند ہے", "نلکے میں دس دن سے پانی نہیں", "نلکے میں 12 دن سے پانی نہیں"),
        ("نه، ۴ مياشتې دي", "درې مياشتې نه راځي", "۴ مياشتې نه راځي"),
        ("زه د بنو یم، غلط مې وليکل", "زه د بنو نه يم، استانۍ نه راځي", "زه د بنو یم، استانۍ نه راځي"),
        ("I am not from Lahore", "I am from Lahore. No gas", "I am not from Lahore. No gas"),
        ("main swat ka hoon", "main swat ka nahi hoon, pani nahi", "main swat ka hoon, pani nahi"),
        ("zama kor ke obe shta", "zama kor ke gas nishta", None),
    ],
)
def test_what_corrects_stands_in_the_place_of_what_it_corrects(said: str, story: str, becomes: str | None) -> None:
    assert revised(said, story, corrects=says_it_is_wrong(said)) == becomes


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("the clerk wanted 2000 from me", True),
        ("SDO ne 5000 manga tha", True),
        ("لائن مین بھی 5000 مانگ رہا تھا", True),
        ("کلرک راڅخه ۵۰۰۰ غواړي", True),
        ("it is since March", True),
        ("200 گھر ہیں", True),
        ("bete ka naam Adil hai", True),
        ("how many days does it take 10 days", False),
        ("kab tak 3 din me hoga", False),
        ("my number is 5000", False),
        ("thank you very much", False),
        ("near the mosque", False),
    ],
)
def test_facts(text: str, tells: bool) -> None:
    assert is_fact(text) is tells


def test_questions_yeses_and_wishes_to_write_are_no_parts() -> None:
    text = "yes, it is 12 days. which office? یہ درست کریں\nand add: 36,000 rupees, I went twice"
    said = parts(text)
    assert [one.text for one in said] == ["it is 12 days", "36,000 rupees", "I went twice"]
    assert joined(text, said) == ["it is 12 days", "36,000 rupees, I went twice"]
