"""Rasa over HTTP, as the core's DialogueEngine. Speaks to our own input channel (nlu/assistant/serving/channel.py)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, TypeVar
from zlib import crc32

from core.complaint import Field, Source
from core.errors import DialogueUnavailable
from core.messages import Button
from core.ports import Outcome, Reply, Turn, TurnResult, Understanding
from core.text.normalise import clean_text
from nlu.dialogue.all_at_once import question_for_all
from nlu.wire import Breaker, Pooled, Unheard, Wire, WireFault

NAME = "rasa"
_LONGEST_TEXT = 6000
"""Characters of a message that are sent; what is kept is never cut."""
_TEXTS_A_CALL = 100

Shape = TypeVar("Shape")


class RasaEngine:
    """One Rasa or several alike, with pooled connections. Threads may share it. Any fault is DialogueUnavailable.

    ``url``: one address, or those of several processes on the same stores. A conversation keeps to one of them; while
    that one is left alone or refuses connections, the next takes over. ``timeout`` in seconds for a whole turn. After
    a few faults in a row a Rasa is left alone for a while, so that one that is down or slow costs a worker nothing.
    """

    def __init__(
        self, url: str | Sequence[str], secret: str, *, timeout: float = 8.0,
        breaker: Callable[[], Breaker] = Breaker, wire: Wire | None = None,
    ) -> None:  # fmt: skip
        urls = [url] if isinstance(url, str) else list(url)
        self._places = [(f"{one.rstrip('/')}/webhooks/arzi", breaker()) for one in urls]
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._wire = wire or Pooled(timeout)

    def turn(self, turn: Turn) -> TurnResult:
        """One turn of the dialogue. Raises DialogueUnavailable."""
        asked = {
            "conversation": turn.conversation,
            "id": turn.id,
            "text": turn.text[:_LONGEST_TEXT],
            "language": turn.language,
            "known": dict(turn.known),
            "asking": turn.asking,
            "choice": turn.choice,
        }
        result = _believed(_result, self._call("/turn", asked, turn.conversation))
        return _uncut(turn.text, result) if len(turn.text) > _LONGEST_TEXT else result

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        """One message that asks for all of these fields. Needs no Rasa."""
        return Reply(question_for_all(missing, language))

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        """What each text says. Raises DialogueUnavailable."""
        heard: list[Understanding] = []
        for start in range(0, len(texts), _TEXTS_A_CALL):
            part = [text[:_LONGEST_TEXT] for text in texts[start : start + _TEXTS_A_CALL]]
            heard += _believed(_understandings, self._call("/understand", {"texts": part}, part[0]))
        return heard

    def ping(self) -> None:
        """Raises DialogueUnavailable when none has its model loaded and can reach its stores."""
        faults = []
        for address, _ in self._places:
            try:
                answer = self._wire.send("GET", f"{address}/ready", None, self._headers)
            except WireFault as error:
                faults.append(str(error))
                continue
            if answer.status == HTTPStatus.OK:
                return
            faults.append(f"not ready: HTTP {answer.status}")
        raise DialogueUnavailable("; ".join(faults))

    def close(self) -> None:
        """Give the connections back."""
        self._wire.close()

    def _call(self, path: str, body: Mapping[str, Any], of: str) -> Any:
        """The answer of the Rasa whose turn it is by ``of``, or of the next that takes connections."""
        first = crc32(of.encode()) % len(self._places)
        fault = "left alone after repeated faults"
        for address, breaker in (*self._places[first:], *self._places[:first]):
            if breaker.open():
                continue
            try:
                content = self._post(address + path, body, breaker)
            except Unheard as error:  # another may hear us
                fault = str(error)
            else:
                return content
        raise DialogueUnavailable(fault)

    def _post(self, address: str, body: Mapping[str, Any], breaker: Breaker) -> Any:
        """Raises DialogueUnavailable, and Unheard where nobody listens."""
        try:
            answer = self._wire.send("POST", address, json.dumps(body).encode(), self._headers)
            if answer.status != HTTPStatus.OK:
                raise WireFault(f"HTTP {answer.status}")
            content = json.loads(answer.body)
        except Unheard:
            breaker.fault()
            raise
        except WireFault as error:
            breaker.fault()
            raise DialogueUnavailable(str(error)) from None
        except ValueError as error:
            breaker.fault()
            raise DialogueUnavailable(type(error).__name__) from None
        breaker.success()
        return content


def _believed(make: Callable[[Any], Shape], content: Any) -> Shape:
    """What was answered, in the core's shapes. An answer of another shape is a fault of Rasa's."""
    try:
        return make(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DialogueUnavailable(f"unexpected answer: {type(error).__name__}") from None


def _result(content: Mapping[str, Any]) -> TurnResult:
    return TurnResult(
        replies=tuple(_reply(reply) for reply in content["replies"]),
        outcome=Outcome(content["outcome"]),
        asking=content["asking"],
        language=content["language"],
        fields={
            name: Field(str(one["value"]), float(one["confidence"]), Source(one["source"]))
            for name, one in content["fields"].items()
        },
        understanding=understanding_in(content["understanding"]),
        engine=NAME,
        asks=frozenset(str(topic) for topic in content.get("asks", ())),
    )


def _uncut(text: str, result: TurnResult) -> TurnResult:
    """A description that ends where the text was cut, with the whole text instead: only what Rasa reads is cut."""
    told, read = result.fields.get("description"), clean_text(text[:_LONGEST_TEXT]).strip()
    if told is None or not told.value.endswith(read):
        return result
    whole = replace(told, value=told.value.removesuffix(read) + clean_text(text).strip())
    return replace(result, fields={**result.fields, "description": whole})


def _reply(content: Mapping[str, Any]) -> Reply:
    return Reply(content["text"], tuple(Button(one["title"], one["payload"]) for one in content["buttons"]))


def _understandings(content: Sequence[Mapping[str, Any]]) -> list[Understanding]:
    return [understanding_in(one) for one in content]


def understanding_in(content: Mapping[str, Any]) -> Understanding:
    """One Understanding from the JSON object in which the assistant tells it."""
    return Understanding(
        language=content["language"],
        intent=content["intent"],
        category=content["category"],
        district=content["district"],
        confidence={name: float(sure) for name, sure in content["confidence"].items()},
        entities={name: str(value) for name, value in content["entities"].items()},
        urgent=bool(content["urgent"]),
        danger=content.get("danger"),
        acts=frozenset(str(act) for act in content.get("acts", ())),
    )
