"""What each answer leads to once the complaint is told: its number, the state of one, a person, is it solved?"""

from dataclasses import replace

from channels.ivr.answers import PERSON_KEY, SKIP_KEY, to_person
from channels.ivr.call import Advance, Call, CallInput, Step, What


def done(call: Call, heard: CallInput) -> Advance | None:
    return Advance(call.to(Step.DONE)) if heard.keys == "1" else Advance(call.to(Step.GOODBYE, note="goodbye"))


def status(call: Call, heard: CallInput) -> Advance | None:
    if not heard.keys:
        return None
    return Advance(replace(call, asked_number=heard.keys.strip("#*").lstrip("0")).to(Step.TOLD), does=(What.LOOK_UP,))


def proof(call: Call, heard: CallInput) -> Advance | None:
    if len(heard.keys) != 4:
        return None
    return Advance(call.to(Step.TOLD), does=(What.LOOK_UP,), words=heard.keys)


def status_told(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == "1":
        return Advance(call.to(Step.TOLD))
    return Advance(call.to(Step.MENU)) if heard.keys == "2" else Advance(call.to(Step.GOODBYE, note="goodbye"))


def offer_person(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == "1":
        return to_person(call)
    if heard.keys == "2":
        return Advance(call.to(call.after or Step.MENU))
    return None if heard.keys else give_up(call)


def give_up(call: Call) -> Advance:
    """Nothing was understood and no person wanted: what there is is kept, and they are called back."""
    return Advance(call.to(Step.GOODBYE, note="kept"), does=(What.CALL_BACK,))


def person(call: Call, heard: CallInput) -> Advance | None:
    """The wait for a person ended: whoever was not reached is called back."""
    if heard.reached:
        return Advance(call.to(Step.GOODBYE, note="goodbye"), does=(What.TALKED,))
    return Advance(call.to(Step.GOODBYE, note="call_back"), does=(What.CALL_BACK,))


def goodbye(call: Call, _heard: CallInput) -> Advance | None:
    return Advance(call)


def solved(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == "1":
        return Advance(call.to(Step.GOODBYE, note="thanks_solved"), does=(What.SATISFIED,))
    return Advance(call.to(Step.WHY_NOT)) if heard.keys == "2" else None


def why_not(call: Call, heard: CallInput) -> Advance | None:
    """Why it is not solved: recorded, or left out."""
    if heard.keys and not heard.seconds and not call.brief and heard.keys not in (SKIP_KEY, PERSON_KEY):
        return Advance(replace(call, brief=True))
    recorded = replace(call, recorded=call.recorded + bool(heard.seconds))
    return Advance(recorded.to(Step.GOODBYE, note="thanks_not"), does=(What.DISSATISFIED,))


def not_judged(call: Call) -> Advance:
    """Nobody pressed anything: perhaps a machine answered. They are called again."""
    return Advance(call.to(Step.GOODBYE, note="ask_later"))
