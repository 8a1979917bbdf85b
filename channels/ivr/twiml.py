"""A screen as TwiML, made with twilio's own classes.

https://www.twilio.com/docs/voice/twiml
"""

from dataclasses import dataclass

from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.ivr.audio import Audio
from channels.ivr.prompts import catalogue
from channels.ivr.screens import Answer, Prompt, Screen
from channels.ivr.settings import Settings, Voice

_WAIT_S, _RING_S = 6, 30
_MOST_HINTS = 60
_LEAST_S = 10


@dataclass(frozen=True, slots=True)
class Speaker:
    """How screens become documents. ``base_url`` is our public address."""

    settings: Settings
    audio: Audio
    base_url: str

    def render(self, screen: Screen, language: str, action: str, seconds_left: int) -> str:
        """The document for a screen. ``action`` is where the answer is sent, also an empty one; nothing in it takes
        longer than the call may still last."""
        response = VoiceResponse()
        if screen.answer in (Answer.KEYS, Answer.KEYS_OR_SPEECH):
            gather = self._gather(screen, language, action)
            self._speak(gather, screen.prompts, language)
            response.append(gather)
            return str(response)
        if screen.answer is Answer.RECORDING:
            self._record(response, screen, language, action, seconds_left)
            return str(response)
        self._speak(response, screen.prompts, language)
        agent = screen.agent or self.settings.agent_number
        if screen.answer is Answer.PERSON and agent:
            limit = max(seconds_left, _LEAST_S)
            response.dial(agent, action=action, method="POST", timeout=_RING_S, time_limit=limit)
        elif screen.answer is Answer.PERSON:
            response.redirect(action, method="POST")
        else:
            response.hangup()
        return str(response)

    def _record(self, response: VoiceResponse, screen: Screen, language: str, action: str, seconds_left: int) -> None:
        if screen.prompts:
            # <Record> takes no keys while something is said before it: the words stand in a <Gather>, and a key ends
            # them. Without a key Twilio goes on with what follows.
            before = Gather(input="dtmf", action=action, method="POST", timeout=1, num_digits=1, finish_on_key="")
            self._speak(before, screen.prompts, language)
            response.append(before)
        response.record(
            action=action,
            method="POST",
            max_length=max(min(self.settings.max_recording_seconds, seconds_left), _LEAST_S),
            timeout=8,
            finish_on_key="#",
            play_beep=True,
            recording_status_callback=f"{self.base_url}/in/ivr/recording",
            recording_status_callback_method="POST",
            recording_status_callback_event="completed",
        )
        response.redirect(action, method="POST")

    def _gather(self, screen: Screen, language: str, action: str) -> Gather:
        voice = self._voice(language)
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

    def _speak(self, into: VoiceResponse | Gather, prompts: tuple[Prompt, ...], language: str) -> None:
        for prompt in prompts:
            spoken_in = prompt.language or language
            files = self.audio.files(prompt, spoken_in)
            if files is not None:
                for file in files:
                    into.play(f"{self.base_url}/in/ivr/prompts/{file}")
                continue
            voice = self._voice(spoken_in)
            more = {"voice": voice.voice} if voice.voice else {}
            into.say(words_of(prompt, spoken_in), language=voice.language, **more)

    def _voice(self, language: str) -> Voice:
        return self.settings.voices.get(language) or self.settings.voices["en"]


def hang_up() -> str:
    """The document that ends a call without a word."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def words_of(prompt: Prompt, language: str) -> str:
    """What a prompt says."""
    return catalogue(language)[prompt.key].format(**{name: value.text for name, value in prompt.values.items()})
