"""A column of figures as bars, drawn on the server as SVG.

It needs no script, so it stands on the page of whoever runs none and on the printed page, in the
colours of the theme. The table beside it says the same to whoever does not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from admin_app.values import ValueKind, plain
from admin_app.values.table_width import text_width

#: Most bars that can be told apart; of more rows the largest are drawn, in the order of the table.
MAXIMUM_BARS = 24
#: Lengths in units of the drawing.
_ROW_HEIGHT, _LABEL_WIDTH, _LONGEST_BAR = 24, 170, 300
#: The label is shortened to this width, in half squares (`text_width`).
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its label, its figure as written, and where its bar stands and ends."""

    label: str
    said: str
    y: int
    length: int
    is_negative: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the left, one below the other."""

    heading: str
    bars: Sequence[Bar]
    #: Whether rows were left out.
    is_cut: bool
    #: Where the bars begin.
    x: int = _LABEL_WIDTH

    @property
    def height(self) -> int:
        """Of the drawing."""
        return len(self.bars) * _ROW_HEIGHT

    @property
    def summary(self) -> str:
        """What is said of the drawing: each label with its figure."""
        return "；".join(f"{bar.label} {bar.said}" for bar in self.bars)


def chart_of(
    heading: str, kind: ValueKind, labels: Sequence[str], figures: Sequence[int | Decimal]
) -> Chart | None:
    """The figures as bars; None where there is nothing to compare."""
    rows = list(zip(labels, figures, strict=True))
    largest = max((abs(figure) for figure in figures), default=0)
    if len(rows) < 2 or not largest:  # noqa: PLR2004  two are compared
        return None
    ranked = sorted(range(len(rows)), key=lambda place: -abs(rows[place][1]))
    drawn = sorted(ranked[:MAXIMUM_BARS])
    return Chart(
        heading,
        [
            Bar(
                _shortened(rows[place][0]),
                plain(kind.html(rows[place][1])),
                number * _ROW_HEIGHT,
                # No figure of money passes through a float.
                int(abs(rows[place][1]) * _LONGEST_BAR // largest),
                rows[place][1] < 0,
            )
            for number, place in enumerate(drawn)
        ],
        len(rows) > MAXIMUM_BARS,
    )


def _shortened(label: str) -> str:
    if text_width(label) <= _LONGEST_LABEL:
        return label
    kept = label
    while text_width(kept) > _LONGEST_LABEL - 2:
        kept = kept[:-1]
    return f"{kept}…"
