"""What answers "which district?" and "where exactly?"."""

import itertools
import re
from dataclasses import replace

from core.text.gazetteer import HOME, districts, is_arabic
from core.text.normalise import fold_digits
from core.text.pins import is_pinned
from core.text.places import best_district, find_places
from nlu.dialogue.answers.digressions import QUESTIONS, asks_rather, digression
from nlu.dialogue.believed.phrases import place_beside_district, place_phrase, reconciled, with_tail
from nlu.dialogue.believed.places import is_only_a_district, place, town_beside
from nlu.dialogue.believed.spans import tagged
from nlu.dialogue.believed.talk import points_back, told_before, without_talk_at_ends
from nlu.dialogue.beside import is_a_sentence
from nlu.dialogue.cues import cues
from nlu.dialogue.does import Does
from nlu.dialogue.free_text import ENOUGH
from nlu.dialogue.moves import folded, is_abuse, move
from nlu.dialogue.options import picked, side_picked
from nlu.dialogue.place_words import is_place_kind, named_place
from nlu.dialogue.proofs import is_everyday, is_noise, is_place_name
from nlu.dialogue.shapes import AGAIN, DIALOGUE, Heard, Reading, Said, Value
from nlu.dialogue.words import tokens

_SHORT_ANSWER, _FEW, _FEW_WORDS = 2, 6, 4
_ANSWERS = 0.5
_ASKS, _PERHAPS = ("asks_why", "asks_service_question"), 0.3

_TRIM = " .,;:!-–—،۔؛\"'"

_NUMBER_SIGN = re.compile(r"\b([Nn]o|[Ss]t|[Hh])\.(\s?\d)")
_SHORTENED = re.compile(r"\b(moh|mohl|vill|distt?|teh|tehs|col|opp|nr|govt|uc)\.(?=\s?\w)", re.IGNORECASE)
"""The dot of "Gulbahar No. 2" and of "Moh. Rajar" ends no sentence."""
_SLIP = re.compile(
    r"^.*?(?:\.{2,}|…|[,،\-–—]|\s)\s*(?:(?:no|nahi|nahin|nai|na|نہیں|نه|نہ)\s+(?:no|wait|sorry|nahi|nahin|nai|na|نہیں|نه|نہ)"
    r"|(?:oh\s+)?(?:sorry|oops)|i\s+mean(?:t)?|(?:mera|میرا|زما)\s+(?:matlab|مطلب))\b[\s,،.…:]*(?=\S)",
    re.IGNORECASE | re.DOTALL,
)
"""What is taken back in the same breath: "Toru... no wait, Katlang"."""


def district(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A number, a district, a town in it; an ambiguous name is asked about."""
    if heard.district is None and "wants_anonymity" in does.outright:
        return None
    chosen = side_picked(said) if said.offered else None
    chosen = chosen or next((one for one in said.offered if one == heard.district), None)
    chosen = chosen or (picked(said) if said.offered and does.chance("nonsense") < 0.9 else None)
    offered = chosen or next((one for one in said.offered if folded(one) == folded(said.text)), None)
    offered = offered or one_district(said.text) or heard.district
    if offered is not None and not chosen and _is_elsewhere(offered) and does.likeliest(*_ASKS)[1] >= _PERHAPS:
        offered = None  # "the passport comes from Islamabad, why a district?"
    offered = offered or _only_place(said.text)
    if offered is None and not heard.districts:
        offered = _when_asked(said, heard)
    if offered:
        sure = 0.98 if chosen else max(0.8, heard.district_confidence)
        return Reading("inform", fields={"district": (offered, sure, DIALOGUE), **_place_beside(said, heard, offered)})
    if len(heard.districts) > 1:
        return Reading("narrow", options={"district": heard.districts[:9]})
    if does.meant in ("skip", "deny") or (does.has("refuses_or_skips", "denies") and not does.has("wants_anonymity")):
        return Reading("skip")
    return None


def _only_place(text: str) -> "str | None":
    """The district of a few words that name no other place: "da Charsade na yam"."""
    named = [one for one in find_places(text) if one.role in ("problem", "origin")]
    alone = len(named) == 1 and named[0].kind == "district" and named[0].province == HOME
    return named[0].district if alone and len(tokens(text)) <= _FEW else None


def _is_elsewhere(name: str) -> bool:
    known = districts().get(name)
    return known is not None and known.province != HOME


def one_district(text: str, other_than: "str | None" = None) -> "str | None":
    """The one district that is named as such; towns of the same name elsewhere do not count against it."""
    named = [one for one in find_places(text) if one.kind == "district" and one.confidence >= ENOUGH]
    places = [one for one in named if one.role in ("problem", "origin")]
    home = [one for one in places if one.province == HOME] or places
    found = {one.district for one in home if one.district and one.district != other_than}
    return found.pop() if len(found) == 1 else None


def _place_beside(said: Said, heard: Heard, district: str) -> "dict[str, Value]":
    """The village that comes with the district."""
    if said.known.get("address") and not is_pinned(said.known.get("address")):
        return {}
    known = Said(said.text, None, said.language, {**said.known, "district": ""}, said.question)
    spans = [one for one in tagged(heard, "address") if not is_only_a_district(said.text[one.start : one.end], known)]
    words = place(known, replace(heard, spans=tuple(spans)), 0.0) if spans else named_place(said.text)
    words = words or _other_clause(said.text, district) or town_beside(said.text, district)
    words = reconciled(words, place_beside_district(said.text, district))
    if words and len(tokens(words)) > 1 and folded(words.split()[0]) == folded(district):
        words = words.split(maxsplit=1)[1]  # "zila Bajaur kale Inayat Kalay"
    return {"address": (words, 0.8, DIALOGUE)} if words and folded(words) != folded(district) else {}


def _other_clause(text: str, district: str) -> "str | None":
    """ "Malakand, Dargai", "Kohat district, Togh Bala, close to the railway gate": clauses of which one is the district
    and the others beside it are a place."""
    parts = [part.strip() for part in re.split(r"[,،]", text) if part.strip()]
    if not 2 <= len(parts) <= 4 or len(tokens(text)) > 14:
        return None
    of = [at for at, part in enumerate(parts) if _names_district(part, district)]
    if len(of) != 1 or of[0] not in (0, len(parts) - 1):
        return None
    kept = list(itertools.takewhile(_is_of_a_place, parts[1:] if of[0] == 0 else parts[:-1]))
    words = without_talk_at_ends(", ".join(kept)) if kept else ""
    return words if words and not all(is_everyday(word) for word in tokens(words)) else None


def _names_district(part: str, district: str) -> bool:
    return any(one.kind == "district" and one.district == district for one in find_places(part))


def _is_of_a_place(part: str) -> bool:
    """No number to call, no name, no sentence."""
    said = tokens(part)
    digits = sum(one.isdigit() for one in fold_digits(part))
    tells = is_a_sentence(part) and not any(map(is_place_kind, said))
    return digits < 7 and len(said) <= 6 and not tells and not _NO_PLACE & set(cues(part)) and not is_abuse(part)


_NO_PLACE = frozenset(
    {"name", "tell", "neg", "complaint", "ask", "swear", "shame", "how_much", "why", "thanks", "help"}
)


def _when_asked(said: Said, heard: Heard) -> "str | None":
    """A name that is also a word (Tank), or that the tagger takes for a district: as the answer it is one."""
    words = tokens(said.text)
    texts = [said.text[one.start : one.end] for one in tagged(heard, "district", "address")]
    if 1 <= len(words) <= _SHORT_ANSWER and move(said.text) is None:
        texts.append(said.text)
    for text in texts:
        for one in (text, text.replace(" ", "")):
            named = "ضلع " + one if is_arabic(one) else "district " + one
            name, sure, _ = best_district(named)
            home = [found for found in find_places(named) if found.province == HOME]
            covered = max((found.end - found.start for found in home), default=0)
            if name is not None and sure >= ENOUGH and covered >= 0.6 * len(one):
                return name
    return None


def address(said: Said, heard: Heard, does: Does) -> "Reading | None":
    """A place that is proven; a skip or a no leaves it out."""
    found = _address(said, heard, does)
    if found is None or "address" not in found.fields:
        return found
    value, sure, source = found.fields["address"]
    value = without_last_talk(value)
    at = _plain(said.text).find(value)
    as_written = said.text[at : at + len(value)] if at >= 0 else value
    return found.but(fields={**found.fields, "address": (as_written, sure, source)})


def without_last_talk(value: str) -> str:
    """Without a last clause that begins the next sentence: "near the Lahor stand, yesterday"."""
    first, comma, last = re.split(r"([,،])(?=[^,،]*$)", value) if re.search(r"[,،]", value) else (value, "", "")
    talk = comma and all(is_everyday(word) and not is_place_kind(word) for word in tokens(last))
    return first.strip() if talk else value


def _plain(text: str) -> str:
    """The text without the dots that end no sentence; as long as before, because spans point into it."""
    return _SHORTENED.sub(r"\1 ", _NUMBER_SIGN.sub(r"\1 \2", text))


def _address(said: Said, heard: Heard, does: Does) -> "Reading | None":
    if said.choice == "skip" or does.meant in ("skip", "deny"):
        return Reading("inform", skipped=("address",))
    if does.meant is not None or is_noise(said.text) or _of_another_matter(does):
        return None
    said, heard = _without_a_slip(said, heard)
    said = replace(said, text=_plain(said.text))
    first = _first_sentence_place(said)
    if first is not None:
        return Reading("inform", fields={"address": (first, 0.9, DIALOGUE)})
    if does.outright & QUESTIONS:
        return None
    answers = does.chance("answers")
    aside = digression(does)
    if does.asks and answers < (0.5 if tagged(heard, "address", least=0.8) else 0.7):
        answers = min(answers, 0.2)
    if answers >= 0.2 or aside < 0.5:
        found = place(said, heard, answers if aside < 0.9 or answers >= 0.5 else 0.0)
        refused = does.chance("refuses_or_skips") > max(answers, 0.5)
        begins = (
            found is not None and said.text.strip().startswith(found) and len(found) < len(said.text) and not does.asks
        )
        phrase = place_phrase(said.text, said.known.get("district"))
        if found is None and phrase is not None and answers >= _ANSWERS > aside:
            found = phrase.text
        if found is not None and not refused and not (aside >= 0.6 and answers < 0.35 and not begins):
            found = with_tail(said.text, reconciled(found, phrase) or found)
            return Reading("inform", fields={"address": (found, 0.9, DIALOGUE)})
    if points_back(said.text) and answers >= 0.3:
        before = told_before(said)
        return (
            Reading("inform", fields={"address": (before, 0.8, DIALOGUE)})
            if before
            else Reading("inform", skipped=("address",))
        )
    return _left_out_or_insisted(said, does)


def _of_another_matter(does: Does) -> bool:
    """The place in "another complaint about the hospital in Wari" is not this one's; nor that in "nobody in the village
    may learn it was me"."""
    answers = does.chance("answers")
    if "wants_anonymity" in does.outright and answers < _AND_HIDES:
        return True
    return does.chance("new_or_second_complaint") >= _OTHER_MATTER and answers < _OTHER_MATTER - 0.2


_OTHER_MATTER = 0.9
_AND_HIDES = 0.5
"""Below it a wish to stay unnamed is all that is said: "nobody in the village may learn it was me"."""


def _without_a_slip(said: Said, heard: Heard) -> "tuple[Said, Heard]":
    """Without what the writer takes back at once; what is left stands where it stood."""
    slip = _SLIP.match(said.text)
    if slip is None or not any(character.isalpha() for character in said.text[slip.end() :]):
        return said, heard
    kept = " " * slip.end() + said.text[slip.end() :]
    spans = tuple(one for one in heard.spans if one.start >= slip.end())
    return replace(said, text=kept), replace(heard, spans=spans)


def _left_out_or_insisted(said: Said, does: Does) -> "Reading | None":
    """No place that can be proven: it is refused, or meant all the same."""
    if does.has("refuses_or_skips", "denies") and not asks_rather(does):
        return Reading("inform", skipped=("address",))
    if _insists(said, does):
        return Reading("inform", fields={"address": (said.text.strip(_TRIM), 0.6, DIALOGUE)})
    return None


def _insists(said: Said, does: Does) -> bool:
    """A few words that speak of nothing else, once more at the question that was asked again: nobody says twice what is
    no place. The gazetteer does not know every hamlet."""
    words = tokens(said.text)
    return (
        said.offered == (AGAIN,)
        and 1 <= len(words) <= _FEW_WORDS
        and not does.asks
        and not cues(said.text)
        and not is_only_a_district(said.text, said)
        and not any(map(is_everyday, words))
        and max(digression(does), does.chance("refuses_or_skips"), does.chance("denies"))
        < max(does.chance("answers"), 0.5)
    )


def _first_sentence_place(said: Said) -> "str | None":
    """ "Nawan Shehr. How long will it take?": the place is its own sentence, whatever is said behind it."""
    sentences = [one for one in re.split(r"[.?!؟۔\n]+(?:\s|$)", said.text) if one.strip()]
    words = tokens(sentences[0]) if sentences else ()
    if len(sentences) < 2 or not 1 <= len(words) <= _FEW or move(sentences[0]) is not None:
        return None
    kept = without_talk_at_ends(sentences[0])
    left = tokens(kept)
    if not left or is_only_a_district(kept, said) or points_back(sentences[0]):
        return None
    if is_place_name(kept):
        return kept
    named = [word for word in left if is_place_name(word) or is_place_kind(word) or word.isdigit()]
    return kept if any(is_place_name(word) for word in left) and len(named) >= len(left) - 1 else None
