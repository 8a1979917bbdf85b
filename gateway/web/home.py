"""The first page: where to go."""

from flask import Blueprint, current_app, render_template

from gateway.house import House


def blueprint(house: House) -> Blueprint:
    """/"""
    pages = Blueprint("home", __name__)

    @pages.get("/")
    def home() -> str:
        return render_template(
            "home.html", simulator="simulator" in current_app.blueprints, open_data=house.open_data is not None
        )

    return pages
