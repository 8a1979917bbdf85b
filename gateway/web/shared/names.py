"""What categories, districts and departments are called in the page's language."""

from flask_babel import LazyString, lazy_gettext

from core.reference.categories import categories
from core.reference.former_districts import name_today
from core.text.gazetteer import districts
from gateway.web.shared.languages import page_language

DEPARTMENTS: dict[str, LazyString] = {
    "accounts": lazy_gettext("Accounts"),
    "administration": lazy_gettext("Administration"),
    "agriculture": lazy_gettext("Agriculture"),
    "anti_corruption": lazy_gettext("Anti-corruption"),
    "bisp": lazy_gettext("Benazir Income Support"),
    "education": lazy_gettext("Schools"),
    "environment": lazy_gettext("Environment"),
    "excise": lazy_gettext("Excise and taxation"),
    "food": lazy_gettext("Food"),
    "forest": lazy_gettext("Forests"),
    "gas": lazy_gettext("Gas"),
    "health": lazy_gettext("Health"),
    "higher_education": lazy_gettext("Colleges"),
    "highways": lazy_gettext("Highways"),
    "identity": lazy_gettext("Identity cards"),
    "irrigation": lazy_gettext("Irrigation"),
    "labour": lazy_gettext("Labour"),
    "livestock": lazy_gettext("Livestock"),
    "local_government": lazy_gettext("Local government"),
    "overseas": lazy_gettext("Pakistanis abroad"),
    "passport": lazy_gettext("Passports"),
    "police": lazy_gettext("Police"),
    "power": lazy_gettext("Electricity"),
    "public_health_engineering": lazy_gettext("Water supply"),
    "rescue": lazy_gettext("Rescue"),
    "revenue": lazy_gettext("Land revenue"),
    "social_welfare": lazy_gettext("Social welfare"),
    "transport": lazy_gettext("Transport"),
    "works": lazy_gettext("Roads and buildings"),
    "zakat": lazy_gettext("Zakat"),
}


def category_name(key: str) -> str:
    """A category; its key where there is none of that key."""
    known = categories().get(key)
    return known.named(page_language()) if known else key


def district_name(name: str) -> str:
    """A district, by its English name."""
    known = districts().get(name) or districts().get(name_today(name))
    if known is None:
        return name
    return {"ur": known.urdu, "ps": known.pashto}.get(page_language()) or name


def department_name(key: str) -> str:
    return str(DEPARTMENTS.get(key, key.replace("_", " ").capitalize()))
