"""Looking: the queue, and a letter on the desk."""

from flask import Blueprint, render_template

from core.store.mailroom import letters
from gateway.house import House
from gateway.web.mailroom.queries import here, read_lists
from gateway.web.mailroom.rendering import REASONS, desk_page, queue_page, why_not_read
from gateway.web.staff.users import me


def add_pages(desk: Blueprint, house: House) -> None:
    """Adds the pages that change nothing but who has a letter open."""

    @desk.get("")
    def queue() -> str:
        return queue_page(house)

    @desk.get("/live")
    def live() -> str:
        return render_template(
            "mailroom/lists.html", lists=read_lists(house, me()), here=here, reasons=REASONS, reason=why_not_read
        )

    @desk.get("/<int:letter_id>")
    def letter(letter_id: int) -> str:
        with house.store.write() as session:
            letters.get(session, letter_id)
            letters.lock(session, letter_id, me().id, house.clock.now())
        return desk_page(house, letter_id)

    @desk.get("/<int:letter_id>/reading")
    def reading(letter_id: int) -> tuple[str, int]:
        """Is it being read again? 204 when it is read."""
        with house.store.read() as session:
            return ("", 200) if letters.get(session, letter_id).reread_in is not None else ("", 204)
