"""What categories and districts are called in the page's language."""

from core.taxonomy import categories
from core.text.gazetteer import districts
from gateway.web.languages import page_language


def category_name(key: str) -> str:
    """A category; its key where there is none of that key."""
    known = categories().get(key)
    return known.named(page_language()) if known else key


def district_name(name: str) -> str:
    """A district, by its English name."""
    known = districts().get(name)
    if known is None:
        return name
    return {"ur": known.urdu, "ps": known.pashto}.get(page_language()) or name
