"""What answers "what is your name?" and "what is your number?", and names told elsewhere."""

from nlu.dialogue.anothers_name import names_somebody_else, without_anothers
from nlu.dialogue.answers.digressions import QUESTIONS, asks_rather, digression, nameless
from nlu.dialogue.believed.called import name_in_a_sentence
from nlu.dialogue.believed.people import is_own_beside_another, name_of, person
from nlu.dialogue.believed.spans import standing, tagged
from nlu.dialogue.believed.talk import points_back
from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does
from nlu.dialogue.proofs import is_given_name, is_name_alone, is_noise
from nlu.dialogue.sayings import said_outright
from nlu.dialogue.shapes import DIALOGUE, Heard, Reading, Said, Value
from nlu.dialogue.spelled import spelled_phone
from nlu.dialogue.words import tokens

_TOLD = 0.6

_WISH_BESIDE = 0.8
_SAID_SO = 0.9
"""A name stated as surely as this is kept beside the wish to hide it."""

NO_NAME = frozenset({"wants_anonymity", "asks_why"})


def name(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A name that is proven, or the wish not to give one. Beside somebody else's name the writer's own counts."""
    return _as_stated(_own_name(said, heard, does), heard)


def _as_stated(found: "Reading | None", heard: Heard) -> "Reading | None":
    """With the last name that "my name is …" tells behind what was found."""
    stated = heard.entities.get("complainant_name")
    value = found.fields.get("complainant_name") if found is not None else None
    if (
        found is None
        or value is None
        or stated is None
        or not stated[0].casefold().startswith(f"{value[0].casefold()} ")
    ):
        return found
    return found.but(fields={**found.fields, "complainant_name": (stated[0], *value[1:])})


def _own_name(said: Said, heard: Heard, does: Does) -> "Reading | None":
    if names_somebody_else(said.text):
        own = _name(*without_anothers(said, heard), does)
        if own is not None and "complainant_name" in own.fields:
            return own
    return _name(said, heard, does)


def _name(said: Said, heard: Heard, does: Does) -> "Reading | None":
    at_once = _name_at_once(said, heard, does)
    if at_once is not None:
        return at_once
    if does.meant is not None or is_noise(said.text) or does.outright & QUESTIONS:
        return None
    answers, aside = does.chance("answers"), digression(does)
    stated = "complainant_name" in heard.entities
    refused = does.chance("refuses_or_skips") > max(answers, 0.5)
    hides = does.has("wants_anonymity") and answers < 0.6
    tag = tagged(heard, "complainant_name", least=0.6)
    if (answers >= 0.35 or stated or tag or (aside < 0.5 and not hides)) and not refused:
        found = person(said, heard, 0.0 if hides or (aside >= 0.9 and answers < 0.5) else answers)
        proven = stated or tag or (answers >= 0.35 and not (aside >= 0.8 and answers < 0.5))
        doubtful = (aside >= 0.6 or hides) and not stated
        if (
            doubtful
            and proven
            and not (found and any(is_given_name(word) for word in found.split()) and answers >= 0.5)
        ):
            proven = bool(tagged(heard, "complainant_name", least=0.85))
        if found is not None and proven and not (aside >= 0.6 and answers < 0.25):
            return Reading("inform", fields={"complainant_name": (found, 0.93, DIALOGUE)})
    if (does.has("refuses_or_skips", "denies") and not asks_rather(does)) or (
        points_back(said.text) and answers >= 0.5
    ):
        return Reading("inform", skipped=("complainant_name",))
    return None


def _name_at_once(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """What needs no weighing: a button, a whole move, a wish said outright, a name that is called one."""
    if said.choice == "anonymous" or does.meant == "anonymous":
        return Reading("inform", fields=nameless())
    if said.choice == "skip" or does.meant in ("skip", "deny"):
        return Reading("inform", skipped=("complainant_name",))
    if does.meant is not None or is_noise(said.text) or does.outright & QUESTIONS:
        return None
    if "wants_anonymity" in does.outright and does.chance("answers") < _WISH_BESIDE:
        stated = heard.entities.get("complainant_name")
        named = stated is not None and stated[1] >= _SAID_SO and any(map(is_given_name, stated[0].split()))
        told: dict[str, Value] = {"complainant_name": (stated[0], 0.93, DIALOGUE)} if named and stated else {}
        return Reading("inform", fields={**told, **nameless()})
    called = None if does.outright & NO_NAME else _called_outright(said, heard) or _told_in_a_sentence(said, heard)
    return Reading("inform", fields={"complainant_name": (called, 0.93, DIALOGUE)}) if called else None


def _told_in_a_sentence(said: Said, heard: Heard) -> "str | None":
    """ "Fazal Wadood. Will she be told?": where the rest is no denial of it and no other name is told."""
    if "complainant_name" in heard.entities or names_somebody_else(said.text) or said.known.get("complainant_name"):
        return None
    return name_in_a_sentence(said.text)


def _called_outright(said: Said, heard: Heard) -> "str | None":
    """ "I write for my mother, her name is Gul Bibi": what stands behind the word "name" is one."""
    stated = heard.entities.get("complainant_name")
    for one in standing(said.text, tagged(heard, "complainant_name")):
        beside = stated is not None and is_own_beside_another(said.text, stated)
        if stated and beside and stated[0].lower() not in said.text[one.start : one.end].lower():
            continue
        if said.text[one.end :].lstrip()[:1] in ("?", "؟"):
            continue  # "will my name be told?"
        before = tokens(said.text[max(0, one.start - 40) : one.start])[-2:]
        behind = tokens(said.text[one.end : one.end + 20])[:2]
        if any("name" in cues(word) for word in (*before, *behind)):
            return name_of(said.text[one.start : one.end])
    return None


def phone(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A phone number or an email; a refusal is the wish not to be reached."""
    facts: dict[str, Value] = {
        kind: (*heard.entities[kind], DIALOGUE) for kind in ("phone", "email") if kind in heard.entities
    }
    told = spelled_phone(said.text) if not facts else None
    if told is not None:
        facts["phone"] = (*told, DIALOGUE)
    if facts:
        return Reading("inform", fields=facts)
    if does.outright & QUESTIONS:
        return None
    if said.choice == "skip" or does.meant in ("skip", "deny", "anonymous"):
        return Reading("inform", fields=nameless())
    has_none = {"neg", "field_phone"} <= set(cues(said.text)) and not does.asks and not does.has("wants_person")
    refuses = does.has("refuses_or_skips", "denies") and does.chance("answers") < 0.7
    if has_none or (refuses and not asks_rather(does)):
        return Reading("inform", fields=nameless())
    return None


def name_told(said: Said, heard: Heard) -> "Value | None":
    """A name that stands in words that were no answer to "what is your name"."""
    if is_noise(said.text) or said_outright(said.text, said.question) & NO_NAME or names_somebody_else(said.text):
        return None
    spans = tagged(heard, "complainant_name", least=_TOLD)
    words = name_of(said.text[spans[0].start : spans[0].end]) if spans else None
    if words and len(words.split()) == 1 and is_given_name(words) and not is_name_alone(words):
        return None
    return (words, 0.85, DIALOGUE) if words else None
