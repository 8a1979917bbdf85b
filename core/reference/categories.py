"""The 21 categories of complaints: names in four languages, how bad and how long by default, whose business."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.reference.tables import rows
from core.ticket import Severity


@dataclass(frozen=True, slots=True)
class Category:
    """``days`` are the working days that an office has for a complaint of normal severity. ``names`` by language;
    ``obliques``: where "about" needs another form (``about``)."""

    key: str
    names: Mapping[str, str]
    severity: Severity
    days: float
    department: str
    obliques: Mapping[str, str]

    def about(self, language: str) -> str:
        """Its name as it stands before "about" in a sentence: oblique in Urdu ("پینے کے پانی کے بارے میں"), with its
        "د" in Pashto ("د څښاک د اوبو په اړه"); in English without its capital letter."""
        if language == "en":
            name = self.names["en"]
            return name if name[:2].isupper() or "Pakistan" in name[:9] else name[:1].lower() + name[1:]
        return self.obliques.get(language) or self.named(language)

    def named(self, language: str) -> str:
        """Its name in a language; in English where the language is none of ours."""
        return self.names.get(language, self.names["en"])


@cache
def categories() -> Mapping[str, Category]:
    """All categories by key, in the order in which they are offered."""
    return MappingProxyType({row["key"]: _category(row) for row in rows("taxonomy/categories.csv")})


def category_days() -> dict[str, float]:
    """Working days by category, for core.casework.sla.SlaRules."""
    return {key: category.days for key, category in categories().items()}


def _category(row: dict[str, str]) -> Category:
    names = MappingProxyType({language: row[language] for language in ("en", "ur", "ps", "roman_ur")})
    obliques = MappingProxyType({language: row[f"{language}_about"] for language in ("ur", "ps", "roman_ur")})
    return Category(row["key"], names, Severity(row["severity"]), float(row["days"]), row["department"], obliques)
