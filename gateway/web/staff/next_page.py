"""Where to go after signing in: never somebody else's address."""

from flask import url_for


def own_path(wanted: str) -> str:
    """The path, if it is one of ours; else one's own page."""
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    return wanted if plain and wanted.isprintable() else url_for("account.home")
