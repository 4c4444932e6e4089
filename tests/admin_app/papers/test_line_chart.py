"""Figures over time as a line, in whole units of the drawing."""

from __future__ import annotations

from admin_app.papers.line_chart import MAXIMUM_POINTS, line_chart_of
from admin_app.values import NUMBER


def test_the_highest_figure_stands_on_top_and_nought_on_the_base() -> None:
    chart = line_chart_of("记录数", NUMBER, ["一月", "二月", "三月"], [0, 10, 5])
    assert chart is not None
    first, second, third = chart.points
    assert (first.y, second.y) == (chart.base, 20)
    assert second.y < third.y < first.y
    assert chart.summary == "一月 0；二月 10；三月 5"


def test_negative_figures_stand_below_the_base() -> None:
    chart = line_chart_of("增减", NUMBER, ["一月", "二月"], [-5, 5])
    assert chart is not None
    assert chart.points[0].y > chart.base > chart.points[1].y


def test_only_the_last_points_are_drawn_and_a_single_one_is_not() -> None:
    many = [str(n) for n in range(MAXIMUM_POINTS + 5)]
    chart = line_chart_of("记录数", NUMBER, many, list(range(len(many))))
    assert chart is not None
    assert chart.is_cut
    assert len(chart.points) == MAXIMUM_POINTS
    assert line_chart_of("记录数", NUMBER, ["一月"], [1]) is None


def test_nothing_is_drawn_where_the_last_points_are_all_nought() -> None:
    figures = [7, *[0] * MAXIMUM_POINTS]
    assert line_chart_of("记录数", NUMBER, list(map(str, figures)), figures) is None
