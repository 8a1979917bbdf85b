"""What callers say goes through the same dialogue as elsewhere. No transaction is open meanwhile."""

import dataclasses

from channels.ivr import flow
from channels.ivr.call import Advance, Call, CallInput
from channels.ivr.webhook import Event
from core.complaint import Field, Source
from core.errors import DialogueUnavailable
from core.ports import DialogueEngine, Turn, TurnResult, Understanding
from gateway.house import House

LEARNT = ("category", "district", "address", "complainant_name", "anonymous", "incident_date", "cnic", "email")
"""Fields that are believed of what somebody says on the telephone. Their number we know, or they key it in."""
_IN_CALL = ("category", "district", "address", "complainant_name", "anonymous", "phone")


@dataclasses.dataclass(frozen=True, slots=True)
class AfterDialogue:
    """A step after the dialogue. ``fields`` are what goes into the record; ``danger`` is the kind that was heard."""

    moved: Advance
    fields: dict[str, Field]
    danger: str | None = None


def understood(house: House, heard: CallInput) -> CallInput:
    """The words with what they mean; without words, as it is."""
    if not heard.speech:
        return heard
    try:
        meaning = house.engine.understand([heard.speech])[0]
    except DialogueUnavailable:
        meaning = Understanding()
    return dataclasses.replace(heard, understood=meaning)


def said_to_house(moved: Advance) -> AfterDialogue:
    """A step without the dialogue: what was keyed in or chosen is certain."""
    return AfterDialogue(moved, {name: Field(value, 1.0, Source.DIALOGUE) for name, value in moved.learnt.items()})


def tell_dialogue(
    engine: DialogueEngine, conversation_id: str, before: Call, moved: Advance, event: Event
) -> AfterDialogue:
    """The caller's words through the dialogue: what it hears in them is not asked again, and it says what is asked
    next. While it is away, the words are the answer as they are."""
    plain = said_to_house(moved)
    try:
        result = engine.turn(_turn(conversation_id, before, moved, event))
    except DialogueUnavailable:
        return plain
    heard = _learnt(result, moved.call)
    description = plain.fields if moved.asking == "description" else {}
    known = {name: value for name, value in moved.call.known.items() if name != moved.asking or description}
    call = dataclasses.replace(moved.call, known=known)
    call = call.learnt(**{name: field.value for name, field in heard.items() if name in _IN_CALL})
    call = dataclasses.replace(flow.next_asked(call, result.asking), turn=moved.call.turn)
    told = AfterDialogue(dataclasses.replace(moved, call=call), {**description, **heard})
    return with_danger(told, moved.words, result.understanding)


def with_danger(told: AfterDialogue, words: str, meaning: Understanding) -> AfterDialogue:
    """A danger comes before whatever would be asked, also where something else was asked. It is kept in its words."""
    if meaning.danger is None:
        return told
    moved = flow.in_danger(told.moved, surely=meaning.urgent)
    moved = dataclasses.replace(moved, call=dataclasses.replace(moved.call, turn=told.moved.call.turn))
    fields = told.fields
    if "description" not in {**moved.call.known, **fields}:
        fields = {**fields, "description": Field(words, 0.9, Source.DIALOGUE)}
        moved = dataclasses.replace(moved, call=moved.call.learnt(description=words))
    return AfterDialogue(moved, fields, meaning.danger)


def _turn(conversation_id: str, before: Call, moved: Advance, event: Event) -> Turn:
    known = {name: value for name, value in before.known.items() if name != moved.asking}
    return Turn(
        conversation=conversation_id,
        id=f"{event.call}:{before.turn}",
        text=moved.words,
        language=before.language or "ur",
        known={**known, **({"phone": before.caller} if before.caller else {})},
        asking=moved.asking,
    )


def _learnt(result: TurnResult, call: Call) -> dict[str, Field]:
    return {
        name: field
        for name, field in result.fields.items()
        if field.believed
        and name in LEARNT
        and (name not in call.known or name == "address" or name == "complainant_name")
    }
