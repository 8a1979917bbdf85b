"""What a message does, all that speaks for it weighed together: whole phrases, rules, and what the acts model heard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.text.anonymity import is_about_others, wants_to_be_named
from core.text.normalise import fold_digits
from nlu.dialogue.act_rules import SHORT_NAME, by_rule, topic_of
from nlu.dialogue.anothers_name import names_somebody_else
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import language_asked, move
from nlu.dialogue.proofs import is_noise
from nlu.dialogue.sayings import said_outright
from nlu.dialogue.shapes import Heard, Said
from nlu.dialogue.words import tokens

SURE = 0.5
_CERTAIN = 0.97
_PHRASES = {
    "start_over": "starts_over", "cancel": "cancels", "human_help": "wants_person", "track_status": "asks_status",
    "thanks": "thanks_or_chat", "greet": "thanks_or_chat", "why": "asks_why", "anonymous": "wants_anonymity",
    "skip": "refuses_or_skips", "another": "new_or_second_complaint",
}  # fmt: skip
_INTENTS = {
    "cancel": "cancels", "human_help": "wants_person", "track_status": "asks_status", "out_of_scope": "out_of_scope",
    "feedback_dissatisfied": "complains_of_no_progress",
}  # fmt: skip
_AGREED, _HALF = 0.9, 0.2
_HIDES, _CLEAR_WISH = 0.4, 0.9
_HARDLY_MORE, _FEW, _STORY = 8, 5, 12
_PERHAPS, _PERHAPS_YES, _CLEARLY = 0.25, 0.4, 1.5
_SKIPPABLE = ("address", "complainant_name", "phone")
_SENTENCE = re.compile(r"[.;!?\n۔؛؟…]+(?=\s|$)|[,،]|\s(?:lekin|magar|but|aur|and|لیکن|مگر|اور|خو|kho)\s")
_CARD = re.compile(r"\bidentity cards?\b", re.IGNORECASE)
_FIELD, _TOPIC = "field:", "topic:"


@dataclass(frozen=True)
class Does:
    """Acts by probability. ``meant``: the move that the whole message is (words.yml), which leaves no doubt.
    ``ruled``: the acts that the rules see in its words. ``asks``: it has a question mark. ``outright``: the acts that
    its words do beyond doubt (sayings.yml)."""

    chances: Mapping[str, float]
    meant: "str | None"
    ruled: "frozenset[str]" = frozenset()
    asks: bool = False
    outright: "frozenset[str]" = frozenset()

    def chance(self, act: str) -> float:
        """How likely it is that the message does this."""
        return self.chances.get(act, 0.0)

    def has(self, *acts: str, least: float = SURE) -> bool:
        """Does it do one of these?"""
        return any(self.chance(act) >= least for act in acts)

    def likeliest(self, *acts: str) -> "tuple[str, float]":
        """The likeliest of these acts."""
        best = max(acts, key=self.chance)
        return best, self.chance(best)

    @property
    def ruled_refusal(self) -> bool:
        """Are its words those of a refusal, whatever else it asks?"""
        return "refuses_or_skips" in self.ruled and self.chance("switch_language") < SURE

    @property
    def hides(self) -> bool:
        """Does it wish that nobody knows who wrote? Hiding a name in vain costs little, showing one costs much; but to
        ask whether it is safe is no such wish."""
        wish = self.chance("wants_anonymity")
        said_so = "wants_anonymity" in self.outright | self.ruled
        if wish < _CLEAR_WISH and self.chance("switch_language") >= _CLEAR_WISH:
            return False
        if self.corrected_field[0] == "complainant_name" and self.has("corrects", least=_CLEAR_WISH):
            return "wants_anonymity" in self.outright
        if not said_so and self.chance("cannot_write_or_read") > wish:
            return False  # who cannot write needs help, and hides from nobody
        return wish >= _HIDES and not (
            self.asks and wish < _CLEAR_WISH and self.chance("asks_service_question") >= _HIDES
        )

    @property
    def corrected_field(self) -> "tuple[str | None, float]":
        """The field that a correction is about, as far as the model can say."""
        fields = {name.removeprefix(_FIELD): sure for name, sure in self.chances.items() if name.startswith(_FIELD)}
        best = max(fields, key=lambda name: fields[name], default=None)
        return best, fields[best] if best else 0.0


def weigh(turn: Said, heard: Heard) -> Does:
    """The acts of a turn."""
    chances = dict(heard.acts)
    meant = move(turn.text)
    if meant in _PHRASES:
        chances[_PHRASES[meant]] = _CERTAIN
    if meant != "cancel" and _only_leaves_it(turn):
        chances["cancels"], chances["refuses_or_skips"] = 0.0, max(chances.get("refuses_or_skips", 0.0), _CERTAIN)
    _likeliest_counts(chances)
    if _names_a_case(turn, heard):
        chances |= {"asks_status": max(chances.get("asks_status", 0.0), _CERTAIN), "new_or_second_complaint": 0.0}
    if language_asked(turn.text):
        chances["switch_language"] = _CERTAIN
    act, sure = _INTENTS.get(heard.intent), heard.intent_confidence
    if act and sure >= _AGREED and _HALF <= chances.get(act, 0.0) < SURE:
        chances[act] = SURE  # two classifiers that were taught apart lean the same way
    ruled = by_rule(turn.text, turn.question)
    if act in ruled and sure >= _AGREED:
        chances[str(act)] = max(chances.get(str(act), 0.0), SURE)
    _by_place(turn, chances, ruled)
    if is_noise(turn.text) and meant is None and not fold_digits(turn.text).strip(" .()#-").isdigit():
        chances["nonsense"] = max(chances.get("nonsense", 0.0), _CERTAIN)
        chances["answers"] = 0.0
    outright = said_outright(turn.text, turn.question) if meant is None else frozenset()
    _outright_counts(chances, outright)
    first = meant is None and turn.question in (None, "description")
    sure = "wants_anonymity" in outright or heard.acts.get("wants_anonymity", 0.0) >= _CLEAR_WISH
    if not sure and (_only_tells_a_name(heard, ruled) or (first and _tells_without_a_wish(turn.text))):
        chances["wants_anonymity"] = 0.0
        ruled -= {"wants_anonymity"}
    of_another = is_about_others(turn.text) or _names_another(turn.text, outright)
    if wants_to_be_named(turn.text) or (of_another and meant is None):
        chances["wants_anonymity"] = 0.0
        ruled -= {"wants_anonymity"}
        outright -= {"wants_anonymity"}
    return Does(chances, meant, ruled, _asks(turn.text), outright)


def _only_tells_a_name(heard: Heard, ruled: "frozenset[str]") -> bool:
    """ "My name is …", and no word of hiding it."""
    return "complainant_name" in heard.entities and "wants_anonymity" not in ruled


def _names_another(text: str, said: "frozenset[str]") -> bool:
    """Is the name in it a school's, an official's, and nothing said of hiding one?"""
    hides = not _HIDING.isdisjoint(cues(text)) or "wants_anonymity" in said
    return names_somebody_else(text) and not hides


_HIDING = frozenset({"hide", "nobody", "reveal", "afraid"})


def _by_place(turn: Said, chances: "dict[str, float]", ruled: "frozenset[str]") -> None:
    """What some words can only mean at this question."""
    if "satisfied" in ruled and turn.question is None:
        chances |= {"satisfied": _CERTAIN, "cancels": 0.0, "complains_of_no_progress": 0.0}
    if turn.question == "complainant_name" and len(tokens(turn.text)) <= SHORT_NAME:
        chances["out_of_scope"] = 0.0


def _tells_without_a_wish(text: str) -> bool:
    """A whole story of which no sentence speaks of hiding a name: the model alone does not take it away."""
    if len(tokens(text)) < _STORY:
        return False
    sentences = [one for one in _SENTENCE.split(_CARD.sub("card", text)) if len(tokens(one)) <= _STORY]
    return not any("name" in cues(one) and "wants_anonymity" in by_rule(one, None) for one in sentences)


def _outright_counts(chances: "dict[str, float]", outright: "frozenset[str]") -> None:
    """What is said outright is certain; it takes the place of what it rules out."""
    for act in outright:
        chances[act] = max(chances.get(act, 0.0), _CERTAIN)
    if not outright.isdisjoint(_NO_STORY):
        chances["tells"] = 0.0
    if "denies" in outright:
        chances["affirms"] = 0.0
    if "satisfied" in outright:
        chances |= {"complains_of_no_progress": 0.0, "cancels": 0.0}
    if not outright.isdisjoint(("asks_why", "asks_service_question", "nonsense", "cannot_write_or_read")):
        chances["refuses_or_skips"] = min(chances.get("refuses_or_skips", 0.0), 0.4)
        chances["affirms"] = 0.0
    if not outright.isdisjoint(("asks_status", "complains_of_no_progress")):
        chances["answers"] = 0.0


_NO_STORY = ("wants_anonymity", "asks_status", "complains_of_no_progress", "cannot_write_or_read", "thanks_or_chat",
             "nonsense", "new_or_second_complaint", "asks_service_question", "wants_person")  # fmt: skip


def _asks(text: str) -> bool:
    """A question, by its mark or its first word."""
    return "?" in text or "؟" in text or (len(tokens(text)) > 2 and tokens(text)[0] in _ASKING)


_ASKING = frozenset(
    {
        "is",
        "are",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "what",
        "whats",
        "which",
        "who",
        "how",
        "when",
        "why",
        "kya",
        "kia",
        "kaun",
        "kon",
        "kab",
        "kyun",
        "کیا",
        "کون",
        "کب",
        "کیوں",
        "ایا",
        "آیا",
        "څوک",
        "کله",
        "ولې",
        "څنګه",
    }
)


def _only_leaves_it(turn: Said) -> bool:
    """ "Leave it" at a question that may be skipped means the question, unless it speaks of the complaint."""
    named = set(cues(turn.text))
    more = {"cancel", "complaint", "send", "solved", "stop", "need", "all_"}
    return turn.question in _SKIPPABLE and "leave" in named and not named & more and len(tokens(turn.text)) <= _FEW


def _likeliest_counts(chances: "dict[str, float]") -> None:
    """Where nothing is sure, what is clearly likelier than all else counts."""
    told = {act: sure for act, sure in chances.items() if ":" not in act}
    if not told or max(told.values()) >= SURE:
        return
    first, *rest = sorted(told, key=lambda act: -told[act])
    if told[first] >= (_PERHAPS_YES if first == "affirms" else _PERHAPS) and (
        not rest or told[first] >= _CLEARLY * told[rest[0]]
    ):
        chances[first] = SURE


def _names_a_case(turn: Said, heard: Heard) -> bool:
    """A case's number, and hardly more than that."""
    named = "tracking_number" in heard.entities or "tracking_number_wrong" in heard.entities
    return named and (heard.intent != "file_complaint" or len(tokens(turn.text)) <= _HARDLY_MORE)


def topic(turn: Said, does: Does) -> str:
    """What a question about the service is about: by its words, else what the model takes it for."""
    ruled = topic_of(turn.text)
    topics = {name.removeprefix(_TOPIC): sure for name, sure in does.chances.items() if name.startswith(_TOPIC)}
    best = max(topics, key=lambda name: topics[name], default="about")
    return best if topics.get(best, 0.0) >= SURE or (ruled == "about" and topics.get(best, 0.0) >= 0.3) else ruled
