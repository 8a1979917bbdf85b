"""What kinds of offices are called, without their place: from the names that core/reference/offices/kinds.csv makes.
And what an office of such a kind is called in Pashto, in which no name of its own is kept."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from core.reference.tables import rows

_COMPANIES = {"en": {"power": "Electricity", "gas": "Gas"}, "ur": {"power": "بجلی", "gas": "گیس"}}


def kind_name(kind: str, language: str) -> str:
    """In a language; of a kind that is not ours, its key as words."""
    return _names().get(kind, {}).get(language) or _names().get(kind, {}).get("en") or kind.replace("_", " ")


@cache
def kinds_of_bodies() -> frozenset[str]:
    """The kinds of office that stand in some places only."""
    return frozenset(row["kind"] for row in rows("offices/kinds.csv") if row["tier"] == "body")


@lru_cache(maxsize=20_000)
def pashto_name(kind: str, name_ur: str) -> "str | None":
    """An office's name in Pashto: its kind, its company, its place. None where its Urdu name is not the one that its
    kind makes: a name that somebody gave it is not translated."""
    pattern = _patterns().get(kind)
    made = pattern.fullmatch(name_ur) if pattern else None
    if made is None:
        return None
    company = next((made[name] for name in ("power", "gas") if name in made.groupdict()), "")
    called = kind_name(kind, "ps") + (f" ({company})" if company else "")
    return f"{called}، {_in_pashto().get(made['place'], made['place'])}"


@cache
def _patterns() -> Mapping[str, "re.Pattern[str]"]:
    slots = re.compile(r"\\{(place|power|gas)\\}")
    return {
        row["kind"]: re.compile(slots.sub(r"(?P<\1>.+)", re.escape(row["name_ur"])))
        for row in rows("offices/kinds.csv")
        if row["kind_ps"]
    }


@cache
def _in_pashto() -> Mapping[str, str]:
    """Places' names in Pashto by those in Urdu; the province's own places win over others of the same name."""
    names: dict[str, str] = {}
    for file in ("provinces", "districts", "towns_kp", "districts_elsewhere", "towns_elsewhere"):
        for row in rows(f"places/{file}.csv"):
            pashto = (row["pashto"] or "").split("|")[0]
            for urdu in (row["urdu"] or "").split("|"):
                if urdu and pashto:
                    names.setdefault(urdu, pashto)
    return names


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
