"""What each step asks."""

from channels.ivr import menus
from channels.ivr.call import Call
from channels.ivr.menus import digits
from channels.ivr.screens import Answer, Prompt, Screen, Spoken, say
from core.helpline import RECORDED
from core.reference.phrasebook import say as phrase
from core.text.gazetteer import districts

_MOST_SAID_BACK = 300


def language(_call: Call) -> Screen:
    return Screen((say("welcome"), *(Prompt("language", language=code) for code in ("ur", "ps", "en"))))


def own(_call: Call) -> Screen:
    return Screen((say("own"),))


def menu(call: Call) -> Screen:
    welcome = (say("welcome"),) if call.turn == 1 else ()
    before = (say("goes_on"),) if call.known.get("description") else ()
    return Screen((*welcome, *before, say("menu")))


def category(call: Call) -> Screen:
    items = menus.category_items(_language(call))
    key = "category_or_say" if call.hears else "category"
    hints = tuple(name.text for _, name in items)
    return Screen((say(key), *menus.prompts(items, call.page)), _by_speech(call), hints=hints)


def district(call: Call) -> Screen:
    items = menus.division_items(_language(call))
    key = "district_or_say" if call.hears else "district"
    known = tuple(name for name, found in districts().items() if found.province == menus.PROVINCE)
    return Screen((say(key), *menus.prompts(items, call.page)), _by_speech(call), hints=known)


def district_in(call: Call) -> Screen:
    items = menus.district_items(call.division or "", _language(call))
    return Screen((say("district_in"), *menus.prompts(items, call.page)))


def story(call: Call) -> Screen:
    return Screen(() if call.brief else (say("story"),), Answer.RECORDING)


def words(call: Call) -> Screen:
    return Screen((say("words"),), _by_speech(call))


def address(call: Call) -> Screen:
    return Screen((say("address"),), _by_speech(call))


def in_danger(call: Call) -> Screen:
    return Screen((say("in_danger"),), _by_speech(call))


def name(call: Call) -> Screen:
    return Screen((say("name"),), _by_speech(call))


def phone(call: Call) -> Screen:
    return Screen((say("phone_shared" if call.shared else "phone"),), digits=0)


def say_back(call: Call) -> Screen:
    spoken = _language(call)
    told = call.known.get("description", "")
    said = [
        say("back_category", name=menus.category_name(call.known["category"], spoken)),
        say("back_district", name=menus.district_name(call.known["district"], spoken)),
    ]
    if call.known.get("address"):
        said.append(say("back_address", name=call.known["address"]))
    if call.known.get("complainant_name"):
        said.append(say("back_name", name=call.known["complainant_name"]))
    if told and told != RECORDED:
        said.append(say("back_words", words=told[:_MOST_SAID_BACK]))
    if call.recorded or told == RECORDED:
        said.append(say("back_recorded"))
    return Screen((*said, say("right")))


def change(_call: Call) -> Screen:
    return Screen((say("change"),))


def done(call: Call) -> Screen:
    after = "done_again" if call.caller or call.known.get("phone") else "done_again_no_sms"
    return Screen((say("done", digits=digits(call.number or "")), say(after)))


def status(call: Call) -> Screen:
    return Screen((say("status" if call.caller else "status_hidden"),), digits=0)


def proof(_call: Call) -> Screen:
    return Screen((say("proof"),), digits=4)


def status_told(call: Call) -> Screen:
    key, _, state = (call.note or "not_found").partition(":")
    if key != "status_is":
        return Screen((say(key), say("after_status")))
    name = Spoken(phrase(f"state.{state}", _language(call)), (f"state-{state}",))
    return Screen((say(key, digits=digits(call.asked_number or ""), state=name), say("after_status")))


def offer_person(_call: Call) -> Screen:
    return Screen((say("offer_person"),))


def person(call: Call) -> Screen:
    return Screen((say(call.note or "person"),), Answer.PERSON, agent=call.agent)


def goodbye(call: Call) -> Screen:
    return Screen((say(call.note or "goodbye"),), Answer.NOTHING)


def solved(call: Call) -> Screen:
    return Screen((say("solved", digits=digits(call.number or "")),))


def why_not(call: Call) -> Screen:
    return Screen(() if call.brief else (say("why_not"),), Answer.RECORDING)


def _language(call: Call) -> str:
    return call.language or "ur"


def _by_speech(call: Call) -> Answer:
    return Answer.KEYS_OR_SPEECH if call.hears else Answer.KEYS
