"""How each channel stands, and what the house needs: the first page."""

from flask import Blueprint, render_template

from core.errors import ArziError
from core.store.figures.standing import Standing, standing
from gateway.house import House


def add(room: Blueprint, house: House) -> None:
    """/admin."""

    @room.get("")
    def home() -> str:
        with house.store.read() as session:
            found = dict(standing(session))
        for name in house.channels:
            found.setdefault(name, Standing())
        needs = {"queue": _state(house.queue.ping), "dialogue": _state(house.engine.ping)}
        return render_template("administration/home.html", channels=sorted(found.items()), needs=needs)


def _state(ping: object) -> str:
    try:
        ping()  # type: ignore[operator]
    except ArziError as error:
        return error.kind
    return "ok"
