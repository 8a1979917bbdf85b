"""How each channel stands, and what the house needs: the first page."""

from flask import Blueprint, render_template

from core.errors import ArziError
from core.store.dashboards.standing import Standing, standing
from gateway.house import House
from gateway.running import alive
from gateway.web.administration.labels import part_name, state_in_words
from gateway.web.shared.labels import channel_name


def add(room: Blueprint, house: House) -> None:
    """/admin."""

    @room.get("")
    def home() -> str:
        with house.store.read() as session:
            found, running = dict(standing(session)), alive.states(house, session)
        for name in house.channels:
            found.setdefault(name, Standing())
        needs = {"queue": _state(house.queue.ping), "dialogue": _state(house.engine.ping)}
        return render_template(
            "administration/home.html",
            channels=sorted((channel_name(name), one) for name, one in found.items()),
            needs=needs,
            running=[(part_name(name), state, state_in_words(state)) for name, state in running.items()],
        )


def _state(ping: object) -> str:
    try:
        ping()  # type: ignore[operator]
    except ArziError as error:
        return error.kind
    return "ok"
