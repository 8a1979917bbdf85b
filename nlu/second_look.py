"""Where our own reading is unsure, and what a second reader's answer comes to: pure, for the gateway and for the
evaluation, which runs under the assistant's Python."""

from collections.abc import Callable, Mapping

from core.asking import Asking
from core.text.masking import masked

ASKED_OF_IT = frozenset({"category", "district", "address"})
"""Fields that words can be pointed at for. Names are masked, numbers too."""
_FEW = 2
Point = Callable[[str, str, str], "str | None"]


def doubted(text: str, before: Asking, after: Asking) -> "str | None":
    """The field that stays open though it may have been told: asked again, or with several to choose from."""
    field = after.question
    if field not in ASKED_OF_IT or len(text.split()) < _FEW:
        return None
    again = field == before.question
    hesitates = bool(after.options) and after.options != ("all",)
    return field if again or hesitates else None


def pointed_at(point: Point, text: str, field: str, language: str, known: Mapping[str, str]) -> "str | None":
    """The citizen's own words for a field; None where the reader names none, or the whole message, which is read
    already. Raises what the reader raises."""
    hidden = masked(text, filter(None, (known.get("complainant_name"), known.get("father_name"))))
    words = point(hidden, field, language)
    at = hidden.find(words) if words else -1
    if words is None or at < 0:
        return None
    own = text[at : at + len(words)].strip()
    return own if own and own != text.strip() else None
