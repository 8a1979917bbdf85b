"""Dashboards: how the offices are doing, from running sums.

    requested.py which subject, and may they see it      report.py  what a report is: headlines, tables, charts
    reports.py  the dashboard of a subject              tables.py  its tables
    compared.py offices and officers compared           minister.py  one page for a minister
    charts.py   SVG by pygal                            map.py     the districts, drawn from our own places
    csv_file.py, pdf_file.py  the same report as files  views.py   the addresses
    labels.py   what numbers are called             fair.py    officers, fairly compared
    late.py     late offices of every kind

Works without JavaScript, and needs nothing from outside.
"""  # fmt: skip

from flask import Blueprint

from gateway.house import House
from gateway.web.dashboards.views import add_pages


def blueprint(house: House) -> Blueprint:
    """/dashboards and what is below it."""
    room = Blueprint("dashboards", __name__, url_prefix="/dashboards")
    add_pages(room, house)
    return room
