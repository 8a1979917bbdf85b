"""Districts that were renamed or divided: records, and offices of houses that have not taken the new ones, still name
them. Today's name is that of the district that keeps the old one's seat."""

from functools import cache

from core.reference.tables import rows


def name_today(district: str) -> str:
    """What a district is called today; its own name where it was not renamed."""
    return _now().get(district, district)


def former_names(district: str) -> tuple[str, ...]:
    """What the district was called before."""
    return tuple(former for former, now in _now().items() if now == district)


@cache
def _now() -> dict[str, str]:
    return {row["former"]: row["now"] for row in rows("places/former_districts.csv")}
