"""What each answer to a complaint's questions leads to. None: not understood, ask again."""

from dataclasses import replace

import phonenumbers

from channels.ivr import menus
from channels.ivr.call import Call, Heard, Moved, Step, What, next_question
from core.helpline import RECORDED
from core.text.places import best_district

SURE = 0.6
"""Recognition below this is not believed."""
PERSON_KEY, SKIP_KEY = "*", "#"
_LANGUAGES = {"1": "ur", "2": "ps", "3": "en"}


def language(call: Call, heard: Heard) -> Moved | None:
    chosen = _LANGUAGES.get(heard.keys)
    return Moved(replace(call.to(Step.MENU), language=chosen)) if chosen else None


def menu(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == "1":
        return Moved(on(call))
    if heard.keys == "2":
        return Moved(call.to(Step.STATUS))
    if heard.keys == "3":
        return to_person(call)
    return Moved(call.to(Step.LANGUAGE)) if heard.keys == "9" else None


def category(call: Call, heard: Heard) -> Moved | None:
    items = menus.category_items(call.language or "ur")
    if heard.keys in (menus.MORE, menus.AGAIN):
        return Moved(_page(call, heard.keys))
    found = menus.chosen(items, call.page, heard.keys)
    if found is None and heard.speech and heard.understood.confidence.get("category", 0.0) >= SURE:
        found = heard.understood.category
    return Moved(on(call.learnt(category=found)), {"category": found}) if found else None


def district(call: Call, heard: Heard) -> Moved | None:
    if heard.keys in (menus.MORE, menus.AGAIN):
        return Moved(_page(call, heard.keys))
    division = menus.chosen(menus.division_items(call.language or "ur"), call.page, heard.keys)
    if division:
        return Moved(call.to(Step.DISTRICT_IN, division=division))
    found, sure, _ = best_district(heard.speech) if heard.speech else (None, 0.0, ())
    if found is None or sure < SURE:
        return None
    return Moved(on(call.learnt(district=found)), {"district": found})


def district_in(call: Call, heard: Heard) -> Moved | None:
    items = menus.district_items(call.division or "", call.language or "ur")
    if heard.keys == menus.MORE:
        return Moved(_page(call, heard.keys))
    if heard.keys == menus.AGAIN:
        return Moved(call.to(Step.DISTRICT))
    found = menus.chosen(items, call.page, heard.keys)
    return Moved(on(call.learnt(district=found)), {"district": found}) if found else None


def story(call: Call, heard: Heard) -> Moved | None:
    if heard.seconds:
        # In the record at once, so that who hangs up now is heard all the same.
        kept = replace(call, recorded=call.recorded + 1).learnt(description=RECORDED)
        after = kept.to(Step.WORDS) if call.hears else on(kept)
        return Moved(after, {"description": RECORDED})
    return _pressed_through(call, heard)


def words(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == PERSON_KEY:
        return to_person(call)
    if heard.speech and heard.confidence >= SURE:
        spoken = call.learnt(description=heard.speech)
        return Moved(on(spoken), {"description": heard.speech}, (What.TELL_DIALOGUE,), heard.speech)
    if heard.speech and call.tries == 0:
        return None
    # Not recognised twice, or not wanted: the recording is the complaint.
    return Moved(on(call.learnt(description=call.known.get("description") or RECORDED)))


def address(call: Call, heard: Heard) -> Moved | None:
    return _optional(call, heard, "address")


def name(call: Call, heard: Heard) -> Moved | None:
    if heard.keys == PERSON_KEY:
        return Moved(on(call.passed("complainant_name").learnt(anonymous="yes")), {"anonymous": "yes"})
    return _optional(call, heard, "complainant_name")


def phone(call: Call, heard: Heard) -> Moved | None:
    """Only asked where the number is hidden. Nothing but # is the wish not to be reached."""
    if heard.keys in (SKIP_KEY, PERSON_KEY):
        return Moved(on(call.learnt(anonymous="yes")), {"anonymous": "yes"})
    number = _dialled(heard.keys)
    return Moved(on(call.learnt(phone=number)), {"phone": number}) if number else None


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


def on(call: Call) -> Call:
    """At the next question."""
    return call.to(next_question(call))


def to_person(call: Call) -> Moved:
    """Put through; where nobody can be reached, they are called back."""
    return Moved(call.to(Step.PERSON, note="person"), does=(What.SPEAK_TO_PERSON,))


def _page(call: Call, key: str) -> Call:
    return replace(call, page=call.page + (key == menus.MORE), tries=0)


def _pressed_through(call: Call, heard: Heard) -> Moved | None:
    """A key while the words before the beep were said: the beep at once, or a person."""
    if heard.keys == PERSON_KEY:
        return to_person(call)
    return Moved(replace(call, brief=True)) if heard.keys and not call.brief else None


def _optional(call: Call, heard: Heard, field: str) -> Moved | None:
    after = call.passed(field)
    if heard.speech and heard.confidence >= SURE:
        spoken = after.learnt(**{field: heard.speech})
        return Moved(on(spoken), {field: heard.speech}, (What.TELL_DIALOGUE,), heard.speech, field)
    return None if heard.speech and call.tries == 0 else Moved(on(after))


def _dialled(keys: str) -> str | None:
    try:
        number = phonenumbers.parse(keys.strip("#*"), "PK")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
