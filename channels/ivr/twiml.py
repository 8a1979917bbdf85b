"""A screen as TwiML, made with twilio's own classes.

https://www.twilio.com/docs/voice/twiml
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.ivr.screens import Answer, Prompt, Screen
from channels.ivr.settings import Settings, Voice

LANGUAGES = ("ur", "ps", "en")
_WAIT_S = 6
_MOST_HINTS = 60


def render(screen: Screen, language: str, settings: Settings, base_url: str, action: str) -> str:
    """The document for a screen. ``action`` is where the answer is sent, also an empty one."""
    response = VoiceResponse()
    if screen.answer in (Answer.KEYS, Answer.KEYS_OR_SPEECH):
        gather = _gather(screen, language, settings, action)
        _speak(gather, screen.prompts, language, settings, base_url)
        response.append(gather)
        return str(response)
    _speak(response, screen.prompts, language, settings, base_url)
    if screen.answer is Answer.RECORDING:
        response.record(
            action=action,
            method="POST",
            max_length=settings.max_recording_seconds,
            timeout=8,
            finish_on_key="#",
            play_beep=True,
            recording_status_callback=f"{base_url}/in/ivr/recording",
            recording_status_callback_method="POST",
            recording_status_callback_event="completed",
        )
        response.redirect(action, method="POST")
    elif screen.answer is Answer.PERSON and settings.agent_number:
        response.dial(settings.agent_number, action=action, method="POST", timeout=30)
    elif screen.answer is Answer.PERSON:
        response.redirect(action, method="POST")
    else:
        response.hangup()
    return str(response)


def words_of(prompt: Prompt, language: str) -> str:
    """What a prompt says."""
    if not prompt.key:
        return prompt.text
    return catalogue(language)[prompt.key].format(**prompt.values)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All prompts of a language."""
    file = resources.files("channels.ivr") / "prompts" / f"{language}.json"
    prompts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return prompts


def _gather(screen: Screen, language: str, settings: Settings, action: str) -> Gather:
    voice = _voice(settings, language)
    by_speech = screen.answer is Answer.KEYS_OR_SPEECH and bool(voice.hear)
    more: dict[str, object] = {}
    if by_speech:
        more = {"language": voice.hear, "speech_timeout": "auto"}
        if screen.hints:
            more["hints"] = ", ".join(hint.replace(",", " ")[:100] for hint in screen.hints[:_MOST_HINTS])
    if screen.digits:
        more["num_digits"] = screen.digits
    return Gather(
        input="dtmf speech" if by_speech else "dtmf",
        action=action,
        method="POST",
        timeout=_WAIT_S,
        finish_on_key="" if screen.digits == 1 else "#",
        action_on_empty_result=True,
        barge_in=True,
        **more,
    )


def _speak(
    into: VoiceResponse | Gather, prompts: tuple[Prompt, ...], language: str, settings: Settings, base_url: str
) -> None:
    for prompt in prompts:
        spoken_in = prompt.values.get("in", language)
        recorded = _recorded(prompt, spoken_in, settings)
        if recorded:
            into.play(f"{base_url}/in/ivr/prompts/{spoken_in}/{recorded}")
            continue
        voice = _voice(settings, spoken_in)
        text = words_of(prompt, spoken_in)
        if prompt.key == "language":
            # Each language names its own key in its own voice.
            text = text.split("۔" if spoken_in == "ur" else ".")[LANGUAGES.index(spoken_in)].strip()
        into.say(text, language=voice.language, **({"voice": voice.voice} if voice.voice else {}))


def _voice(settings: Settings, language: str) -> Voice:
    return settings.voices.get(language) or settings.voices["en"]


def _recorded(prompt: Prompt, language: str, settings: Settings) -> str | None:
    """The name of the human recording of a prompt that has no values in it, where there is one."""
    if not settings.prompts_dir or not prompt.key or set(prompt.values) - {"in"}:
        return None
    for ending in (".mp3", ".wav"):
        if (Path(settings.prompts_dir) / language / f"{prompt.key}{ending}").is_file():
            return f"{prompt.key}{ending}"
    return None
