"""Is what came of a turn what was wanted? A row is right only as a whole; every fault is named."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from core.asking import Asking
from core.text.normalise import fold_digits, fold_letters
from nlu.dialogue.free_text import ENOUGH
from nlu.evaluation.dialogue.rows import Row

ANY = "*"


def faults(row: Row, result: Mapping[str, Any]) -> list[str]:
    """What is wrong with the result (core.ports.TurnResult as JSON); empty where the row is right."""
    return list(_faults(row, result))


def _faults(row: Row, result: Mapping[str, Any]) -> Iterator[str]:
    want = row.want
    learnt = {name: one["value"] for name, one in result["fields"].items() if one["confidence"] >= ENOUGH}
    for name, accepted in (want.get("fields") or {}).items():
        value = learnt.get(name, row.known.get(name))
        if not _accepted(accepted, value):
            yield f"{name} is {value!r}, not {accepted!r}"
    for name in want.get("not_fields") or ():
        if name in learnt and folded(learnt[name]) != folded(row.known.get(name, "")):
            yield f"{name} was learnt: {learnt[name]!r}"
    got = {
        "outcome": result["outcome"],
        "asking": Asking.read(result["asking"]).question,
        "language": result["language"],
    }
    for name, one in got.items():
        if name in want and one not in _listed(want[name]):
            yield f"{name} is {one}, not {want[name]}"
    told = result["understanding"]
    shown = bool(told["urgent"] or (want.get("urgent") and told.get("danger")))
    if "urgent" in want and shown is not want["urgent"]:
        yield f"urgent is {told['urgent']}, the danger {told.get('danger')}"
    if want.get("keep_description") and not _kept(row.known.get("description", ""), learnt.get("description")):
        yield f"the description became {learnt.get('description')!r}"


def _listed(wanted: Any) -> list[Any]:
    listed = wanted if isinstance(wanted, list) else [wanted]
    return [Asking.read(one).question if isinstance(one, str) else one for one in listed]


def _accepted(accepted: Any, value: str | None) -> bool:
    several = accepted if isinstance(accepted, list) else [accepted]
    if value is None:
        return None in several
    return any(one is not None and (one == ANY or folded(str(one)) == folded(value)) for one in several)


def _kept(old: str, new: str | None) -> bool:
    if new is None:
        return True
    words = folded(new).split()
    return all(word in words for word in folded(old).split())


def folded(text: str) -> str:
    """How values are compared: NFC, case, letters of either keyboard, marks, digits and spaces aside."""
    text = fold_digits(fold_letters(unicodedata.normalize("NFC", text))).casefold()
    return " ".join(text.split()).strip(" .,;:!?-'\"")
