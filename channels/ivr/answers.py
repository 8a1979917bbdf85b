"""What each answer to a complaint's questions leads to. None: not understood, ask again."""

from dataclasses import replace

import phonenumbers

from channels.ivr import menus
from channels.ivr.call import Advance, Call, CallInput, Step, What, next_question
from core.helpline import RECORDED
from core.text.places import best_district

SURE = 0.6
"""Recognition below this is not believed."""
PERSON_KEY, SKIP_KEY = "*", "#"
OWN_ASKED = "own"
"""Among what a caller was asked: is it about their own complaint?"""
_LANGUAGES = {"1": "ur", "2": "ps", "3": "en"}


def language(call: Call, heard: CallInput) -> Advance | None:
    chosen = _LANGUAGES.get(heard.keys)
    following = Step.OWN if call.shared and OWN_ASKED not in call.asked else Step.MENU
    return Advance(replace(call.to(following), language=chosen)) if chosen else None


def own(call: Call, heard: CallInput) -> Advance | None:
    """Is what was told from this number their own? Who is somebody else is taken as if the number were hidden."""
    if heard.keys == "1":
        return Advance(call.passed(OWN_ASKED).to(Step.MENU))
    if heard.keys != "2":
        return None
    stranger = replace(call, caller="", known={}, asked=(OWN_ASKED,))
    return Advance(stranger.to(Step.MENU), does=(What.ANOTHER_CALLER,))


def menu(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == "1":
        return Advance(on(call))
    if heard.keys == "2":
        return Advance(call.to(Step.STATUS))
    if heard.keys == "3":
        return to_person(call)
    return Advance(call.to(Step.LANGUAGE)) if heard.keys == "9" else None


def category(call: Call, heard: CallInput) -> Advance | None:
    items = menus.category_items(call.language or "ur")
    if heard.keys in (menus.MORE, menus.AGAIN):
        return Advance(_page(call, heard.keys))
    found = menus.chosen(items, call.page, heard.keys)
    if found is None and heard.speech and heard.understood.confidence.get("category", 0.0) >= SURE:
        found = heard.understood.category
    return Advance(on(call.learnt(category=found)), {"category": found}) if found else None


def district(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys in (menus.MORE, menus.AGAIN):
        return Advance(_page(call, heard.keys))
    division = menus.chosen(menus.division_items(call.language or "ur"), call.page, heard.keys)
    if division:
        return Advance(call.to(Step.DISTRICT_IN, division=division))
    found, sure, _ = best_district(heard.speech) if heard.speech else (None, 0.0, ())
    if found is None or sure < SURE:
        return None
    return Advance(on(call.learnt(district=found)), {"district": found})


def district_in(call: Call, heard: CallInput) -> Advance | None:
    items = menus.district_items(call.division or "", call.language or "ur")
    if heard.keys == menus.MORE:
        return Advance(_page(call, heard.keys))
    if heard.keys == menus.AGAIN:
        return Advance(call.to(Step.DISTRICT))
    found = menus.chosen(items, call.page, heard.keys)
    return Advance(on(call.learnt(district=found)), {"district": found}) if found else None


def story(call: Call, heard: CallInput) -> Advance | None:
    if heard.seconds:
        # In the record at once, so that who hangs up now is heard all the same.
        kept = replace(call, recorded=call.recorded + 1).learnt(description=RECORDED)
        after = kept.to(Step.WORDS) if call.hears else on(kept)
        return Advance(after, {"description": RECORDED})
    return _pressed_through(call, heard)


def words(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == PERSON_KEY:
        return to_person(call)
    if heard.speech and heard.confidence >= SURE:
        spoken = call.learnt(description=heard.speech)
        return Advance(on(spoken), {"description": heard.speech}, (What.TELL_DIALOGUE,), heard.speech)
    if heard.speech and call.tries == 0:
        return None
    # Not recognised twice, or not wanted: the recording is the complaint.
    return Advance(on(call.learnt(description=call.known.get("description") or RECORDED)))


def address(call: Call, heard: CallInput) -> Advance | None:
    return _optional(call, heard, "address")


def name(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == PERSON_KEY:
        return Advance(on(call.passed("complainant_name").learnt(anonymous="yes")), {"anonymous": "yes"})
    return _optional(call, heard, "complainant_name")


def phone(call: Call, heard: CallInput) -> Advance | None:
    """Only asked where the number is hidden. Nothing but # is the wish not to be reached."""
    if heard.keys in (SKIP_KEY, PERSON_KEY):
        return Advance(on(call.learnt(anonymous="yes")), {"anonymous": "yes"})
    number = _dialled(heard.keys)
    return Advance(on(call.learnt(phone=number)), {"phone": number}) if number else None


def say_back(call: Call, heard: CallInput) -> Advance | None:
    if heard.keys == "1":
        return Advance(call.to(Step.DONE), does=(What.REGISTER,))
    return Advance(call.to(Step.CHANGE)) if heard.keys == "2" else None


def change(call: Call, heard: CallInput) -> Advance | None:
    step = {"1": Step.CATEGORY, "2": Step.DISTRICT, "3": Step.STORY}.get(heard.keys)
    if step is None:
        return None
    forgotten = {Step.CATEGORY: "category", Step.DISTRICT: "district", Step.STORY: "description"}[step]
    known = {name: value for name, value in call.known.items() if name != forgotten}
    return Advance(replace(call, known=known).to(step))


def in_danger(call: Call, heard: CallInput) -> Advance | None:
    """Is somebody in danger right now? No leads back to where the call was."""
    no = heard.keys == "2" or (heard.speech and heard.understood.intent == "deny" and not heard.understood.urgent)
    if no:
        return Advance(call.to(call.after or Step.MENU))
    yes = heard.keys == "1" or heard.understood.urgent or heard.understood.intent == "affirm"
    return emergency(call) if yes else None


def emergency(call: Call) -> Advance:
    """Registered with what there is. Only the place is asked, of whoever can say it."""
    where = call.hears and "address" not in call.known
    told = replace(call.to(Step.ADDRESS if where else Step.DONE), urgent=True)
    return Advance(told, does=(What.EMERGENCY,))


def on(call: Call) -> Call:
    """At the next question; after an emergency's place there is none."""
    return call.to(Step.DONE if call.number else next_question(call))


def to_person(call: Call) -> Advance:
    """Put through; where nobody can be reached, they are called back."""
    return Advance(call.to(Step.PERSON, note="person"), does=(What.SPEAK_TO_PERSON,))


def _page(call: Call, key: str) -> Call:
    return replace(call, page=call.page + (key == menus.MORE), tries=0)


def _pressed_through(call: Call, heard: CallInput) -> Advance | None:
    """A key while the words before the beep were said: the beep at once, or a person."""
    if heard.keys == PERSON_KEY:
        return to_person(call)
    return Advance(replace(call, brief=True)) if heard.keys and not call.brief else None


def _optional(call: Call, heard: CallInput, field: str) -> Advance | None:
    after = call.passed(field)
    if heard.speech and heard.confidence >= SURE:
        spoken = after.learnt(**{field: heard.speech})
        return Advance(on(spoken), {field: heard.speech}, (What.TELL_DIALOGUE,), heard.speech, field)
    return None if heard.speech and call.tries == 0 else Advance(on(after))


def _dialled(keys: str) -> str | None:
    try:
        number = phonenumbers.parse(keys.strip("#*"), "PK")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
