"""Is somebody in danger now? Said so, the writer is told whom to call before anything else is asked.

Each clause of a text is judged by itself, so that one clause of danger is heard in a long complaint: by what its words
mean in any of the languages (``core.text.danger``), by rules of what together tells of danger and what speaks against
(what is past, supposed, told in the news, an office, a price, a figure of speech), and by what has been learnt from
sentences that people in danger write, and from those that only sound like it; the text as a whole counts beside its
clause. What is sure is an emergency at once; what is perhaps one is asked about. This one function decides, in the
gateway and inside Rasa.
"""

from dataclasses import dataclass

from core.text.danger.clause_rows import folded, rows
from core.text.danger.outright import outright
from core.text.danger.rules import told
from core.text.danger.weights import learnt
from core.text.danger.whole import whole

_GUNS = frozenset({"shoot", "weapon"})
_BODIES = frozenset({"child", "kin", "person", "she_he"})
_OUTRIGHT = 4.0
"""The score of what tells of danger outright: that of sentences which leave no doubt."""


@dataclass(frozen=True)
class Helpline:
    """An emergency number and what answers it."""

    number: str
    name: str


RESCUE = Helpline("1122", "Rescue 1122")
"""Ambulance, fire, floods and buildings in every district (urdupoint.com, 26 June 2023)."""
POLICE = Helpline("15", "Police")
"""Joined with the Bolo helpline for violence against women (thenews.com.pk, 30 November 2023)."""
CHILD = Helpline("1121", "Child protection")
"""The Child Protection and Welfare Commission's, day and night, free of charge (stateofchildren.com, 29 June 2025)."""
BOLO = Helpline("0800-22227", "Bolo, for women")
"""The Social Welfare Department's for violence against women (thenews.com.pk, 30 November 2023)."""
DISASTER = Helpline("1700", "Disaster management")
"""The Provincial Disaster Management Authority's (urdupoint.com, 26 June 2023)."""
GAS = Helpline("1199", "Sui Northern Gas")
"""The gas company's, round the clock (urdupoint.com, 12 June 2023)."""
UMANG = Helpline("0311-7786264", "Umang, somebody who listens")
"""Free of charge, day and night but for the Eid holidays, in Pashto too (hourstv.com, 22 April 2024)."""

HUMAN_RIGHTS = Helpline("1099", "Human rights, free legal advice")
"""The Ministry of Human Rights' (phoneworld.com.pk, 30 November 2020)."""

NUMBERS: "dict[str, tuple[Helpline, ...]]" = {
    "suicide": (RESCUE, UMANG, POLICE),
    "abduction": (POLICE, CHILD),
    "sexual": (POLICE, BOLO, CHILD),
    "child": (CHILD, POLICE, RESCUE),
    "threat": (POLICE, BOLO),
    "violence": (POLICE, RESCUE, BOLO, HUMAN_RIGHTS),
    "fire": (RESCUE, POLICE),
    "gas": (GAS, RESCUE),
    "electrocution": (RESCUE,),
    "flood": (RESCUE, DISASTER, POLICE),
    "collapse": (RESCUE, DISASTER, POLICE),
    "trapped": (RESCUE, DISASTER, POLICE),
    "medical": (RESCUE,),
}
"""Whom to call for each kind, first the likeliest."""

SURE, PERHAPS = 0.5, -1.8
"""From which score on a text tells of danger: surely, so that it is registered at once; perhaps, so that the numbers
are shown and it is asked. Chosen on held-out sentences (docs/understanding.md)."""


_NEVER_ASKED, _PLAINLY = "suicide", -0.5
"""Whoever speaks of dying is not asked whether they mean it, where the words say so or from this score on."""
_SOFTLY = 0.6
"""So much less is enough where the words speak of dying."""


@dataclass(frozen=True)
class Danger:
    """``kind`` is a key of ``NUMBERS``; ``clause`` is what told of it, as it was read; ``sure``: none need be asked."""

    kind: str
    score: float
    clause: str
    sure: bool = True


def find_danger(text: str) -> "Danger | None":
    """The clause of a text that tells most of danger, or None where none perhaps does. Reads 6000 signs."""
    table = learnt()
    clauses = list(rows(text))
    if not clauses or _only_asked(frozenset().union(*(clause.concepts for clause in clauses))):
        return None
    plain = outright(clauses)
    if plain is not None:
        return Danger(plain[0], _OUTRIGHT, " ".join(plain[1].words))
    scores = [table.score(clause.row) for clause in clauses]
    most = max(scores)
    of_all = whole(folded(text))
    score = most + table.whole(of_all)
    speaks_of_dying = any(_NEVER_ASKED in told(clause.concepts) for clause in clauses)
    if score < (PERHAPS - _SOFTLY if speaks_of_dying else PERHAPS):
        return None
    best = clauses[scores.index(most)]
    kind = table.kinds_by_score(best.row, of_all)[0][1]
    if kind == "fire" and "burn" not in best.concepts and not _GUNS.isdisjoint(best.concepts):
        kind = "violence"  # "fires a gun" is no fire
    if kind in {"flood", "child"} and "burn" in best.concepts and not _BODIES.isdisjoint(best.concepts):
        kind = "medical"  # scalded by water, or a burnt child: an ambulance first
    plainly = score >= _PLAINLY or speaks_of_dying
    sure = score >= SURE or (kind == _NEVER_ASKED and plainly)
    return Danger(kind, round(score, 3), " ".join(best.words), sure)


def _only_asked(concepts: "frozenset[str]") -> bool:
    """ "If ever a fire breaks out, which number do I call?" asks, and nothing burns."""
    return concepts >= {"cond", "law"} and concepts.isdisjoint({"now", "hide", "help"})


def danger(text: str) -> "str | None":
    """The kind of danger that a text surely tells of (a key of ``NUMBERS``), or None."""
    found = find_danger(text)
    return found.kind if found and found.sure else None


def perhaps_danger(text: str) -> "str | None":
    """The kind of danger that a text tells of, surely or perhaps."""
    found = find_danger(text)
    return found.kind if found else None
