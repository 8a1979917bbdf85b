"""What a turn means, from the words, what was asked and what is known. Used by Rasa's channel and by the fallback."""

import re
from dataclasses import replace

from core.asking import Asking
from core.text.vowelless import district_without_vowels
from nlu.dialogue.answers.by_question import ANSWERS, extra
from nlu.dialogue.answers.shown import SHOWN, asks_to_see
from nlu.dialogue.asides import Aside, aside
from nlu.dialogue.asked_beside import only_asks, with_answers
from nlu.dialogue.at_summary import told_at_summary, told_in_a_word
from nlu.dialogue.beside import told_beside
from nlu.dialogue.catalogue import labels, spoken
from nlu.dialogue.contrasts import contrasted
from nlu.dialogue.corrections import ask_again, correction
from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does, weigh
from nlu.dialogue.edits import edited
from nlu.dialogue.free_text import more_description, only_facts
from nlu.dialogue.languages import answer_language
from nlu.dialogue.last_look import last_look
from nlu.dialogue.misplaced import misplaced
from nlu.dialogue.moves import folded, is_bare_complaint, is_command
from nlu.dialogue.name_line import more_beside_name, without_name_line
from nlu.dialogue.named_again import named_again
from nlu.dialogue.opening import opening
from nlu.dialogue.pauses import without_pause
from nlu.dialogue.proofs import is_name_alone
from nlu.dialogue.questions import OPTIONAL, STARTED_AFRESH
from nlu.dialogue.shapes import AGAIN, ALL, CONFIRM, CORRECTION, DIALOGUE, Heard, Reading, Said, Value
from nlu.dialogue.taken_apart import taken_apart
from nlu.dialogue.words import tokens
from nlu.dialogue.wrong_kind import is_no_place, without_facts, without_wrong_kinds

_FIRST = (None, "description")
_ASKED = 0.7
"""Who asks something does not end it, unless it is likely: "why are you asking me to confirm again?"."""
_RULED = 0.7
"""Where the rules say the same, the model need be less sure."""
_ENDS = (("starts_over", "start_over", 0.5), ("cancels", "cancel", 0.5), ("wants_person", "human_help", 0.5))


def said(text: str, choice: "str | None", language: str, known: "dict[str, str]", asking: "str | None") -> Said:
    """The caller's turn, with the question taken apart. A button's title typed as words counts as words."""
    asked = Asking.read(asking)
    offered = (ALL,) if asked.options == ("all",) else asked.options
    return Said(text, choice or None, language, known, asked.question, offered, asked.back)


def read(
    turn: Said, heard: Heard, asks: "tuple[str, ...]" = (), *, nothing_else: bool = False, hides: bool = False
) -> Reading:
    """The reading of a turn. Never fails: what is not understood is the move ``unclear``. ``asks`` are the topics of
    the questions that were set apart from it (questions_apart.py); ``nothing_else``: it does nothing but ask;
    ``hides``: a wish not to be named was set apart (wishes_apart.py)."""
    heard = _with_district(turn, heard)
    does = weigh(turn, heard)
    reading = only_asks(turn, asks[0]) if nothing_else else taken_apart(turn, heard) or _read(turn, heard, does)
    reading = with_answers(turn, heard, does, reading, asks) if asks else reading
    if hides:
        reading = reading.but(fields={**reading.fields, "anonymous": ("yes", 0.95, DIALOGUE)})
    reading = without_wrong_kinds(turn, reading)
    if heard.urgent and "complainant_name" not in heard.entities:
        cried = {name: value for name, value in reading.fields.items() if name != "complainant_name"}
        reading = reading.but(fields=cried)  # "come quickly!" is nobody's name
    reading = named_again(turn, reading, does.has("corrects") or "complainant_name" in heard.entities)
    reading = last_look(turn, heard, does, reading)
    language, wished = answer_language(turn, heard, does)
    if wished:
        reading = reading.but(fields={**reading.fields, "language": (spoken(language), 0.95, DIALOGUE)})
    if reading.move == "start_over":
        reading = reading.but(forget=STARTED_AFRESH)
    return reading.but(language=spoken(language))


def _with_district(turn: Said, heard: Heard) -> Heard:
    """With the district that is written without its vowels, where none was heard."""
    if heard.district is not None or heard.districts or turn.choice:
        return heard
    name = district_without_vowels(turn.text, asked=turn.question == "district")
    return replace(heard, district=name, district_confidence=0.8) if name else heard


def _read(turn: Said, heard: Heard, does: Does) -> Reading:
    pressed = _pressed(turn)
    if pressed is not None:
        return pressed
    if not turn.text.strip():
        return Reading("attachment", options=_same_options(turn))
    if is_command(turn.text):
        return Reading("unclear", options=_same_options(turn))
    rewritten = misplaced(turn) or edited(turn)
    if rewritten is not None:
        return rewritten
    if turn.question == CONFIRM and asks_to_see(turn.text):
        return Reading("service", topic=SHOWN)
    ended = _ended(turn, does)
    if ended is not None:
        return ended
    if turn.question in _FIRST:
        if turn.known.get("description") and turn.question is None:
            return _beside(turn, heard)
        return opening(turn, heard, does)
    told = told_at_summary(turn, heard, does)
    if told is not None:
        return told
    kept = _kept_as_it_was(turn, does)
    return kept if kept is not None else _answered(turn, heard, does)


def _ended(turn: Said, does: Does) -> "Reading | None":
    """What leaves the questions: start over, cancel, a person please; not where a complaint is told."""
    if is_bare_complaint(turn.text):
        return None
    for act, meant, least in _ENDS:
        if does.meant not in (None, meant):
            continue
        against = max(does.chance("tells"), does.chance("emergency")) if does.meant != meant else 0.0
        ruled = act in does.ruled
        against, least = (against / 2, least * _RULED) if ruled else (against, least)
        least = _ASKED if does.asks and not ruled and act not in does.outright and act != "wants_person" else least
        if does.chance(act) >= least and does.chance(act) > against and not _only_a_question(turn, does, act):
            fields = {} if meant != "human_help" else _said_besides(does)
            return Reading(meant, fields=fields, options=_same_options(turn))
    return None


def _only_a_question(turn: Said, does: Does, act: str) -> bool:
    """At a question the answer itself may look like one of these: "khatam shud" is a village."""
    return turn.question is not None and does.meant is None and does.chance("answers") > does.chance(act)


def _said_besides(does: Does) -> "dict[str, Value]":
    if not (does.has("wants_anonymity") and "wants_anonymity" in does.outright):
        return {}
    return {"anonymous": ("yes", 0.95, DIALOGUE)}


def _answered(turn: Said, heard: Heard, does: Does) -> Reading:
    """The answer to the question, with whatever comes with it; or what the message does instead."""
    answer = ANSWERS.get(str(turn.question))
    turn, heard = without_pause(turn, heard)
    turn, heard, named = without_name_line(turn, heard)
    found = without_facts(answer(turn, heard, does) if answer else _beside(turn, heard))
    if found is not None and turn.question == "address" and is_no_place(found.fields.get("address", (turn.text,))[0]):
        found = None if "address" in found.fields else found
    changed = _correction_beside(turn, heard, does, found)
    if changed is not None:
        outdone = (
            contrasted(turn.text, turn.known) is not None
            or does.chance("corrects") >= max(0.5, does.chance("answers"))
            or not (found and found.fields)
        )
        if changed.fields and outdone and turn.question not in changed.fields:
            found = _first_clause(turn, heard, does, changed) or _name_apart(turn, found, changed)
        if changed.move == "correct" and found is None:
            return changed
    fields: dict[str, Value] = {**(found.fields if found else {})}
    if changed is not None:
        fields = {**fields, **{key: one for key, one in changed.fields.items() if key not in fields}}
    if does.hides and "anonymous" not in fields:
        fields["anonymous"] = ("yes", 0.95, DIALOGUE)
    known = {key: one for key, one in extra(turn, heard, fields).items() if found is None or found.move != "correct"}
    fields = {**known, **fields, **named}
    more = _tells_more(turn, heard, does, found, changed)
    told = told_beside(turn, fields, does, tells=more)
    beside_name = more_beside_name(turn, fields)
    if beside_name is not None:
        fields["description"] = beside_name
    elif told is not None:
        fields["description"] = told
    elif more:
        fields["description"] = more_description(turn)
    beside = aside(turn, heard, does)
    reading = _joined(turn, found, fields, beside, does)
    return reading if reading.options else reading.but(options=_same_options(turn))


def _first_clause(turn: Said, heard: Heard, does: Does, changed: Reading) -> "Reading | None":
    """The answer that stands before the correction of something else: "Sher Wali, and it is Reshun not Booni"."""
    first = _ENDS_A_CLAUSE.split(turn.text, maxsplit=1)
    if len(first) < 2 or not 1 <= len(tokens(first[0])) <= _FEW or turn.question not in OPTIONAL:
        return None
    new = {folded(value) for value, _, _ in changed.fields.values()}
    spans = tuple(one for one in heard.spans if one.end <= len(first[0]))
    alone = replace(heard, spans=spans, acts={**heard.acts, "answers": 0.9, "corrects": 0.0})
    likely = replace(does, chances={**does.chances, "answers": 0.9, "corrects": 0.0})
    found = ANSWERS[str(turn.question)](replace(turn, text=first[0]), alone, likely)
    told = found.fields.get(str(turn.question)) if found else None
    if told is None or {"neg", "wrong", "change", "sorry"} & set(cues(first[0])):
        return None
    return found if not any(folded(told[0]) in one or one in folded(told[0]) for one in new) else None


def _name_apart(turn: Said, found: "Reading | None", changed: Reading) -> "Reading | None":
    """A name that is neither the old value nor the new one: "Naseer Ahmad. waise gulbahar no 2 ni no 4 he"."""
    told = found.fields.get("complainant_name") if found and turn.question == "complainant_name" else None
    if told is None or not any(is_name_alone(word) for word in tokens(told[0])):
        return None
    values = [folded(value) for value, _, _ in changed.fields.values()]
    values += [folded(turn.known.get(name, "")) for name in changed.fields]
    return found if not any(word in value.split() for word in folded(told[0]).split() for value in values) else None


_ENDS_A_CLAUSE = re.compile(r"[.,;!\n،۔؛]+\s+|\s(?:but|lekin|magar|لیکن|مگر|خو|kho)\s")
_FEW = 4


def _correction_beside(turn: Said, heard: Heard, does: Does, found: "Reading | None") -> "Reading | None":
    """A correction of something else than what is asked."""
    if turn.question in (CONFIRM, CORRECTION):
        return None
    proven = contrasted(turn.text, turn.known)
    if proven is not None and proven[0] != turn.question:
        return correction(turn, heard, does)
    contrast = (
        not {"neg", "wrong", "instead", "change", "sorry"}.isdisjoint(cues(turn.text)) and len(tokens(turn.text)) <= 15
    )
    surely = does.has("corrects") or (
        does.chance("corrects") >= (0.1 if contrast else 0.3) and not (found and found.fields)
    )
    if not surely or (
        does.chance("answers") > 0.9 and does.chance("corrects") < (0.6 if found and found.fields else 0.3)
    ):
        return None
    return correction(turn, heard, does)


def _tells_more(turn: Said, heard: Heard, does: Does, found: "Reading | None", changed: "Reading | None") -> bool:
    """Are these words, or some of them, more of the complaint?"""
    if len(tokens(turn.text)) < 3 or (changed is not None and changed.fields):
        return False
    if turn.question in (CONFIRM, CORRECTION) and found is not None and found.fields:
        return False
    return does.has("tells") or (does.has("emergency") and heard.urgent)


def _joined(
    turn: Said, found: "Reading | None", fields: "dict[str, Value]", beside: "Aside | None", does: Does
) -> Reading:
    """One reading of the answer and of what is said beside it."""
    if found is not None and found.move != "inform":
        return found.but(fields=fields)
    if beside is not None and (found is None or beside.with_answer):
        return Reading(beside.move, fields=fields, topic=beside.topic, skipped=found.skipped if found else ())
    if found is not None:
        return found.but(fields=fields)
    if fields:
        return Reading("inform", fields=fields)
    return told_in_a_word(turn, does) or _not_understood(turn)


def _not_understood(turn: Said) -> Reading:
    """Asked again in other words, once; then what need not be known is left out."""
    if turn.question in OPTIONAL:
        if turn.offered == (AGAIN,):
            return Reading("inform", skipped=(str(turn.question),))
        return Reading("unclear", options={str(turn.question): (AGAIN,)})
    return Reading("unclear", options=_same_options(turn))


def _kept_as_it_was(turn: Said, does: Does) -> "Reading | None":
    """A field was to be changed, and now is not."""
    old = turn.known.get(str(turn.question))
    if old and (does.meant in ("skip", "deny") or (turn.back and does.has("refuses_or_skips"))):
        return Reading("inform", fields={str(turn.question): (old, 0.9, DIALOGUE)})
    return None


def _beside(turn: Said, heard: Heard) -> Reading:
    """Words that come with a record already begun (a mail, a letter, an answer to several questions at once)."""
    return Reading("inform", fields=only_facts(turn, heard))


def _same_options(turn: Said) -> "dict[str, tuple[str, ...]]":
    """What was offered stays offered when the question is asked again."""
    return {turn.question: turn.offered} if turn.question and turn.offered else {}


def _pressed(turn: Said) -> "Reading | None":
    """A button's payload, if it is one of ours; anything else counts as words."""
    name, _, value = (turn.choice or "").partition(":")
    if name == "category" and value in labels()["categories"]:
        if value == "other" and turn.offered not in ((), (ALL,)):
            return Reading("narrow", options={"category": (ALL,)})
        return Reading("inform", fields={"category": (value, 0.98, DIALOGUE)})
    if name == "district" and value in turn.offered:
        return Reading("inform", fields={"district": (value, 0.98, DIALOGUE)})
    if name == CONFIRM and turn.question == CONFIRM and value in ("yes", "no"):
        return Reading("affirm", confirmed=True) if value == "yes" else Reading("deny")
    if name == CORRECTION and value in labels()["fields"]:
        return ask_again(value)
    if name in ("skip", "anonymous") and turn.question in ("address", "complainant_name", "phone"):
        return ANSWERS[str(turn.question)](turn, Heard(), Does({}, None))
    return None
