"""How a citizen begins, and what they answer to each question, by their temper."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from workbench.citizens.people import Person, Temper
from workbench.citizens.street import Shown, Street

LONGEST = 16
"""Answers after which anybody gives up."""
LATE = timedelta(hours=5)
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class Held:
    """A conversation as it went. ``questions`` were asked, in order; ``answered`` those to which an answer was given;
    ``told`` are the citizen's words; ``lines`` all of it, for whoever reads it."""

    person: Person
    questions: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    gave_up: str = ""


def hold(street: Street, person: Person) -> Held:
    """The whole conversation, to a case's number or until they give up."""
    held = Held(person)
    heard = _opens(street, held)
    for step in range(LONGEST):
        question = _asked(street, held)
        if street.tickets(person.phone) and question is None:
            return held
        if question is None or not heard:
            held.gave_up = "silence" if not heard else "nothing is asked and no number is told"
            return held
        _count(held, question)
        heard = _answers(street, held, question, heard[-1], step)
    held.gave_up = f"{LONGEST} answers and no number"
    return held


def _opens(street: Street, held: Held) -> list[Shown]:
    person = held.person
    match person.temper:
        case Temper.ALL_AT_ONCE:
            place = person.says("in_place")
            return _write(street, held, f"{person.problem}. {place}. {person.says('name_too')}")
        case Temper.CORRECTS:
            wrong = person.says("here").replace(person.called(person.district), person.called(person.wrong_district))
            return _write(street, held, f"{person.problem}. {wrong}")
        case Temper.PICTURES:
            _write(street, held, kind="image/jpeg")
            return _write(street, held, person.problem)
        case Temper.VOICE:
            return _write(street, held, kind="audio/ogg")
        case Temper.BURSTS:
            pieces = [person.says("hello"), *_pieces(person.problem), person.says("here")]
            for piece in pieces[:-1]:
                _send(street, held, piece)
            return _write(street, held, pieces[-1])
        case Temper.UNNAMED:
            return _write(street, held, f"{person.problem}. {person.says('unnamed')}")
    return _write(street, held, person.problem)


def _answers(street: Street, held: Held, question: str, shown: Shown, step: int) -> list[Shown]:
    person = held.person
    if step == 0 and person.temper is Temper.ASKS_BACK:
        held.again.append(question)
        return _write(street, held, person.says("why" if person.number % 2 else "free"))
    if step == 0 and person.temper is Temper.PICTURES:
        held.again.append(question)
        _write(street, held, kind="image/jpeg")
    held.answered.add(question)
    late = LATE if person.temper is Temper.LATE else timedelta(0)
    if question == "confirmed":
        return _confirms(street, held, shown, late)
    presses = person.temper is Temper.VOICE or (person.presses and shown.is_list)
    if question == "category" or (question == "district" and presses):
        wanted = person.category if question == "category" else person.district
        return _chooses(street, held, f"{question}:{wanted}", shown, late)
    if person.temper is Temper.VOICE and question == "address":
        return _write(street, held, after=late, kind="audio/ogg")
    if person.temper is Temper.VOICE and question == "complainant_name":
        return _chooses(street, held, "anonymous", shown, late)
    return _write(street, held, _in_words(person, question), late)


def _in_words(person: Person, question: str) -> str:
    if question == "address" and person.temper is Temper.REFUSES:
        return person.says("skip")
    words = {
        "description": person.problem,
        "district": person.called(person.district),
        "address": person.place,
        "complainant_name": person.name,
        "phone": person.phone,
        "where": person.says("in_place"),
    }
    return words.get(question) or person.says("agree")


def _confirms(street: Street, held: Held, shown: Shown, late: timedelta) -> list[Shown]:
    person = held.person
    if person.temper is Temper.CORRECTS and person.says("wrong") not in held.told:
        held.answered.discard("confirmed")
        return _write(street, held, person.says("wrong"), late)
    if person.presses or person.temper is Temper.VOICE:
        return _chooses(street, held, "confirmed:yes", shown, late)
    return _write(street, held, person.says("agree"), late)


def _chooses(street: Street, held: Held, wanted: str, shown: Shown, late: timedelta) -> list[Shown]:
    """Press what is wanted, or the group that it is in; else send its number."""
    payloads = [payload for _, payload in shown.options]
    if wanted in payloads:
        return _press(street, held, shown, wanted, late)
    for group in (payload for payload in payloads if payload.startswith("list:")):
        if _is_in(wanted, group):
            opened = _press(street, held, shown, group, timedelta(0))
            return _chooses(street, held, wanted, opened[-1], late) if opened else []
    if wanted.startswith("category:") and "category:other" in payloads:  # none of those that are offered
        opened = _press(street, held, shown, "category:other", timedelta(0))
        return _chooses(street, held, wanted, opened[-1], late) if opened and opened[-1].options else opened
    numbers = {title: number for number, title in _NUMBERED.findall(shown.text)}
    name = held.person.called(held.person.district)
    return _write(street, held, numbers.get(name, name), late)


def _is_in(wanted: str, group: str) -> bool:
    from nlu.dialogue.lists import opened  # what a citizen sees below the group's title

    _, question, _ = group.split(":")
    second = opened(group, "category:*" if question == "category" else "district", "en")
    return second is not None and wanted in [row.payload for row in second.rows]


def _press(street: Street, held: Held, shown: Shown, payload: str, late: timedelta) -> list[Shown]:
    title = next(title for title, one in shown.options if one == payload)
    kind = {"ListId": payload, "ListTitle": title} if shown.is_list else {"ButtonPayload": payload, "ButtonText": title}
    return _write(street, held, title, late, **kind, MessageType="interactive")


def _write(
    street: Street, held: Held, text: str = "", after: timedelta = timedelta(0), *, kind: str = "", **more: str
) -> list[Shown]:
    street.clock.time += after
    _send(street, held, text, kind, **more)
    heard = street.answers(held.person.phone)
    held.lines += [f"  {line}" for one in heard for line in one.text.splitlines()]
    held.lines += [f"  [{' | '.join(title for title, _ in one.options)}]" for one in heard if one.options]
    return heard


def _send(street: Street, held: Held, text: str, kind: str = "", **more: str) -> None:
    if kind:
        url = f"https://api.twilio.com/media/{len(held.lines)}"
        more |= {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": kind, "MessageType": kind.partition("/")[0]}
    held.told.append(text)
    held.lines.append(f"> {text or f'({kind})'}")
    street.writes(held.person.phone, held.person.profile, text, **more)


def _asked(street: Street, held: Held) -> str | None:
    told = street.told(held.person.phone)
    place = (told.asking if told is not None else None) or ""
    return place.partition(":")[0].partition("@")[0] or None


def _count(held: Held, question: str) -> None:
    held.questions.append(question)


def _pieces(text: str) -> list[str]:
    """A sentence as it is written in a hurry: in three messages."""
    words = text.split()
    third = -(-len(words) // 3)
    return [" ".join(words[start : start + third]) for start in range(0, len(words), third)]
