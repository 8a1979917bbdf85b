"""What each answer leads to. None: not understood, ask again."""

from dataclasses import replace

from channels.ivr import menus
from channels.ivr.call import Call, Heard, Moved, Step, What, next_question
from core.text.places import best_district

SURE = 0.6
"""Recognition below this is not believed."""
RECORDED = "[voice recording]"
"""The description of a complaint that was only recorded: a person hears it and writes it down."""
_LANGUAGES = {"1": "ur", "2": "ps", "3": "en"}
_HEARS = {"ur", "en"}


def language(call: Call, heard: Heard) -> Moved | None:
    chosen = _LANGUAGES.get(heard.keys)
    return Moved(replace(call.to(Step.MENU), language=chosen)) if chosen else None


def menu(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == "1":
        return Moved(_next(call))
    if heard.keys == "2":
        return Moved(call.to(Step.STATUS))
    if heard.keys == "3":
        return Moved(call.to(Step.PERSON), does=(What.SPEAK_TO_PERSON,))
    return Moved(call.to(Step.LANGUAGE)) if heard.keys == "9" else None


def category(call: Call, heard: Heard) -> Moved | None:
    items = menus.category_items(call.language or "ur")
    if heard.keys == menus.MORE:
        return Moved(replace(call, page=call.page + 1, tries=0))
    found = menus.chosen(items, call.page, heard.keys)
    if found is None and heard.speech and heard.understood.confidence.get("category", 0.0) >= SURE:
        found = heard.understood.category
    return Moved(_next(call.learnt(category=found)), {"category": found}) if found else None


def district(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == menus.MORE:
        return Moved(replace(call, page=call.page + 1, tries=0))
    division = menus.chosen(menus.division_items(), call.page, heard.keys)
    if division:
        return Moved(call.to(Step.DISTRICT_IN, division=division))
    found, sure, _ = best_district(heard.speech) if heard.speech else (None, 0.0, ())
    if found is None or sure < SURE:
        return None
    return Moved(_next(call.learnt(district=found)), {"district": found})


def district_in(call: Call, heard: Heard) -> Moved | None:
    items = menus.district_items(call.division or "", call.language or "ur")
    if heard.keys == menus.MORE:
        return Moved(replace(call, page=call.page + 1, tries=0))
    if heard.keys == menus.AGAIN:
        return Moved(call.to(Step.DISTRICT))
    found = menus.chosen(items, call.page, heard.keys)
    return Moved(_next(call.learnt(district=found)), {"district": found}) if found else None


def story(call: Call, heard: Heard) -> Moved | None:
    if not heard.seconds:
        return None
    kept = replace(call, recorded=call.recorded + 1)
    if call.language in _HEARS:
        return Moved(kept.to(Step.WORDS))
    return Moved(_next(kept.learnt(description=RECORDED)), {"description": RECORDED})


def words(call: Call, heard: Heard) -> Moved | None:
    if heard.speech and heard.confidence >= SURE:
        spoken = call.learnt(description=heard.speech)
        return Moved(spoken.to(Step.ADDRESS), {"description": heard.speech}, (What.TELL_DIALOGUE,), heard.speech)
    if heard.speech and call.tries == 0:
        return None
    # Not recognised twice, or not wanted: the recording is the complaint.
    kept = call.learnt(description=call.known.get("description") or RECORDED)
    return Moved(kept.to(Step.ADDRESS), {"description": kept.known["description"]})


def address(call: Call, heard: Heard) -> Moved | None:
    if heard.speech and heard.confidence >= SURE:
        return Moved(_next(call.learnt(address=heard.speech)), {"address": heard.speech})
    return None if heard.speech and call.tries == 0 else Moved(_next(call))


def say_back(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == "1":
        return Moved(call.to(Step.DONE), does=(What.REGISTER,))
    return Moved(call.to(Step.CHANGE)) if heard.keys == "2" else None


def change(call: Call, heard: Heard) -> Moved | None:
    step = {"1": Step.CATEGORY, "2": Step.DISTRICT, "3": Step.STORY}.get(heard.keys)
    if step is None:
        return None
    forgotten = {Step.CATEGORY: "category", Step.DISTRICT: "district", Step.STORY: "description"}[step]
    known = {name: value for name, value in call.known.items() if name != forgotten}
    return Moved(replace(call, known=known).to(step))


def done(call: Call, heard: Heard) -> Moved | None:
    return Moved(call.to(Step.DONE)) if heard.keys == "1" else Moved(call.to(Step.GOODBYE))


def status(call: Call, heard: Heard) -> Moved | None:
    if not heard.keys:
        return None
    return Moved(replace(call, asked_number=heard.keys.strip("#*").lstrip("0")).to(Step.TOLD), does=(What.LOOK_UP,))


def proof(call: Call, heard: Heard) -> Moved | None:
    if len(heard.keys) != 4:
        return None
    return Moved(call.to(Step.TOLD), does=(What.LOOK_UP,), words=heard.keys)


def told(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == "1":
        return Moved(call.to(Step.TOLD))
    return Moved(call.to(Step.MENU)) if heard.keys == "2" else Moved(call.to(Step.GOODBYE))


def offer_person(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == "1":
        return Moved(call.to(Step.PERSON), does=(What.SPEAK_TO_PERSON,))
    return None if heard.keys else Moved(call.to(Step.GOODBYE, note="kept"), does=(What.SPEAK_TO_PERSON,))


def person(call: Call, _heard: Heard) -> Moved | None:
    """The wait for a person ended: whoever was not reached is called back."""
    return Moved(call.to(Step.GOODBYE, note="call_back"))


def goodbye(call: Call, _heard: Heard) -> Moved | None:
    return Moved(call)


def solved(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == "1":
        return Moved(call.to(Step.GOODBYE, note="thanks_solved"), does=(What.SATISFIED,))
    return Moved(call.to(Step.WHY_NOT)) if heard.keys == "2" else None


def why_not(call: Call, heard: Heard) -> Moved | None:
    recorded = replace(call, recorded=call.recorded + bool(heard.seconds))
    return Moved(recorded.to(Step.GOODBYE, note="thanks_not"), does=(What.DISSATISFIED,))


def _next(call: Call) -> Call:
    return call.to(next_question(call))
