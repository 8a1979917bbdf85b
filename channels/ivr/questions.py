"""What each step asks."""

from channels.ivr import menus
from channels.ivr.call import Call
from channels.ivr.screens import Answer, Prompt, Screen, plain, say
from core.taxonomy import categories
from core.text.gazetteer import districts

_KEYED = {"ps"}
"""Languages in which speech is not recognised: asked by key only."""


def language(_call: Call) -> Screen:
    return Screen((say("welcome"), *(Prompt("language", {"in": code}) for code in ("ur", "ps", "en"))))


def menu(call: Call) -> Screen:
    before = (say("goes_on"),) if call.known.get("description") or call.recorded else ()
    return Screen((*before, say("menu")))


def category(call: Call) -> Screen:
    items = menus.category_items(_language(call))
    key = "category" if _language(call) in _KEYED else "category_or_say"
    hints = tuple(name for _, name in items)
    return Screen((say(key), *menus.prompts(items, call.page)), _by_speech(call), hints=hints)


def district(call: Call) -> Screen:
    key = "district" if _language(call) in _KEYED else "district_or_say"
    known = tuple(name for name, found in districts().items() if found.province == menus.PROVINCE)
    return Screen((say(key), *menus.prompts(menus.division_items(), call.page)), _by_speech(call), hints=known)


def district_in(call: Call) -> Screen:
    items = menus.district_items(call.division or "", _language(call))
    return Screen((say("district_in"), *menus.prompts(items, call.page)))


def story(_call: Call) -> Screen:
    return Screen((say("story"),), Answer.RECORDING)


def words(_call: Call) -> Screen:
    return Screen((say("words"),), Answer.KEYS_OR_SPEECH)


def address(call: Call) -> Screen:
    return Screen((say("address"),), _by_speech(call))


def say_back(call: Call) -> Screen:
    spoken = _language(call)
    said = [
        say("back_category", name=categories()[call.known["category"]].named(spoken)),
        say("back_district", name=district_name(call.known["district"], spoken)),
    ]
    if call.known.get("address"):
        said.append(say("back_address", name=call.known["address"]))
    if call.known.get("description") and not call.known["description"].startswith("["):
        said.append(say("back_words", words=call.known["description"][:300]))
    if call.recorded:
        said.append(say("back_recorded"))
    return Screen((*said, say("right")))


def change(_call: Call) -> Screen:
    return Screen((say("change"),))


def done(call: Call) -> Screen:
    return Screen((say("done", digits=spoken_digits(call.number or "")), say("done_again")))


def status(_call: Call) -> Screen:
    return Screen((say("status"),), digits=0)


def proof(_call: Call) -> Screen:
    return Screen((say("proof"),), digits=4)


def told(call: Call) -> Screen:
    return Screen((plain(call.note or ""), say("after_status")))


def offer_person(_call: Call) -> Screen:
    return Screen((say("offer_person"),))


def person(_call: Call) -> Screen:
    return Screen((say("person"),), Answer.PERSON)


def goodbye(call: Call) -> Screen:
    return Screen((say(call.note or "goodbye"),), Answer.NOTHING)


def solved(call: Call) -> Screen:
    return Screen((say("solved", digits=spoken_digits(call.number or "")),))


def why_not(_call: Call) -> Screen:
    return Screen((say("why_not"),), Answer.RECORDING)


def spoken_digits(number: str) -> str:
    """A tracking number digit by digit, slowly."""
    return ", ".join(filter(str.isdigit, number))


def district_name(district: str, language: str) -> str:
    found = districts().get(district)
    name = {"ur": found.urdu, "ps": found.pashto}.get(language) if found else None
    return name or district


def _language(call: Call) -> str:
    return call.language or "ur"


def _by_speech(call: Call) -> Answer:
    return Answer.KEYS if _language(call) in _KEYED else Answer.KEYS_OR_SPEECH
