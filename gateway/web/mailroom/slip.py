"""The printed slip: everything on it in the citizen's language first, then in the others that people here read."""

from dataclasses import dataclass

import segno
from flask import Blueprint, render_template

from core.casework.proof import in_groups, slip_code
from core.errors import NotFound
from core.reference.categories import categories
from core.reference.phrasebook import say
from core.store.casework import tickets
from core.store.mailroom import letters
from core.text.gazetteer import districts
from core.ticket import Ticket
from gateway.house import House
from gateway.web.mailroom.queries import HERE, diary

_READ = ("ur", "ps", "en")
_IN_LATIN = {"roman_ur": "ur-Latn"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the slip: its key for the phrases, and how HTML calls and sets it."""

    key: str
    html: str
    direction: str

    def say(self, key: str) -> str:
        return say(f"slip.{key}", self.key)


def tongues(first: str) -> list[Tongue]:
    """The slip's languages, the citizen's own first. Urdu in Latin letters stands for Urdu."""
    others = [one for one in _READ if one not in (first, "ur" if first == "roman_ur" else first)]
    keys = [first if first in (*_READ, *_IN_LATIN) else "en", *others]
    return [
        Tongue(key, _IN_LATIN.get(key, key), "rtl" if key in ("ur", "ps") else "ltr") for key in dict.fromkeys(keys)
    ]


def picture_of(link: str) -> str:
    """The link as a QR code, an SVG."""
    return segno.make(link, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True)


def add_slip(desk: Blueprint, house: House) -> None:
    """Adds the slip of a registered letter."""

    @desk.get("/<int:letter_id>/slip")
    def slip(letter_id: int) -> str:
        with house.store.read() as session:
            row = letters.get(session, letter_id)
            ticket = tickets.of_conversation(session, row.conversation_id)
            if ticket is None:
                raise NotFound("not registered yet", tell="This letter is not registered yet: there is no slip.")
            record = tickets.record(session, ticket.number)
        return render_template(
            "mailroom/slip.html",
            ticket=ticket,
            tongues=tongues(ticket.language),
            name=None if ticket.anonymous else record.get("complainant_name"),
            diary=diary(row),
            received=f"{row.received_at.astimezone(HERE):%d/%m/%Y}",
            about=_about(ticket),
            district=_district(ticket),
            code=picture_of(f"{house.track_link}?number={ticket.number}"),
            proof=None if record.get("phone") else in_groups(slip_code(house.cases.secret, ticket.number)),
            track=house.track_link,
        )


def _about(ticket: Ticket) -> str | None:
    category = categories().get(ticket.category)
    return category.named(ticket.language) if category else None


def _district(ticket: Ticket) -> str:
    district = districts().get(ticket.district)
    named = {"ur": district.urdu, "ps": district.pashto}.get(ticket.language) if district else None
    return named or ticket.district
