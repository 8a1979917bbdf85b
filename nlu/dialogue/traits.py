"""What the acts model is told of a turn beside its words: what was asked and is known, what kind of words they are."""

from collections.abc import Mapping

from core.text.normalise import fold_digits
from nlu.dialogue.act_rules import by_rule, topic_of
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import move
from nlu.dialogue.place_words import has_place_word
from nlu.dialogue.proofs import is_everyday, is_given_name, is_noise, is_place_name, strangeness
from nlu.dialogue.words import tokens


def traits(text: str, question: "str | None", known: "Mapping[str, str] | frozenset[str]" = frozenset()) -> "list[str]":
    """Names of what is so; the question stands by itself and crossed with everything else."""
    said = tokens(text)
    asked = question or "nothing"
    plain = [f"words{min(len(said), 4) if len(said) < 5 else 5 if len(said) < 8 else 8 if len(said) < 15 else 15}"]
    letters = [word for word in said if any(one.isalpha() for one in word)]
    if letters:
        everyday = sum(is_everyday(word) for word in letters) / len(letters)
        plain.append(f"everyday{round(everyday * 4)}")
        names = sum(is_given_name(word) for word in letters) / len(letters)
        plain.append(f"names{round(names * 3)}")
        places = sum(is_place_name(word) and not is_everyday(word) for word in letters) / len(letters)
        plain.append(f"places{round(places * 3)}")
        odd = max((strangeness(word) for word in letters if not is_everyday(word)), default=0.0)
        plain.append(f"odd{min(int(odd * 10), 4)}")
    digits = sum(one.isdigit() for one in fold_digits(text))
    plain.append("digits0" if not digits else "digits1" if digits < 3 else "digits3" if digits < 9 else "digits9")
    meant = move(text)
    checks = (
        ("asks", "?" in text or "؟" in text), ("place_word", has_place_word(text)), ("noise", is_noise(text)),
        ("bare", not letters), ("lines", "\n" in text), ("at", "@" in text), (f"move_{meant}", meant is not None),
        ("shouts", "!" in text), ("long", len(text) > 120),
    )  # fmt: skip
    plain += [name for name, holds in checks if holds]
    plain += [f"known_{name}" for name in ("description", "district") if name in known]
    ruled = by_rule(text, question)
    plain += [f"rule_{name}" for name in sorted(ruled)]
    if "asks_service_question" in ruled:
        plain.append(f"topic_{topic_of(text)}")
    named = list(dict.fromkeys(cues(text)))
    return [f"q={asked}", *plain, *(f"{asked}&{one}" for one in [*plain, *named, *said[:1], *said[-1:]])]
