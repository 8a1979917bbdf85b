"""Corrections: "no, district Swabi hai", "naam Akbar nahi Asghar hai", "change category". A description is never
replaced: what corrects it is added to it, and the old words stay."""

import re
from dataclasses import replace

from core.text.normalise import clean_text
from core.text.places import best_district, find_places
from nlu.dialogue.anothers_name import names_somebody_else
from nlu.dialogue.believed.called import name_in_a_sentence
from nlu.dialogue.believed.places import is_only_a_district
from nlu.dialogue.believed.spans import standing, tagged
from nlu.dialogue.believed.talk import leftover, without_talk_at_ends
from nlu.dialogue.catalogue import labels
from nlu.dialogue.contrasts import contrasted
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.does import Does
from nlu.dialogue.free_text import more_description
from nlu.dialogue.moves import field_named, folded, is_field_word, is_filler, says_wrong
from nlu.dialogue.options import category_picked
from nlu.dialogue.place_words import is_place_kind
from nlu.dialogue.proofs import is_everyday, is_place_name
from nlu.dialogue.shapes import ALL, CORRECTION, DIALOGUE, Heard, Reading, Said, Value
from nlu.dialogue.words import tokens

_LIKELY, _SHORT = 0.4, 7
_TRIM = " .,;:!?-–—،۔؛؟\"'()"
_INSTEAD = re.compile(r"(?:k[ie] jagah?|k[ie] bajay?e|instead of|کی جگہ|ک[یے] بجائے|پر ځای|په ځای)\s", re.IGNORECASE)
_REST_SAME = re.compile(
    r"[\s.,،۔;]+(?:(?:the )?rest|everything else|others?|baqi|baaqi|باقی|نور|پاتې)\s+(?:\w+\s+){0,2}"
    r"(?:same|ok|fine|correct|theek|thik|wohi|wahi|sahi|ٹھیک|وہی|درست|صحیح|سم|هم هغه)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS = ("phone", "email", "cnic")
CHANGEABLE = ("description", "category", "district", "address", "complainant_name", "phone")


def correction(turn: Said, heard: Heard, does: Does) -> "Reading | None":
    """What the message changes of what is known, or which field is to be asked again; None where it changes nothing."""
    proven = contrasted(turn.text, turn.known)
    if proven is not None and proven[0] != turn.question:
        return Reading("inform", fields={proven[0]: (proven[1], 0.95, DIALOGUE)})
    both = _each_of_two(turn, heard)
    if both is not None:
        return both
    named = _field(turn, does)
    values = values_of(turn, heard, named)
    if values:
        return Reading("inform", fields=values)
    if named == "description" and len(tokens(turn.text)) > _SHORT - 3 and _rest(turn.text, named):
        return Reading("inform", fields={"description": more_description(turn)})
    if field_named(turn.text) is None and named != mentioned_field(turn):
        return None  # which field it may be is a guess: the list is shown
    if (
        named
        and (says_wrong(turn.text) or not _rest(turn.text, named) or len(tokens(turn.text)) <= 5)
        and named != turn.question
    ):
        return ask_again(named)
    return None


_AND = re.compile(r"\s*(?:[,،.۔]\s*)?\s(?:and|aur|اور|او)\s+", re.IGNORECASE)


def _each_of_two(turn: Said, heard: Heard) -> "Reading | None":
    """Two fields and their values in one message: "naam Sher Ali likho aur jagah Pabbi bazar"."""
    match = _AND.search(turn.text)
    if match is None:
        return None
    parts = ((0, match.start()), (match.end(), len(turn.text)))
    named = [field_named(turn.text[start:end]) for start, end in parts]
    if None in named or named[0] == named[1]:
        return None
    fields: dict[str, Value] = {}
    for (start, end), name in zip(parts, named, strict=True):
        spans = tuple(
            replace(one, start=one.start - start, end=one.end - start)
            for one in heard.spans
            if one.start >= start and one.end <= end
        )
        one = values_of(replace(turn, text=turn.text[start:end]), replace(heard, spans=spans), name)
        fields |= {key: value for key, value in one.items() if key == name}
    return Reading("inform", fields=fields) if len(fields) == len(parts) else None


def ask_again(name: str) -> Reading:
    """The field was picked from the list of what can be changed."""
    return Reading("correct", forget=(name,), options={"category": (ALL,)}, changed=name)


def _field(turn: Said, does: Does) -> "str | None":
    """The field that the message is about."""
    spoken_of, mentioned = field_named(turn.text), mentioned_field(turn)
    likely, sure = does.corrected_field
    if spoken_of == "district" and _names_the_known_district(turn):
        return "address"  # "Matta bazaar, district Swat": the district stands, the place is told more exactly
    weak = spoken_of == "description" or (mentioned and likely == mentioned)
    if spoken_of is not None and not (weak and sure >= _LIKELY):
        return spoken_of
    if spoken_of == "description":
        return likely
    return mentioned or (likely if sure >= _LIKELY else None)


def _names_the_known_district(turn: Said) -> bool:
    """Does it name the district that is known, and no other, beside a place that is more exact?"""
    named = [one for one in find_places(turn.text) if one.kind == "district"]
    if not named or says_wrong(turn.text) or any(one.district != turn.known.get("district") for one in named):
        return False
    left = turn.text
    for one in reversed(named):
        left = left[: one.start] + " " + left[one.end :]
    return any(is_place_name(word) or not is_everyday(word) for word in tokens(left))


def mentioned_field(turn: Said) -> "str | None":
    """The field whose known value stands in the message: "not Tangi, put Harichand"."""
    said = {keyed(word) for word in tokens(turn.text)}
    for name in ("complainant_name", "address", "district"):
        old = [keyed(word) for word in tokens(turn.known.get(name, "")) if len(word) > 2]
        if old and not said.isdisjoint(old) and name != turn.question:
            return name
    return None


def values_of(turn: Said, heard: Heard, named: "str | None") -> "dict[str, Value]":
    """The fields that the message gives a new value, where it speaks of ``named`` (or of none that is known)."""
    values: dict[str, Value] = {}
    for name in (*_NUMBERS, "incident_date"):
        entity = heard.entities.get(name)
        if entity and entity[0] != turn.known.get(name) and (name != "incident_date" or named == name):
            values[name] = (*entity, DIALOGUE)
    for name, find in (
        ("district", _district),
        ("category", _category),
        ("complainant_name", _name),
        ("address", _address),
    ):
        if name == turn.question or (name == "category" and values):
            continue
        value = find(turn, heard, named)
        if value is not None and folded(value) != folded(turn.known.get(name, "")):
            values[name] = (value, 0.95, DIALOGUE)
            if name == "district" and named != "address":
                break
    return values


def _district(turn: Said, heard: Heard, named: "str | None") -> "str | None":
    old = turn.known.get("district")
    places = [one for one in find_places(turn.text) if one.district and one.role != "denied" and one.district != old]
    whole = [one.district for one in places if one.kind == "district"]
    if whole and named in (None, "district", "description"):
        return whole[-1]
    if named in (None, "district"):
        sides = [
            one for one in (*heard.districts, *(place for one in places for place in one.alternatives)) if one != old
        ]
        tag = [turn.text[one.start : one.end] for one in tagged(heard, "district")]
        for words in tag:
            found = best_district(words)[0]
            if found and found != old:
                return found
        if named == "district":
            return next(iter([*(one.district for one in places if one.district), *sides]), None)
    return None


def _category(turn: Said, heard: Heard, named: "str | None") -> "str | None":
    if named not in (None, "category", "description") or not turn.known.get("category"):
        return None
    chosen = category_picked(turn_over_all(turn))
    short = len(tokens(turn.text)) <= 12
    if chosen is not None and chosen != turn.known.get("category") and short and (named == "category" or named is None):
        return chosen
    sure = heard.category_confidence if heard.category != turn.known.get("category") else 0.0
    least = 0.45 if named == "category" else 0.75
    return heard.category if sure >= least and short and named != "description" else None


def turn_over_all(turn: Said) -> Said:
    """The turn as if all other categories had been offered."""
    others = tuple(name for name in labels()["categories"] if name != turn.known.get("category"))
    return Said(turn.text, None, turn.language, turn.known, "category", others, None)


def _name(turn: Said, heard: Heard, named: "str | None") -> "str | None":
    old = turn.known.get("complainant_name")
    own = heard.entities.get("complainant_name")
    instead = _not_me(turn, old)
    if instead is not None:
        return instead
    if names_somebody_else(turn.text):
        return own[0] if own and own[1] >= _OWN and folded(own[0]) != folded(old or "") else None
    if field_named(turn.text) != "complainant_name" and own is None and not is_about_the_name(turn):
        return None
    for one in standing(
        turn.text, tagged(heard, "complainant_name", least=_LIKELY if named == "complainant_name" else 0.6)
    ):
        words = turn.text[one.start : one.end].strip(_TRIM)
        again = bool(old) and folded(old or "") in folded(words) and "wrong" not in cues(words) and _asks_who(turn.text)
        if folded(words) != folded(old or "") and not again and named in (None, "complainant_name"):
            return words
    stated = heard.entities.get("complainant_name")
    if stated and folded(stated[0]) != folded(old or ""):
        return stated[0]
    if named != "complainant_name":
        return None
    return _plain(turn, named, old)


def is_about_the_name(turn: Said) -> bool:
    """Does it say that it is about a name: by the word, by the old one, by what is wrong, or by being hardly more than
    one? "SHO Akbar Khan beat him" tells a name and gives none."""
    said = tokens(turn.text)
    mentions = not {keyed(word) for word in said}.isdisjoint(
        keyed(word) for word in tokens(turn.known.get("complainant_name", ""))
    )
    return (
        mentions
        or _IT_IS.match(turn.text) is not None
        or not _NAMING.isdisjoint(cues(turn.text))
        or len(said) <= _HARDLY_MORE
    )


_NAMING = frozenset({"name", "wrong", "instead", "change", "meant", "actually", "sorry"})
_HARDLY_MORE, _OWN = 4, 0.9
_IT_IS = re.compile(r"\W*(?:it'?s|it is|this is|i am|i'm|main|mein|میں|زه|za)\s", re.IGNORECASE)


_KIN = re.compile(
    r"(?<!\w)(?:my|meri|mera|mere|میری|میرا|میرے|زما)\s+(?:\w+\s+)?(?:sister|daughter|mother|brother|son|father|wife|husband|uncle|"
    r"behan|behn|beti|bhai|beta|walid|walida|abbu|ammi|biwi|shohar|chacha|بہن|بیٹی|بھائی|بیٹا|والد|والدہ|بیوی|شوہر|چچا|"
    r"خور|لور|ورور|زوی|پلار|مور|ښځه|خاوند|تره)",
    re.IGNORECASE,
)


def _not_me(turn: Said, old: "str | None") -> "str | None":
    """ "Musarrat is my sister, the complaint is mine, Rukhsana": the clause that is a name and is not the known one."""
    kin = _KIN.search(turn.text) if old else None
    known = set(folded(old or "").split())
    if kin is None or known.isdisjoint(folded(turn.text[: kin.start()]).split()):
        return None
    for clause in reversed(re.split(r"[.,،۔;\n]+", turn.text[kin.end() :])):
        name = name_in_a_sentence(clause)
        if name is not None and known.isdisjoint(folded(name).split()):
            return name
    return None


def _asks_who(text: str) -> bool:
    """ "Naam Nabeela kisne likha?": the old name is asked about, the new one stands behind."""
    return "?" in text or "؟" in text


def _address(turn: Said, heard: Heard, named: "str | None") -> "str | None":
    old = turn.known.get("address")
    for one in standing(turn.text, tagged(heard, "address", least=_LIKELY if named == "address" else 0.55)):
        words = without_talk_at_ends(turn.text[one.start : one.end])
        if old and not set(folded(old).split()).isdisjoint(folded(words).split()) and "instead" in cues(words):
            words = without_talk_at_ends(_INSTEAD.split(words)[-1])
        if (
            words
            and folded(words) != folded(old or "")
            and named in (None, "address")
            and not is_only_a_district(words, turn)
        ):
            return words
    return _plain(turn, named, old) if named == "address" else None


def _plain(turn: Said, named: str, old: "str | None") -> "str | None":
    """The value without a tagger: the rest of a short message, else the words that nothing else explains."""
    rest = _rest(turn.text, named)
    denies = "neg" in cues(turn.text) or any(folded(word) in folded(rest).split() for word in (old or "").split())
    plain = [word for word in tokens(rest)[:1] if is_everyday(word) and not is_place_kind(word)]
    if rest and not denies and len(rest.split()) <= 6 and not plain:
        return rest
    return leftover(turn.text, old, turn.known.get("district") if named == "complainant_name" else None)


def _rest(text: str, name: str) -> str:
    """The message as written, without the word that names the field and those that say that it is wrong."""
    kept, named = [], False
    for word in clean_text(_REST_SAME.sub("", text)).split():
        bare = word.strip(_TRIM)
        if not named and is_field_word(bare, name):
            named = True
        elif named or not is_filler(bare):
            kept.append(word)
    while kept and is_filler(kept[0].strip(_TRIM)):
        kept.pop(0)
    while kept and is_filler(kept[-1].strip(_TRIM)):
        kept.pop()
    return " ".join(kept).strip(_TRIM)


def which_to_change(turn: Said, does: Does) -> "str | None":
    """The field that a message names and gives no new value for, at the question what is to be changed."""
    named = field_named(turn.text)
    if named in CHANGEABLE:
        return named
    likely, sure = does.corrected_field
    return likely if turn.question == CORRECTION and likely in CHANGEABLE and sure >= _LIKELY else None
