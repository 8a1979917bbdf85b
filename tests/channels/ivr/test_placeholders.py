"""Placeholders are made, and what somebody recorded stays."""

import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from channels.ivr import placeholders
from channels.ivr.audio import whole
from channels.ivr.placeholders import Report, render, report
from core.errors import ConfigInvalid


class Speaker:
    """Writes the words themselves, and remembers them."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def __call__(self, voice: str, words: str, file: Path) -> None:
        self.said.append((voice, words))
        file.write_text(words)


def of(found: list[Report], language: str) -> Report:
    return next(one for one in found if one.language == language)


def test_urdu_and_english_get_placeholders_and_pashto_is_listed_as_missing(tmp_path: Path) -> None:
    speaker = Speaker()
    found = render(tmp_path / "prompts", speaker)
    assert (of(found, "ur").missing, of(found, "en").missing) == ((), ())
    assert set(of(found, "ps").missing) == set(whole("ps"))
    assert of(found, "ur").recorded == ()
    assert {voice for voice, _ in speaker.said} == {"ur", "en-gb"}


def test_a_second_time_nothing_is_made(tmp_path: Path) -> None:
    render(tmp_path, Speaker())
    again = Speaker()
    render(tmp_path, again)
    assert again.said == []


@pytest.mark.parametrize("name", ["welcome.wav", "welcome.mp3"])
def test_a_recording_replaces_a_placeholder_by_its_name(tmp_path: Path, name: str) -> None:
    render(tmp_path, Speaker())
    (tmp_path / "ur" / name).write_bytes(b"somebody's voice")
    found = render(tmp_path, Speaker())
    assert of(found, "ur").recorded == ("welcome",)
    assert "welcome" not in of(found, "ur").to_record
    assert (tmp_path / "ur" / name).read_bytes() == b"somebody's voice"


def test_words_that_changed_are_spoken_anew_but_not_over_a_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render(tmp_path, Speaker())
    (tmp_path / "en/menu.wav").write_bytes(b"somebody's voice")

    def changed(language: str) -> dict[str, str]:
        return {**whole(language), "goodbye": "Bye.", "menu": "Other words."}

    monkeypatch.setattr(placeholders, "whole", changed)
    again = Speaker()
    render(tmp_path, again)
    assert ("en-gb", "Bye.") in again.said
    assert (tmp_path / "en/menu.wav").read_bytes() == b"somebody's voice"


def test_a_list_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / placeholders.LIST).write_text("{")
    with pytest.raises(ConfigInvalid, match="cannot be read"):
        report(tmp_path)


@pytest.fixture
def speak() -> Callable[[str, str, Path], None]:
    return placeholders.espeak()


@pytest.mark.parametrize("language", placeholders.VOICES)
def test_the_synthesizer_speaks(tmp_path: Path, speak: Callable[[str, str, Path], None], language: str) -> None:
    file = tmp_path / "said.wav"
    speak(placeholders.VOICES[language], whole(language)["welcome"], file)
    with wave.open(str(file)) as sound:
        assert sound.getnframes() / sound.getframerate() > 1
