"""A prompt is played where all of its recordings are there, and spoken otherwise."""

from pathlib import Path

import pytest

from channels.ivr import menus
from channels.ivr.audio import Audio, pieces, whole
from channels.ivr.prompts import LANGUAGES, catalogue
from channels.ivr.screens import say

NUMBER = say("done", digits=menus.digits("KP-2026-000123-8"))


def with_files(folder: Path, *names: str) -> Audio:
    for name in names:
        (folder / "en").mkdir(exist_ok=True)
        (folder / "en" / name).write_bytes(b"sound")
    return Audio(folder)


@pytest.mark.parametrize("ending", [".wav", ".mp3"])
def test_a_prompt_without_values_is_one_file(tmp_path: Path, ending: str) -> None:
    [file] = with_files(tmp_path, f"welcome{ending}").files(say("welcome"), "en") or []
    assert file.startswith(f"en/welcome{ending}?v=")


def test_a_number_is_played_digit_by_digit(tmp_path: Path) -> None:
    audio = with_files(tmp_path, "done-1.wav", *(f"digit-{n}.wav" for n in range(10)))
    files = audio.files(NUMBER, "en") or []
    assert [file.partition("?")[0] for file in files] == [
        "en/done-1.wav",
        *(f"en/digit-{digit}.wav" for digit in "20260001238"),
    ]


def test_where_one_piece_is_missing_nothing_is_played(tmp_path: Path) -> None:
    audio = with_files(tmp_path, "done-1.wav", *(f"digit-{n}.wav" for n in range(8)))
    assert audio.files(NUMBER, "en") is None


def test_words_that_nobody_can_have_recorded_are_spoken(tmp_path: Path) -> None:
    audio = with_files(tmp_path, "back_words-1.wav")
    assert audio.files(say("back_words", words="no light"), "en") is None


@pytest.mark.parametrize("folder", [None, Path("nowhere")])
def test_without_a_folder_everything_is_spoken(folder: Path | None) -> None:
    assert Audio(folder).files(say("welcome"), "en") is None


def test_a_new_recording_has_a_new_address(tmp_path: Path) -> None:
    import os

    audio = with_files(tmp_path, "welcome.wav")
    before = audio.files(say("welcome"), "en")
    os.utime(tmp_path / "en/welcome.wav", (1, 1))
    assert audio.files(say("welcome"), "en") != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_said_is_on_the_list_of_what_is_recorded(language: str) -> None:
    known = whole(language)
    items = [*menus.category_items(language), *menus.division_items(language)]
    for prompt in menus.prompts(items, 0) + menus.prompts(items, 3):
        assert set(pieces(prompt, language)) <= set(known)
    assert set(pieces(NUMBER, language)) <= set(known)
    assert all(words.strip() for words in known.values())


def test_all_languages_have_the_same_prompts_with_the_same_values() -> None:
    from string import Formatter

    def values(language: str) -> dict[str, set[str]]:
        parsed = {key: Formatter().parse(text) for key, text in catalogue(language).items()}
        return {key: {name for _, name, _, _ in parts if name} for key, parts in parsed.items()}

    assert values("ur") == values("ps") == values("en")
