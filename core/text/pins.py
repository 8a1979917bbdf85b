"""The words that stand for a place of which only a pin on the map is known."""

PINNED = {
    "en": "as pinned on the map",
    "ur": "نقشے پر بھیجی گئی جگہ",
    "roman_ur": "naqshe par bheji gayi jagah",
    "ps": "په نقشه کې لېږل شوی ځای",
}


def pinned(language: str) -> str:
    """The words in a language; English where we do not know it."""
    return PINNED.get(language, PINNED["en"])


def is_pinned(words: "str | None") -> bool:
    """Are these the words for a pin, and no place that somebody told?"""
    return words in PINNED.values()
