"""Speech as text, by any server that speaks the form of OpenAI's ``/v1/audio/transcriptions``.

https://platform.openai.com/docs/api-reference/audio/createTranscription (multipart form, ``verbose_json``). Servers of
whisper models in an office's own house take the same form.
"""

import math
from collections.abc import Mapping
from typing import Any

import httpx

from core.errors import RecogniserUnavailable, Unsupported
from core.ports import RecognisedWord, Transcript

_LANGUAGES = {"ur": "ur", "roman_ur": "ur", "ps": "ps", "en": "en"}
_REFUSED = frozenset({400, 413, 415, 422})


class OpenAiTranscriptions:
    """core.ports.Recogniser. ``url`` is the server's, without ``/v1/…``; ``model`` its own name for one."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str | None = None,
        *,
        timeout: float = 300.0,
        client: httpx.Client | None = None,
    ) -> None:
        self._url = f"{url.rstrip('/')}/v1/audio/transcriptions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or httpx.Client(timeout=timeout)

    def recognise(self, content: bytes, media_type: str, language: str) -> Transcript:
        """What is said. Raises RecogniserUnavailable, or Unsupported for sound that it does not take."""
        data = {"model": self._model, "response_format": "verbose_json", "timestamp_granularities[]": "word"}
        if language in _LANGUAGES:
            data["language"] = _LANGUAGES[language]
        kind = media_type.partition(";")[0].strip() or "application/octet-stream"
        name = f"recording.{_ending(kind)}"
        try:
            answer = self._client.post(
                self._url, data=data, files={"file": (name, content, kind)}, headers=self._headers
            )
            if answer.status_code in _REFUSED:
                raise Unsupported(f"the recogniser refused it: {answer.status_code}")
            answer.raise_for_status()
            said = answer.json()
            if not isinstance(said, dict) or not isinstance(said.get("text"), str):
                raise ValueError("no text")
            return Transcript(said["text"].strip(), str(said.get("language") or ""), tuple(_words(said)))
        except (httpx.HTTPError, ValueError, TypeError, KeyError) as error:
            raise RecogniserUnavailable(f"{type(error).__name__}: {error}") from error


def _words(said: Mapping[str, Any]) -> list[RecognisedWord]:
    """Each word with how sure it is. Some servers tell it of each word; most of a segment only, as the mean of its
    tokens' logarithms; where neither is told, nothing is sure."""
    told = [one for part in (said, *(said.get("segments") or ())) for one in (part.get("words") or ())]
    if told and all("probability" in one for one in told):
        return [RecognisedWord(str(one["word"]).strip(), float(one["probability"])) for one in told]
    found = []
    for segment in said.get("segments") or ():
        mean = segment.get("avg_logprob")
        sure = math.exp(min(0.0, float(mean))) if mean is not None else 0.0
        found += [RecognisedWord(word, sure) for word in str(segment.get("text", "")).split()]
    return found or [RecognisedWord(word, 0.0) for word in said["text"].split()]


def _ending(kind: str) -> str:
    """Servers look at the file's name to know what it is."""
    known = {"audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/x-wav": "wav", "audio/aac": "aac", "video/3gpp": "3gp"}
    return known.get(kind, kind.partition("/")[2].removeprefix("x-") or "bin")
