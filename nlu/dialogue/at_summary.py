"""Several things in one message where the summary was shown: corrections, names and more of the complaint, clause by
clause. What corrects is put in its place, what is told is added as a sentence, what is asked is not written down."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.text.anonymity import is_about_others
from core.text.names import find_name
from core.text.normalise import normalise
from nlu.dialogue.addressed import is_said_to_us, says_nothing_new, unscolded, without_order
from nlu.dialogue.agreeing import agrees
from nlu.dialogue.anothers_name import names_somebody_else
from nlu.dialogue.believed.joined import joined as joined_place
from nlu.dialogue.believed.joined import whole_place
from nlu.dialogue.carriers import is_addition
from nlu.dialogue.contrasts import contrasted
from nlu.dialogue.corrections import is_about_the_name, values_of
from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does
from nlu.dialogue.edits import UNSURE, with_another
from nlu.dialogue.facts import Part, is_fact, joined, names_a_field, parts, speaks_of_the_matter
from nlu.dialogue.free_text import only_facts, with_more
from nlu.dialogue.keywords import category_scores
from nlu.dialogue.moves import field_named, folded, only_a_field
from nlu.dialogue.place_words import has_landmark, has_place_word
from nlu.dialogue.proofs import is_everyday, is_given_name, is_noise
from nlu.dialogue.revised import revised, says_it_is_wrong
from nlu.dialogue.shapes import CONFIRM, CORRECTION, DIALOGUE, Heard, Reading, Said, Value
from nlu.dialogue.taking_out import asks_to_take_out, taken_out
from nlu.dialogue.words import tokens
from nlu.dialogue.wrong_kind import without_tags

_LONGEST = 700
_STATED, _LEAST, _WHOLE, _ELSE, _YES, _PERHAPS = 0.8, 2, 5, 0.5, 0.65, 0.3
_INSTEAD = ("asks_why", "asks_service_question", "asks_status", "wants_person", "cancels", "starts_over",
            "switch_language", "thanks_or_chat", "out_of_scope", "nonsense", "cannot_write_or_read", "anger_or_abuse",
            "wants_anonymity", "new_or_second_complaint", "complains_of_no_progress", "emotional", "emergency",
            "refuses_or_skips", "satisfied")  # fmt: skip
_NUMBERS = ("cnic", "phone", "email")


@dataclass
class _Told:
    """What the clauses came to: the fields, the description as it is now, and what is added to it."""

    story: str
    fields: "dict[str, Value]" = field(default_factory=dict)
    added: "list[Part]" = field(default_factory=list)
    ordered: "list[str]" = field(default_factory=list)
    changed: bool = False
    cut: bool = False
    placed: bool = False
    unsure: bool = False
    stands: bool = False

    @property
    def something(self) -> bool:
        return self.changed or bool(self.added or self.ordered or self.fields)


_YES_BUT = re.compile(
    r"^\W*(?:yes|yeah|ok|haan|han|ji|theek|ہاں|جی|ٹھیک|هو|ao|ho)(?!\w)[^.!?۔\n]{0,25}?(?<!\w)(?:but|lekin|magar|mgr|لیکن|مگر|خو|kho)\s+",
    re.IGNORECASE,
)
"""The yes before what is told with a "but"."""


def told_at_summary(turn: Said, heard: Heard, does: Does) -> "Reading | None":
    """The reading of a message that corrects the description or tells more of it, whatever stands beside; None where it
    does neither, or is a plain correction of one field."""
    story = turn.known.get("description")
    if turn.question not in (CONFIRM, CORRECTION) or not story or turn.choice or len(turn.text) > _LONGEST:
        return None
    said = parts(turn.text)
    if (
        does.meant is not None
        or is_about_others(turn.text)
        or any(len(tokens(one.text)) <= _LEAST and only_a_field(one.text) for one in said)
    ):
        return None
    told = _Told(story)
    wrong = says_it_is_wrong(turn.text)
    left = [part for part in said if not _takes(part, turn, heard, does, told, wrong)]
    _add(left, turn, does, told, alone=len(said) == 1)
    shown_again = "complainant_name" in told.fields and turn.known.get("anonymous") == "yes"
    if not (told.changed or told.added or told.ordered or shown_again or told.placed) and len(told.fields) < _LEAST:
        return _unsure_or_standing(told)
    if does.hides and "complainant_name" not in told.fields:
        told.fields["anonymous"] = ("yes", 0.95, DIALOGUE)
    if told.changed or told.added or told.ordered:
        more = [_worded(one) for one in joined(turn.text, told.added)] + told.ordered
        told.fields["description"] = (with_more(told.story, more), 0.95, DIALOGUE)
    asks = UNSURE.asks if told.unsure else ()
    numbers = {name: one for name, one in only_facts(turn, heard).items() if name in _NUMBERS}
    return Reading("inform", fields={**numbers, **told.fields}, asks=asks)


def _unsure_or_standing(told: _Told) -> "Reading | None":
    """What was to be taken out was not found, or what was to be written stands there."""
    if told.unsure:
        return Reading("inform", fields=told.fields, asks=UNSURE.asks) if told.fields else UNSURE
    return Reading("service", topic="stands_already") if told.stands and not told.fields else None


def told_in_a_word(turn: Said, does: Does) -> "Reading | None":
    """What nothing else is made of at the summary: a few words that name a place are put before the known one, those
    that name what people complain about or a landmark are added."""
    story, said = turn.known.get("description"), tokens(turn.text)
    if turn.question != CONFIRM or not story or not _LEAST <= len(said) <= _SHORT or does.has(*_INSTEAD, least=_ELSE):
        return None
    if does.asks or is_noise(turn.text) or not _ASKING.isdisjoint(cues(turn.text)) or field_named(turn.text) == "phone":
        return None
    words = without_tags(turn.text.strip())
    place = turn.known.get("address")
    if has_place_word(words) and place and not all(map(is_everyday, said)):
        exact = words if folded(place) in folded(words) else f"{words}, {place}"
        return Reading("inform", fields={"address": (exact, 0.9, DIALOGUE)})
    if has_landmark(words) or category_scores(normalise(words)):
        return Reading("inform", fields={"description": (with_more(story, [words]), 0.9, DIALOGUE)})
    return None


_SHORT = 6
_ASKING = frozenset({"why", "what", "when", "where", "who", "how", "wrong", "change", "neg", "yes_", "ok"})


def _add(left: "list[Part]", turn: Said, does: Does, told: _Told, *, alone: bool) -> None:
    """What is told besides, as far as it is no yes and nothing else than telling."""
    asked_for = is_addition(turn.text)
    if not asked_for and not told.something and _agrees(turn.text, does):
        return
    if not asked_for and (
        does.has(*_INSTEAD, least=_ELSE) or _asks(turn.text, does) or not does.outright <= {"affirms"}
    ):
        return
    of_a_field = not told.something and _is_about_a_field(turn, does)
    for part in left:
        if "category" in told.fields and not is_fact(part.text):
            continue  # it is of what the complaint is about
        more = not of_a_field and len(tokens(part.text)) >= _WHOLE and speaks_of_the_matter(part.text)
        if (
            asked_for
            or is_fact(part.text)
            or (
                more
                and told.something
                and not told.cut
                and (len(tokens(part.text)) > _WHOLE or not names_a_field(part.text))
            )
            or (more and alone and _is_a_statement(part.text, does))
        ):
            told.added.append(part)
    if told.added and not told.cut:
        beside = [part for part in left if part not in told.added and _stands_beside(part)]
        told.added = [part for part in left if part in told.added or part in beside]


def _stands_beside(part: Part) -> bool:
    """A sentence of some words beside one that tells tells as well."""
    return len(tokens(part.text)) > _LEAST and not names_a_field(part.text) and not is_said_to_us(part.text)


def _worded(words: str) -> str:
    """Without the yes before it, what it says of us, and the order to write it."""
    plain = unscolded(_YES_BUT.sub("", words))
    return without_order(plain) or plain


def _takes(part: Part, turn: Said, heard: Heard, does: Does, told: _Told, wrong: bool) -> bool:
    """Is it put in the place of something, in a field or in the description?"""
    known, text = turn.known, part.text
    if agrees(text):
        return True
    proven = contrasted(text, known)
    if proven is not None:
        told.fields[proven[0]] = (proven[1], 0.95, DIALOGUE)
        return True
    if asks_to_take_out(text) and not _names_what_is_known(text, known):
        new = taken_out(text, told.story)
        told.cut, told.unsure, told.story = told.cut or new is not None, new is None, new or told.story
        told.changed = told.changed or told.cut
        return True
    named = find_name(text) if not names_somebody_else(text) else None
    if named is not None and named.confidence >= _STATED:
        if folded(named.value) != folded(known.get("complainant_name", "")) or known.get("anonymous") == "yes":
            told.fields["complainant_name"] = (named.value, 0.95, DIALOGUE)
        return True
    about = field_named(text) if not names_somebody_else(text) else None
    if about in ("complainant_name", "address", "district"):
        values = values_of(*_only(part, turn, heard), about)
        value = values[about][0] if about in values else ""
        value = (whole_place(text, known.get("district")) or value) if about == "address" and value else value
        value = _name_in(value) if about == "complainant_name" else value
        told.fields |= {about: (value, 0.95, DIALOGUE)} if value else {}
        return bool(value)
    if _is_of_the_category(about, does) and "category" not in told.fields:
        values = values_of(*_only(part, turn, heard), "category")
        told.fields |= {"category": values["category"]} if "category" in values else {}
        return "category" in values
    if _is_of_a_place(part, about, heard, does) and _is_a_place(part, turn, told):
        return True
    new = with_another(text, told.story)
    new = new if new is not None else revised(text, told.story, corrects=wrong)
    if new is not None:
        told.changed, told.story = told.changed or new != told.story, new
        return True
    return _is_an_order(text, about, does, told) or is_said_to_us(text)


def _is_of_a_place(part: Part, about: "str | None", heard: Heard, does: Does) -> bool:
    """Is the clause of a place, as the tagger or the model of corrections hears it?"""
    field, sure = does.corrected_field
    tagged_in = any(
        one.field == "address" and one.sure >= _ELSE and one.start < part.end and one.end > part.start
        for one in heard.spans
    )
    return about in (None, "address") and (tagged_in or (field == "address" and sure >= _ELSE))


def _is_a_place(part: Part, turn: Said, told: _Told) -> bool:
    """Is all of the clause one? Then it is joined to the known one."""
    place = whole_place(part.text, turn.known.get("district"))
    if place is None:
        return False
    before = told.fields.get("address", (turn.known.get("address", ""),))[0]
    told.fields["address"], told.placed = (joined_place(turn.text, before, place), 0.95, DIALOGUE), True
    return True


def _is_of_the_category(about: "str | None", does: Does) -> bool:
    field, sure = does.corrected_field
    return about == "category" or (field == "category" and min(sure, does.chance("corrects")) >= _ELSE)


def _is_an_order(text: str, about: "str | None", does: Does, told: _Told) -> bool:
    """Is it an order to write something? What it is stands among what is added; of a field it is a value."""
    field, sure = does.corrected_field
    of_a_field = field not in (None, "description") and min(sure, does.chance("corrects")) >= _PERHAPS
    ordered = without_order(text) if about is None and not of_a_field else None
    if ordered is None:
        return False
    stands = says_nothing_new(ordered, told.story)
    told.stands = told.stands or stands
    told.ordered += [ordered] if ordered and not stands else []
    return True


def _names_what_is_known(text: str, known: "Mapping[str, str]") -> bool:
    """ "Do not write Wari, write Barawal": a field's value is meant, and no part of the story."""
    said = {folded(word) for word in tokens(text)}
    return any(
        folded(word) in said
        for name in ("address", "district", "complainant_name")
        for word in tokens(known.get(name, ""))
    )


def _only(part: Part, turn: Said, heard: Heard) -> "tuple[Said, Heard]":
    """The turn as if it had said this part and nothing else."""
    spans = tuple(
        replace(one, start=one.start - part.start, end=one.end - part.start)
        for one in heard.spans
        if one.start >= part.start and one.end <= part.end
    )
    return replace(turn, text=turn.text[part.start : part.end]), replace(heard, spans=spans, entities={})


def _is_about_a_field(turn: Said, does: Does) -> bool:
    """Does it change a field, as far as the model can say? A name in it changes the writer's only where it is called a
    name, or stands for the old one."""
    about, sure = does.corrected_field
    if min(does.chance("corrects"), sure) < _PERHAPS or about in (None, "description"):
        return False
    return about != "complainant_name" or "name" in cues(turn.text) or is_about_the_name(turn)


def _is_a_statement(text: str, does: Does) -> bool:
    """Words that only tell, of which nothing says that they are meant for anything else."""
    says = {"wrong", "change", "instead", "meant", "write_instead", "yes_", "ok", "name", "hide", "complaint"}
    named, sure = does.corrected_field
    of_a_field = names_a_field(text) and field_named(text) == named and sure >= _PERHAPS
    return says.isdisjoint(cues(text)) and not of_a_field and not does.has("affirms", "denies")


def _name_in(words: str) -> str:
    """The words up to the first that is no part of a name ("Gul Zaman likho"); "" where none is a name."""
    kept = list(itertools.takewhile(lambda word: is_given_name(word) or not is_everyday(word), words.split()))
    return " ".join(kept) if any(is_given_name(word) for word in kept) else ""


def _asks(text: str, does: Does) -> bool:
    """Does all of it ask? What is marked as a question is no part any more."""
    return does.asks and "?" not in text and "؟" not in text


def _agrees(text: str, does: Does) -> bool:
    """Is it a yes, in so many words, whatever it tells besides?"""
    said = tokens(text)
    agrees = bool(said) and (not {"yes_", "ok"}.isdisjoint(cues(said[0])) or "ok" in cues(text))
    nothing_wrong = {"wrong", "nothing"} <= set(cues(text)) or {"wrong", "neg"} <= set(cues(text))
    return "affirms" in does.outright or ((agrees or nothing_wrong) and does.chance("affirms") >= _YES)
