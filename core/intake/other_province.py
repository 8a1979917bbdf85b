"""What is in another province: whose matter it is, and that it is passed on only where there is an office for it."""

from functools import cache

from core.complaint import Complaint
from core.intake.context import Context
from core.intake.result import IntakeResult
from core.reference.phrasebook import say
from core.reference.tables import rows
from core.text.gazetteer import other_province_of


def province_of(complaint: Complaint) -> str | None:
    """The other province that a complaint is from; None for our own, and where no district is known."""
    return other_province_of(complaint.get("district") or "")


def announce(context: Context, handled: IntakeResult) -> IntakeResult:
    """Whose matter it is, once, when the place is learnt."""
    before, after = context.found, handled.conversation
    if after is None or after.id != before.id or handled.case is not None or handled.last:
        return handled
    province = province_of(after.complaint)
    if province is None or province == province_of(before.complaint):
        return handled
    return handled.saying_first(say("elsewhere", after.language, province=named(province, after.language)))


def not_sent(complaint: Complaint, number: str, language: str) -> str:
    """What is told with the number where there was nobody to pass it on to; "" for a complaint of ours."""
    return say("elsewhere_not_sent", language, number=number) if province_of(complaint) is not None else ""


def named(province: str, language: str) -> str:
    """A province's name in a language."""
    return _names().get(province, {}).get(language) or province


@cache
def _names() -> dict[str, dict[str, str]]:
    return {
        row["name"]: {"ur": row["urdu"].partition("|")[0], "ps": row["pashto"].partition("|")[0]}
        for row in rows("places/provinces.csv")
    }
