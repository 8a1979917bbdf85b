"""The first page: where to go."""

from flask import Blueprint, current_app, render_template


def blueprint() -> Blueprint:
    """/"""
    pages = Blueprint("home", __name__)

    @pages.get("/")
    def home() -> str:
        return render_template("home.html", simulator="simulator" in current_app.blueprints)

    return pages
