"""Mails that say in their subject what and where."""

import pytest

from core.intake.mentions import answers, same, with_subject


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("No water in Saddar, Peshawar", "Please help.", "No water in Saddar, Peshawar: Please help."),
        ("No water in Saddar", "", "No water in Saddar"),
        ("No water", "There is no water in Saddar.", "There is no water in Saddar."),
        ("Re: No water in Saddar", "Peshawar", "Peshawar"),
        ("Fwd: No water", "see below", "see below"),
        ("Complaint", "There is no water.", "There is no water."),
        ("My urgent complaint!", "There is no water.", "There is no water."),
        ("شکایت", "پانی نہیں", "پانی نہیں"),
        ("[EXTERNAL] No water in Saddar", "Please help.", "No water in Saddar: Please help."),
        ("ځواب: اوبه", "سوات", "سوات"),
        ("جواب: پانی", "سوات", "سوات"),
        (None, "There is no water.", "There is no water."),
        ("IMG_0001", "The transformer is broken.", "The transformer is broken."),
        ("Peshawar.pdf", "", ""),
        ("No light", "[image: Peshawar.jpg]", "No light"),
        ("", "[image: Peshawar.jpg]\nNo water", "No water"),
        ("IMG_0001", "<Peshawar.jpg>", ""),
        ("IMG_0001", "Peshawar.pdf <https://drive.example/view?id=1>", ""),
        ("Peshawar.pdf", "Peshawar.pdf (234K)", ""),
        ("", "[cid:image001.png@01DB4300.12345670]\nNo water", "No water"),
        ("", "[image removed by sender. Swat]\nNo water", "No water"),
        ("", "No water [inline image 1] here", "No water  here"),
        (
            "",
            "The road [image 2] of <Swat>\nhttps://x.example/Swat.pdf",
            "The road  of <Swat>\nhttps://x.example/Swat.pdf",
        ),
        ("", "I sent complaint.pdf to the DC in Swat", "I sent complaint.pdf to the DC in Swat"),
        ("", "[the picture shows the road]", "[the picture shows the road]"),
        ("", "", ""),
        ("Re: x", "", ""),
    ],
)
def test_told(subject: str | None, text: str, expected: str) -> None:
    assert with_subject(subject, text) == expected


@pytest.mark.parametrize(
    ("asked", "answer", "is_answer", "is_same"),
    [
        ("Water supply", "RE: EXTERNAL: Water supply", True, True),
        ("Water supply", "***SPAM*** Water supply", True, True),
        ("Water supply", "Antwort: Water supply", True, True),
        ("Water supply", "ځواب: Water supply", True, True),
        ("Water supply", "پاسخ: Water supply", True, True),
        ("Water supply", "[dept.example #4] Water supply [EXT]", True, True),
        ("Water supply", "Re: No light in our street", False, False),
        ("Water supply", "Mailscan says: Water supply", True, False),
        ("Water supply in street 4, Saddar", "Re: Water supply in str", True, False),
        ("Water supply", "No light in our street", False, False),
        ("Water supply", "", True, True),
        ("Water supply", None, True, True),
        (None, "No light", True, True),
    ],
)
def test_an_answer_keeps_its_case_by_its_thread(
    asked: str | None, answer: str | None, is_answer: bool, is_same: bool
) -> None:
    assert (answers(asked, answer), same(asked, answer)) == (is_answer, is_same)
