import pytest

from core.text.file_names import is_file_name


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0001",
        "IMG-20261130-WA0007.jpg",
        "Screenshot_20261130-101010_WhatsApp",
        "scan0001.pdf",
        "Document (3).docx",
        "New Doc 11-30-2026",
        "CamScanner 30-11-2026 10.10",
        "DOC-20261130-WA0003",
        "image0.jpeg",
        "PXL_20261130_101010",
        "Adobe Scan 30 Nov 2026",
        "photo",
        "WhatsApp Image 2026-11-30 at 10.10.10 AM (1)",
        "20261130_101010",
        "DSC_0012",
        "Peshawar.pdf",
        "Application to DC Mardan.docx",
        "درخواست.pdf",
        "تصویر 1",
        "Untitled document",
        "SKM_C360i2611",
        "Microsoft Word - Document1",
        "IMG_0001, IMG_0002",
        "IMG_0001\nIMG_0002",
        "FullSizeRender",
        "FB_IMG_1234567",
        "PTT-20261130-WA0001.opus",
        "p1010001.jpg",
        "6f1c2b3a-1111-4222-8333-444455556666",
    ],
)
def test_a_file_is_named(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Water supply",
        "No water in Peshawar",
        "Scan report of my father not given",
        "Document verification delayed",
        "Photo of broken road",
        "image of DC office",
        "Recording of bribe",
        "03001234567",
        "KP-2026-000123-4",
        "see the file",
        "File No 123 pending since 2024",
        "File 44",
        "Record not corrected 2024",
        "Doc Khan took bribe 500",
        "P 5 colony",
        "See the road: it is in photo.jpg",
        "I sent this letter to the office of the DC in May as complaint.pdf",
    ],
)
def test_a_person_says_it(words: str) -> None:
    assert not is_file_name(words)
