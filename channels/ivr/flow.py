"""The call as a table: what each step asks, and what each answer leads to. Pure.

::

    language (→ own) → menu ┬ 1 → category → district (division → district) → story → words → address → name ┐
                            ├ 2 → status (→ proof) → told            change ← 2 ┬ say back ← (phone) ←───────┘
                            └ 3 → person                               done ← 1 ┘
    own, where several people call from one number: 1 → goes on, 2 → as if nothing were known of the caller
    somebody in danger, surely: numbers, registered → (address) → done; perhaps: numbers → in danger? ┬ 1 → as surely
                                                                                                     └ 2 → as it was
    three times not understood → offer person → person, back, or goodbye with all that was said kept
    we call: solved ┬ 1 → goodbye
                    └ 2 → why not → goodbye

What is known already is not asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from channels.ivr import answers, answers_after, questions
from channels.ivr.call import Advance, Call, CallInput, Step
from channels.ivr.menus import digits
from channels.ivr.screens import Prompt, Screen, say

TRIES = 3
"""Asked, and repeated twice."""

Ask = Callable[[Call], Screen]
Hear = Callable[[Call, CallInput], Advance | None]

STEPS: Mapping[Step, tuple[Ask, Hear]] = {
    Step.LANGUAGE: (questions.language, answers.language),
    Step.OWN: (questions.own, answers.own),
    Step.MENU: (questions.menu, answers.menu),
    Step.CATEGORY: (questions.category, answers.category),
    Step.DISTRICT: (questions.district, answers.district),
    Step.DISTRICT_IN: (questions.district_in, answers.district_in),
    Step.STORY: (questions.story, answers.story),
    Step.WORDS: (questions.words, answers.words),
    Step.ADDRESS: (questions.address, answers.address),
    Step.IN_DANGER: (questions.in_danger, answers.in_danger),
    Step.NAME: (questions.name, answers.name),
    Step.PHONE: (questions.phone, answers.phone),
    Step.SAY_BACK: (questions.say_back, answers.say_back),
    Step.CHANGE: (questions.change, answers.change),
    Step.DONE: (questions.done, answers_after.done),
    Step.STATUS: (questions.status, answers_after.status),
    Step.PROOF: (questions.proof, answers_after.proof),
    Step.TOLD: (questions.status_told, answers_after.status_told),
    Step.OFFER_PERSON: (questions.offer_person, answers_after.offer_person),
    Step.PERSON: (questions.person, answers_after.person),
    Step.GOODBYE: (questions.goodbye, answers_after.goodbye),
    Step.SOLVED: (questions.solved, answers_after.solved),
    Step.WHY_NOT: (questions.why_not, answers_after.why_not),
}


def ask(call: Call) -> Screen:
    """What is said at this step; after a misunderstanding it says so first, and in danger whom to call."""
    screen = STEPS[call.step][0](call)
    first: tuple[Prompt, ...] = (say("emergency"),) if call.urgent else ()
    if call.urgent and call.number and call.step is not Step.DONE:
        first = (*first, say("emergency_number", digits=digits(call.number)))
    sorry: tuple[Prompt, ...] = (say("not_understood"),) if call.tries else ()
    return replace(screen, prompts=(*first, *sorry, *screen.prompts))


def advance(call: Call, heard: CallInput) -> Advance:
    """Where an answer leads. What is not understood is asked again, and in the end a person is offered."""
    call = replace(call, urgent=False)
    moved = STEPS[call.step][1](call, heard)
    if moved is None:
        again = replace(call, tries=call.tries + 1, brief=False)
        moved = Advance(again) if again.tries < TRIES else _given_up(again)
    return replace(moved, call=replace(moved.call, turn=call.turn + 1))


def _given_up(call: Call) -> Advance:
    if call.step is Step.IN_DANGER:  # silence is a yes, as in writing
        return answers.emergency(call)
    if call.step is Step.OFFER_PERSON:
        return answers_after.give_up(call)
    if call.step is Step.SOLVED:
        return answers_after.not_judged(call)
    return Advance(call.to(Step.OFFER_PERSON, after=call.step))


_QUESTIONS = {
    "category": Step.CATEGORY,
    "district": Step.DISTRICT,
    "address": Step.ADDRESS,
    "complainant_name": Step.NAME,
    "phone": Step.PHONE,
    "confirmed": Step.SAY_BACK,
}


def next_asked(call: Call, asking: str | None) -> Call:
    """At the question that the dialogue asks next, where it can be asked by voice and is still open."""
    wanted = _QUESTIONS.get((asking or "").partition(":")[0].partition("@")[0])
    own = answers.on(call)
    if wanted is Step.SAY_BACK and own.step in (Step.ADDRESS, Step.NAME):
        return call.to(Step.SAY_BACK) if call.caller or "phone" in call.known else own
    if wanted is Step.NAME and own.step is Step.ADDRESS:
        return call.to(Step.NAME)
    return own


def in_danger(moved: Advance, *, surely: bool) -> Advance:
    """Somebody is in danger, or perhaps: that comes before whatever would have been asked. Perhaps is asked once."""
    call = moved.call
    if call.number:
        return replace(moved, call=replace(call, urgent=True))
    if surely:
        return replace(answers.emergency(call), learnt=moved.learnt, words=moved.words, asking=moved.asking)
    if _ASKED in call.asked:
        return moved
    return replace(moved, call=replace(call.passed(_ASKED).to(Step.IN_DANGER, after=call.step), urgent=True))


_ASKED = "danger"


def field_asked(step: Step) -> str | None:
    """The record's field that a step asks for, as the dialogue calls it: so that another channel goes on there."""
    more = {Step.DISTRICT_IN: "district", Step.STORY: "description", Step.WORDS: "description"}
    return {**{step: name for name, step in _QUESTIONS.items()}, **more}.get(step)
