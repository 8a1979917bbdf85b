"""What counts as right: the record is what the citizen said, all of it and nothing else; nothing was asked twice."""

import re
from datetime import date

from core.complaint import Complaint
from core.helpline import RECORDED
from core.text.normalise import fold_letters
from workbench.citizens.people import Person, Temper
from workbench.citizens.street import Street
from workbench.citizens.talk import Held

_WORD = re.compile(r"\w+")
_KEPT = 0.95
"""Part of the words of a complaint that must stand in the description."""


def faults(street: Street, held: Held) -> list[str]:
    """What is wrong with what came of it; nothing: a success."""
    person, found = held.person, []
    if held.gave_up:
        found.append(held.gave_up)
    cases = street.tickets(person.phone)
    if len(cases) != 1:
        return [*found, f"{len(cases)} cases"]
    complaint = cases[0][1].complaint
    for name, wanted in (("category", person.category), ("district", person.district), ("phone", person.phone)):
        if complaint.get(name) != wanted:
            found.append(f"{name} is {complaint.get(name)}")
    description = complaint.get("description") or ""
    if person.temper is Temper.VOICE:
        found += [] if description == RECORDED else [f"lost: the recording is {description!r}"]
    elif (kept := _part(person.problem, description)) < _KEPT:
        found.append(f"lost: {kept:.0%} of the complaint is kept")
    found += _of_the_place(held, complaint.get("address") or "", description)
    found += _of_the_name(person, complaint.get("complainant_name"), complaint.get("anonymous") == "yes")
    invented = [name for name in ("cnic", "email", "incident_date", "latitude") if complaint.get(name)]
    found += [f"invented: {name} {complaint.get(name)}" for name in invented if not _said_when(person, name, complaint)]
    return found + _asked_twice(held)


def _said_when(person: Person, name: str, complaint: Complaint) -> bool:
    """Is it the day that they told? The engine counts from the computer's own."""
    told = complaint.get(name) or ""
    if name != "incident_date" or person.days_ago is None:
        return False
    return abs((date.today() - date.fromisoformat(told)).days - person.days_ago) <= 1  # noqa: DTZ011 - as the engine


def _of_the_place(held: Held, address: str, description: str) -> list[str]:
    person = held.person
    told = any(person.place in one for one in held.told)
    found = []
    if told and _part(person.place, f"{address} {description}") < 1:
        found.append(f"lost: the place {person.place} ({address})")
    if address and _part(address, " ".join((*held.told, person.called(person.district)))) < 1:
        found.append(f"invented: address {address}")
    return found


def _of_the_name(person: Person, name: str | None, unnamed: bool) -> list[str]:
    if unnamed != (
        person.temper is Temper.UNNAMED or (person.temper is Temper.VOICE and person.profile != person.name)
    ):
        return ["named against their wish" if not unnamed else "made anonymous without a wish"]
    if unnamed or name == person.name:
        return []
    return [f"name is {name}"]


def _asked_twice(held: Held) -> list[str]:
    """Questions that came again after an answer; not those that waited while the citizen asked or showed something."""
    allowed = list(held.again)
    if held.person.temper is Temper.CORRECTS:
        allowed.append("confirmed")
    seen: list[str] = []
    found = []
    for question in held.questions:
        if question in seen and question in allowed:
            allowed.remove(question)
        elif question in seen:
            found.append(f"asked twice: {question}")
        seen.append(question)
    return found


def _part(wanted: str, text: str) -> float:
    words = _words(wanted)
    return sum(word in _words(text) for word in words) / len(words) if words else 1.0


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold_letters(text).casefold()))
