"""A figure as SVG, drawn on the server: it needs no script, and the same dict is what Plotly draws."""

from repression.charts.svg.drawing import picture_svg, svg
from repression.charts.svg.model import UnknownKey

__all__ = ["UnknownKey", "picture_svg", "svg"]
