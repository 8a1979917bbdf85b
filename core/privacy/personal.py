"""Personal data: which fields they are, and how they are shown to those who need not know them."""

from collections.abc import Mapping

from core.complaint import Complaint

PERSONAL = ("complainant_name", "phone", "email", "cnic", "address", "latitude", "longitude")
"""Fields that say who the citizen is or where they live."""
SOUGHT = ("phone", "email", "cnic")
"""Fields by which a citizen's tickets can be found."""


def masked(name: str, value: str) -> str:
    """A value with as much of it as is needed to recognise it, and no more."""
    match name:
        case "phone":
            # Never its last four digits: they open the case on the tracking page.
            return f"{value[:5]}{'*' * (len(value) - 5)}" if len(value) > 9 else "*" * len(value)
        case "email":
            user, _, domain = value.partition("@")
            return f"{user[:1]}***@{domain}"
        case "cnic":
            return f"{'*' * 5}-{'*' * 7}-{value[-1:]}"
        case "complainant_name":
            return " ".join(f"{part[:1]}***" for part in value.split())
        case "latitude" | "longitude":
            return value.partition(".")[0] + ".**"
        case _:
            return "***"


def masked_address(address: str) -> str:
    """The address that somebody writes from: a phone number, an email address, or the id of an account."""
    if address.startswith("+"):
        return masked("phone", address)
    if "@" in address:
        return masked("email", address)
    return f"***{address[-3:]}" if len(address) > 6 else "***" if address else ""


def for_office(complaint: Complaint, *, anonymous: bool) -> Mapping[str, str]:
    """The record as an office sees it: the place of the trouble in full, who told it masked; of somebody who wishes
    not to be named, nothing at all."""
    shown: dict[str, str] = {}
    for name in complaint.fields:
        value = complaint.get(name)
        if value is None:
            continue
        if name not in PERSONAL or (name == "address" and not anonymous):
            shown[name] = value
        elif not anonymous:
            shown[name] = masked(name, value)
    return shown
