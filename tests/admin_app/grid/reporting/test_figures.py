"""Figures of groups: sums add up, averages and shares are rounded half up."""

from __future__ import annotations

from decimal import Decimal

from admin_app.grid.reporting.figures import Figure, FigureKind, Line, Measure, share


def line(count: int, total: int, least: int, most: int) -> Line:
    return Line(("甲",), count, {"fee_fen": Measure(count, total, least, most)})


def test_lines_of_two_slices_are_those_of_the_whole() -> None:
    both = line(2, 300, 100, 200).and_also(line(1, 50, 50, 50))
    assert both.count == 3
    assert both.measures["fee_fen"] == Measure(3, 350, 50, 200)


def test_an_average_of_money_is_a_whole_fen() -> None:
    figure = Figure(FigureKind.AVERAGE, "fee_fen")
    of = line(2, 301, 100, 201)
    assert figure.of(of, of) == 151
    empty = Line((), 0, {})
    assert figure.of(empty, empty) is None


def test_an_average_of_other_numbers_has_two_places() -> None:
    of = Line((), 3, {"years": Measure(3, 10, 1, 5)})
    assert Figure(FigureKind.AVERAGE, "years").of(of, of) == Decimal("3.33")


def test_a_share_is_in_basis_points_and_of_nothing_there_is_none() -> None:
    assert share(1, 3) == 3333
    assert share(2, 3) == 6667
    assert share(0, 0) is None
    part, whole = line(1, 25, 25, 25), line(4, 100, 0, 50)
    assert Figure(FigureKind.SHARE).of(part, whole) == 2500
    assert Figure(FigureKind.SHARE, "fee_fen").of(part, whole) == 2500
