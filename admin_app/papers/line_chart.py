"""A column of figures as a line over time, drawn on the server as SVG, as bars are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from admin_app.values import ValueKind, plain

#: Most points that can be told apart: the last ones are drawn.
MAXIMUM_POINTS = 60
#: Lengths in units of the drawing.
_WIDTH, _HEIGHT, _TOP, _LEFT = 560, 160, 20, 40


@dataclass(frozen=True, slots=True)
class Point:
    """A row: its label, its figure as written, and where it stands."""

    label: str
    said: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class LineChart:
    """Points from the left, joined by a line."""

    heading: str
    points: Sequence[Point]
    #: Whether rows were left out.
    is_cut: bool
    #: Where nought stands.
    base: int
    height: int = _TOP + _HEIGHT + 24

    @property
    def is_line(self) -> bool:
        """Told from bars by the template."""
        return True

    @property
    def path(self) -> str:
        """The points of the line."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def named(self) -> Sequence[Point]:
        """The points whose labels have room: the first, the last and the highest."""
        highest = min(self.points, key=lambda point: point.y)
        return list(dict.fromkeys((self.points[0], highest, self.points[-1])))

    @property
    def summary(self) -> str:
        """What is said of the drawing: each label with its figure."""
        return "；".join(f"{point.label} {point.said}" for point in self.points)


def line_chart_of(
    heading: str, kind: ValueKind, labels: Sequence[str], figures: Sequence[int | Decimal]
) -> LineChart | None:
    """The figures as a line; None where there is nothing to compare."""
    rows = list(zip(labels, figures, strict=True))[-MAXIMUM_POINTS:]
    if len(rows) < 2 or not any(figure for _l, figure in rows):  # noqa: PLR2004  two are compared
        return None
    low, high = min(0, *(n for _l, n in rows)), max(0, *(n for _l, n in rows))

    def height_of(figure: int) -> int:
        # Integers: no figure of money passes through a float.
        return _TOP + (high - figure) * _HEIGHT // (high - low)

    points = [
        Point(
            label,
            plain(kind.html(figure)),
            _LEFT + place * _WIDTH // (len(rows) - 1),
            height_of(figure),
        )
        for place, (label, figure) in enumerate(rows)
    ]
    return LineChart(heading, points, len(figures) > len(rows), height_of(0))
