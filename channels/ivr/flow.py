"""The call as a table: what each step asks, and what each answer leads to. Pure.

::

    language → menu ┬ 1 → category → district (division → district) → story → words → address → say back ┬ 1 → done
                    ├ 2 → status (→ proof) → told                                                        └ 2 → change
                    └ 3 → person
    three times not understood → offer person → person, or goodbye with all that was said kept

What is known already is not asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from channels.ivr import answers, questions
from channels.ivr.call import Call, Heard, Moved, Step, What
from channels.ivr.screens import Prompt, Screen, say

TRIES = 3
"""Asked, and repeated twice."""

Ask = Callable[[Call], Screen]
Hear = Callable[[Call, Heard], Moved | None]

STEPS: Mapping[Step, tuple[Ask, Hear]] = {
    Step.LANGUAGE: (questions.language, answers.language),
    Step.MENU: (questions.menu, answers.menu),
    Step.CATEGORY: (questions.category, answers.category),
    Step.DISTRICT: (questions.district, answers.district),
    Step.DISTRICT_IN: (questions.district_in, answers.district_in),
    Step.STORY: (questions.story, answers.story),
    Step.WORDS: (questions.words, answers.words),
    Step.ADDRESS: (questions.address, answers.address),
    Step.SAY_BACK: (questions.say_back, answers.say_back),
    Step.CHANGE: (questions.change, answers.change),
    Step.DONE: (questions.done, answers.done),
    Step.STATUS: (questions.status, answers.status),
    Step.PROOF: (questions.proof, answers.proof),
    Step.TOLD: (questions.told, answers.told),
    Step.OFFER_PERSON: (questions.offer_person, answers.offer_person),
    Step.PERSON: (questions.person, answers.person),
    Step.GOODBYE: (questions.goodbye, answers.goodbye),
    Step.SOLVED: (questions.solved, answers.solved),
    Step.WHY_NOT: (questions.why_not, answers.why_not),
}


def ask(call: Call) -> Screen:
    """What is said at this step; after a misunderstanding it says so first."""
    screen = STEPS[call.step][0](call)
    sorry: tuple[Prompt, ...] = (say("not_understood"),) if call.tries else ()
    return replace(screen, prompts=(*sorry, *screen.prompts))


def hear(call: Call, heard: Heard) -> Moved:
    """Where an answer leads. What is not understood is asked again, and in the end a person is offered."""
    moved = STEPS[call.step][1](call, heard)
    if moved is not None:
        return replace(moved, call=replace(moved.call, turn=call.turn + 1))
    again = replace(call, tries=call.tries + 1, turn=call.turn + 1)
    if again.tries < TRIES:
        return Moved(again)
    if call.step is Step.OFFER_PERSON:
        return Moved(again.to(Step.GOODBYE, note="kept"), does=(What.SPEAK_TO_PERSON,))
    return Moved(again.to(Step.OFFER_PERSON, after=call.step))
