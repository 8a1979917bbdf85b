"""The last look at what a turn is taken for where the summary was shown: a change, a question or a doubt is no yes, a
place is joined to the known one, and whatever nothing was made of is kept in the citizen's words, or asked about."""

import re

from nlu.dialogue.act_rules import topic_of
from nlu.dialogue.addressed import hesitates, is_said_to_us, says_nothing_new, scolds, takes_out, without_order
from nlu.dialogue.agreeing import agrees
from nlu.dialogue.answers.asked_first import asked_first
from nlu.dialogue.believed.joined import counted, joined
from nlu.dialogue.changes import is_changed
from nlu.dialogue.corrections import CHANGEABLE, ask_again
from nlu.dialogue.cues import cues, keyed
from nlu.dialogue.does import Does, topic
from nlu.dialogue.free_text import with_more
from nlu.dialogue.moves import field_named, move, only_a_field
from nlu.dialogue.place_words import has_landmark, is_place_kind
from nlu.dialogue.proofs import is_everyday, is_noise
from nlu.dialogue.questions_apart import by_words
from nlu.dialogue.shapes import CONFIRM, CORRECTION, DIALOGUE, Heard, Reading, Said, Value
from nlu.dialogue.words import tokens

_CLAUSE = re.compile(
    r"(?<=\S)[.!?۔؟…]+(?=\s|$)|\n+|[;؛]\s+|[,،]\s+|\s+(?=(?:but|lekin|magar|mgr|par|pr|kho|لیکن|مگر|خو|پر)\s)",
    re.IGNORECASE,
)
_BUT = re.compile(r"^\W*(?:but|lekin|magar|mgr|kho|except|only|لیکن|مگر|خو|صرف)(?!\w)", re.IGNORECASE)
_TRIM = " \t\n.,;:!?-–—،۔؛؟…\"'"
_ANSWERED_BY_THE_NUMBER = frozenset({"duration", "next", "goes_to", "sent_on", "contact"})
"""What is told with the number: whoever says yes and asks this is answered by it."""
_ASKS = frozenset({"what", "who", "where", "when", "how", "how_long", "how_much", "why", "what_for", "reader"})
STANDS = "stands_already"
_SURELY, _FEW, _LEAST = 0.9, 4, 3
_TALKS = ("thanks_or_chat", "out_of_scope", "nonsense", "asks_status", "switch_language", "wants_person", "cancels",
          "starts_over", "new_or_second_complaint", "cannot_write_or_read", "asks_service_question", "asks_why",
          "complains_of_no_progress", "wants_anonymity")  # fmt: skip


def last_look(turn: Said, heard: Heard, does: Does, reading: Reading) -> Reading:
    """The reading, as it may stand where the summary was shown; as it is anywhere else."""
    if (
        turn.question not in (CONFIRM, CORRECTION)
        or turn.choice
        or not turn.text.strip()
        or (heard.urgent and not reading.confirmed)
    ):
        return reading
    reading = _with_joined_place(turn, reading)
    if reading.confirmed:
        return _if_agreed(turn, does, reading)
    if reading.move in ("deny", "correct", "inform", "unclear") and _SEPARATE.search(turn.text):
        return Reading("service", topic="another")
    if reading.move == "service" and reading.topic == "about":
        asked = [one for one in _clauses(turn.text) if _asks(one)]
        return reading.but(topic=_topic(asked[0], turn, does)) if asked else reading
    if reading.move == "deny" and does.meant is None and len(tokens(turn.text)) > _LEAST and not reading.asks:
        kept = _kept(turn, does)
        tells = kept is not None and (kept.topic == STANDS or (kept.fields and "denies" not in does.outright))
        return kept if kept is not None and tells else reading
    if is_changed(turn, reading) or reading.move not in ("inform", "unclear") or reading.asks:
        return reading
    if reading.fields or (reading.move == "inform" and not reading.skipped):
        return Reading("service", topic=STANDS)
    named = only_a_field(turn.text)
    return ask_again(named) if named in CHANGEABLE else _kept(turn, does) or reading


_SEPARATE = re.compile(
    r"(?<!\w)(?:alag|separate|juda|الگ|علیحدہ|جدا|بېل)(?!\w).{0,20}(?:shikaya?t|complain|report|شکایت|درخواست)|(?:shikaya?t|complain\w*|شکایت)\s+(?:alag|separate\w*|juda|الگ|علیحدہ|جدا)(?!\w)",
    re.IGNORECASE,
)
"""Something of it is to be a complaint of its own."""


def _with_joined_place(turn: Said, reading: Reading) -> Reading:
    told, old = reading.fields.get("address"), turn.known.get("address")
    if told is None or not old:
        return reading
    place = joined(turn.text, old, told[0])
    fields = {**reading.fields, "address": (place, *told[1:])}
    beside = [one for one in _clauses(turn.text) if _names_more(one, place)] if "description" not in fields else []
    return reading.but(fields=_with_words(turn, beside, reading.but(fields=fields)))


def _names_more(clause: str, place: str) -> bool:
    """Does a sentence about the place name a landmark that is none of it? "In mohalla X, beside the mosque"."""
    lost = [word for word in tokens(clause) if has_landmark(word) and word not in tokens(place)]
    return bool(lost) and not _says_wrong(clause) and "neg" not in cues(counted(clause)) and not _asks(clause)


def _if_agreed(turn: Said, does: Does, reading: Reading) -> Reading:
    """The yes, where it is one. Whoever asks something beside it is answered and asked again; whoever tells something
    with a "but" sees it written first."""
    said = [one for one in _clauses(turn.text) if not _is_talk(one)]
    rest = [one for one in said if not agrees(one)]
    if not rest:
        return reading
    if any(hesitates(one) for one in rest):
        return Reading("service", topic="no_hurry")
    outright = "affirms" in does.outright and len(tokens(turn.text)) <= 2 * _FEW
    if len(rest) == len(said) and does.meant != "affirm" and len(tokens(turn.text)) > _FEW:
        sure = does.chance("affirms") >= _SURELY and not _asks(turn.text) and "affirms" not in does.outright
        if not sure and not outright:
            return _kept(turn, does) or Reading("deny", asks=("which_change",))
    asked = [one for one in rest if _asks(one)]
    topics = [_topic(one, turn, does) for one in asked]
    open_ = [one for one in topics if one not in _ANSWERED_BY_THE_NUMBER]
    if open_:
        hidden = _hides(reading, turn)
        names = ["nameless" if one == "privacy" and hidden else one for one in open_]
        told = [one for one in rest if _is_worth_keeping(one) and (not _asks(one) or _is_a_story(one, open_))]
        fields = _with_words(turn, told, reading)
        return Reading("inform" if fields else "service", fields=fields, topic=names[0], asks=tuple(names))
    doubts = [one for one in rest if _BUT.match(one) and not _urges(one) and _is_worth_keeping(one)]
    if doubts and "anonymous" not in reading.fields:
        return Reading("inform", fields=_with_words(turn, doubts, reading))
    return reading


def _is_a_story(clause: str, topics: "list[str]") -> bool:
    """A question that we cannot answer is kept in its words."""
    return "cannot_say" in topics and len(tokens(clause)) > _FEW


def _urges(clause: str) -> bool:
    """ "But quickly, please": no doubt of what is written."""
    return "now_" in cues(clause) or _asks(clause)


def _kept(turn: Said, does: Does) -> "Reading | None":
    """What nothing was made of: the words are kept as more of the complaint, or it is asked what is meant."""
    story = turn.known.get("description", "")
    if is_noise(turn.text) or does.meant is not None:
        return None
    if hesitates(turn.text) and not does.has("tells", "corrects", least=0.4):
        return Reading("service", topic="no_hurry")
    clauses = _clauses(turn.text)
    asked = [one for one in clauses if _asks(one)]
    told, unsure, stands = _sorted([one for one in clauses if one not in asked], turn)
    told = [one for one in told if _is_worth_keeping(one)]
    talks = does.has(*_TALKS, least=0.6) and not does.has("tells", least=0.3)
    if told and story and not talks:
        return Reading("inform", fields=_with_words(turn, told, None))
    if asked and not talks:
        return Reading("service", topic=_topic(asked[0], turn, does))
    if stands and not unsure:
        return Reading("service", topic=STANDS)
    if unsure or (does.has("corrects", "denies", least=0.3) and not talks):
        return Reading("deny", asks=("which_change",))
    return None


def _sorted(clauses: "list[str]", turn: Said) -> "tuple[list[str], bool, bool]":
    """What the clauses tell; whether one wants something changed; whether one only says what stands there."""
    record = " ".join(turn.known.get(name, "") for name in (*CHANGEABLE, "email"))
    told: list[str] = []
    unsure = stands = False
    for one in clauses:
        ordered = without_order(one)
        if agrees(one) or is_said_to_us(one):
            unsure = unsure or scolds(one)
        elif takes_out(one) or _says_wrong(one):
            unsure = True
        elif says_nothing_new(ordered if ordered is not None else one, record) or _repeats_the_place(one, turn):
            stands = True
        else:
            told.append(ordered or one)
    return told, unsure, stands


def _says_wrong(clause: str) -> bool:
    """Does it say that something is wrong, or not right?"""
    named = set(cues(clause))
    return bool(named & {"wrong", "change"}) or ({"ok", "neg"} <= named and len(tokens(clause)) <= _FEW + 2)


def _repeats_the_place(clause: str, turn: Said) -> bool:
    """Are all its words that are none of every day's those of the known place?"""
    strange = {keyed(word) for word in tokens(clause) if not is_everyday(word) and not is_place_kind(word)}
    known = {keyed(word) for name in ("address", "district") for word in tokens(turn.known.get(name, ""))}
    return bool(strange) and strange <= known


def _with_words(turn: Said, told: "list[str]", reading: "Reading | None") -> "dict[str, Value]":
    fields = dict(reading.fields) if reading is not None else {}
    story = fields["description"][0] if "description" in fields else turn.known.get("description", "")
    new = [words for one in told if (words := _BUT.sub("", one).strip(_TRIM)) and words not in story]
    if new:
        fields["description"] = (with_more(story, [", ".join(new)]), 0.9, DIALOGUE)
    return fields


def _clauses(text: str) -> "list[str]":
    found, start = [], 0
    for match in [*_CLAUSE.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[start:end].strip()
        if piece.strip(_TRIM):
            found.append(piece.rstrip(",،;؛. \n"))
        start = end
    return found


def _is_talk(clause: str) -> bool:
    return move(clause) in ("thanks", "greet") or not tokens(clause)


def _asks(clause: str) -> bool:
    """A question, by its mark or by the word that asks."""
    if "?" in clause or "؟" in clause:
        return True
    tag = tokens(clause)[-1:] and tokens(clause)[-1] in _TAGS and asked_first(f"{clause}?") is not None
    return (
        bool(tag) or asks_of_who_wrote(clause) or (not _ASKS.isdisjoint(cues(clause)) and len(tokens(clause)) >= _LEAST)
    )


_TAGS = frozenset({"na", "kya", "kia", "kana", "k", "ke", "نا", "کیا", "که", "کنه"})
_WHO_WROTE = re.compile(
    r"(?<!\w)(?:pata|pta|maloom|khabar|know|find|finds|learn|پتہ|پتا|معلوم|خبر)(?!\w).{0,30}"
    r"(?<!\w)(?:chal\w*|ho\w*|out|who|شي|چل\w*|ہو\w*|لګي)(?!\w).{0,40}"
    r"(?<!\w)(?:likh\w*|wrote|complain\w*|shikayat|kisne|mene|me ne|maine|لکھ\w*|شکایت|ليک\w*|لیک\w*|ولیکل)",
    re.IGNORECASE,
)


def asks_of_who_wrote(clause: str) -> bool:
    """ "The patwari will not learn that I wrote?" """
    return _WHO_WROTE.search(clause) is not None


def _topic(clause: str, turn: Said, does: Does) -> str:
    """What a question beside a yes is about; that we cannot say it here, where we cannot tell."""
    found = asked_first(clause) or by_words(clause)
    if found is not None:
        return found
    if not _FEARED.isdisjoint(cues(clause)) or _HARM.search(clause):
        return "retaliation"
    ruled = topic_of(clause)
    if ruled != "about":
        return ruled
    likely = [(sure, name) for name, sure in does.chances.items() if name.startswith("topic:") and sure >= 0.3]
    if likely and topic(turn, does) != "about":
        return topic(turn, does)
    if asks_of_who_wrote(clause):
        return "privacy"
    if "name" in cues(clause) and not {"hide", "reveal", "tell", "who", "reader"}.isdisjoint(cues(clause)):
        return "privacy"
    return "cannot_say"


_FEARED = frozenset({"afraid", "threat"})
_HARM = re.compile(
    r"دښمن|دشمن|dushman|badla|revenge|punish|نقصان|تاوان|dhamk|threat|tang kar|تنگ کر|بدلہ|بدل اخ", re.IGNORECASE
)


def _hides(reading: Reading, turn: Said) -> bool:
    return (reading.fields.get("anonymous", ("",))[0] or turn.known.get("anonymous")) == "yes"


def _is_worth_keeping(clause: str) -> bool:
    """Does it tell something: three words, or one that is none of every day's?"""
    said = tokens(_BUT.sub("", clause))
    if is_said_to_us(clause) or (field_named(clause) is not None and len(said) <= 1):
        return False
    return len(said) >= _LEAST or any(not is_everyday(word) and len(word) > 2 for word in said)
