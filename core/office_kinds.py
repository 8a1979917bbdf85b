"""What kinds of offices are called, without their place: from the names that core/reference/offices/kinds.csv makes."""

from collections.abc import Mapping
from functools import cache

from core.reference.tables import rows

_COMPANIES = {"en": {"power": "Electricity", "gas": "Gas"}, "ur": {"power": "بجلی", "gas": "گیس"}}


def kind_name(kind: str, language: str) -> str:
    """In a language; of a kind that is not ours, its key as words."""
    return _names().get(kind, {}).get(language) or _names().get(kind, {}).get("en") or kind.replace("_", " ")


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return {
        row["kind"]: {
            "en": row["name"].replace(", {place}", "").format(**_COMPANIES["en"]),
            "ur": row["name_ur"].replace("، {place}", "").format(**_COMPANIES["ur"]),
            "ps": row["kind_ps"],
        }
        for row in rows("offices/kinds.csv")
    }
