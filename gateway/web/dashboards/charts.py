"""Charts as SVG, by pygal. Without its script and styles, which our content security policy would refuse: colours are
in static/dashboards.css by class. Each chart stands beside a table of the same numbers, so to a screen reader it is one
picture with a name."""

from functools import lru_cache
from typing import Any

import pygal
from markupsafe import Markup
from pygal.etree import etree

from gateway.web.dashboards.report import Chart, Shape

_LOOKS: dict[str, Any] = {
    "x_label_rotation": 0,
    "js": [],
    "css": [],
    "no_prefix": True,
    "disable_xml_declaration": True,
    "width": 760,
    "height": 260,
    "margin": 4,
    "legend_at_bottom": True,
    "truncate_legend": -1,
    "truncate_label": -1,
    "show_dots": False,
    "show_minor_x_labels": False,
    "min_scale": 3,
    "max_scale": 6,
}
_STACKS = _LOOKS | {"show_minor_x_labels": True}
_KEEP = frozenset({"svg", "g", "path", "rect", "line", "text", "circle"})


@lru_cache(256)
def draw(name: str, wanted: Chart) -> Markup:
    """Drawn once for the same numbers: drawing takes longer than counting."""
    chart = pygal.Line(**_LOOKS, x_labels_major_every=4) if wanted.shape is Shape.LINES else pygal.StackedBar(**_STACKS)
    chart.x_labels = wanted.labels
    chart.value_formatter = lambda value: f"{value:,.0f}"
    for title, values in wanted.series:
        chart.add(title, values)
    tree = chart.render_tree()
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag not in _KEEP:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        element.attrib.pop("style", None)
    tree.set("role", "img")
    tree.set("aria-label", name)
    del tree.attrib["id"]
    return Markup(etree.tostring(tree, encoding="unicode"))  # noqa: S704 - made by lxml, which escapes
