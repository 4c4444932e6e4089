"""Bars that are drawn of a column of figures."""

from __future__ import annotations

from flask import Flask

from admin_app.papers.chart import MAXIMUM_BARS, chart_of
from admin_app.values import MONEY, NUMBER
from tests.support.pages.doors import Doors


class TestChart:
    def test_the_largest_figure_has_the_longest_bar_and_the_others_their_share(
        self, sqlite_app: Flask
    ) -> None:
        with sqlite_app.test_request_context():
            chart = chart_of("金额", MONEY, ["A", "B", "C"], [20_000, -10_000, 0])
        assert chart is not None
        assert [(bar.length, bar.is_negative) for bar in chart.bars] == [
            (300, False),
            (150, True),
            (0, False),
        ]
        assert chart.summary == "A ¥200.00；B -¥100.00；C ¥0.00"

    def test_nothing_to_compare_is_not_drawn(self) -> None:
        assert chart_of("数", NUMBER, [], []) is None
        assert chart_of("数", NUMBER, ["A"], [5]) is None
        assert chart_of("数", NUMBER, ["A", "B"], [0, 0]) is None

    def test_of_many_rows_the_largest_are_drawn_in_the_order_of_the_table(
        self, sqlite_app: Flask
    ) -> None:
        figures = [n % 30 for n in range(60)]
        with sqlite_app.test_request_context():
            chart = chart_of("数", NUMBER, [f"r{n}" for n in range(60)], figures)
        assert chart is not None
        assert chart.is_cut
        assert len(chart.bars) == MAXIMUM_BARS
        labels = [int(bar.label[1:]) for bar in chart.bars]
        assert labels == sorted(labels)
        assert min(figures[n] for n in labels) >= 18

    def test_long_labels_are_shortened(self, sqlite_app: Flask) -> None:
        with sqlite_app.test_request_context():
            chart = chart_of("数", NUMBER, ["甘南藏族自治州机构编制委员会办公室", "A"], [1, 2])
        assert chart is not None
        assert chart.bars[0].label == "甘南藏族自治州机构编制…"


class TestPages:
    def test_reports_and_grouped_lists_draw_a_chart_without_script_or_style(
        self, sqlite_doors: Doors
    ) -> None:
        clerk = sqlite_doors.clerk("conac")
        for address in ("/admin/coverage/", "/admin/unit/?group=office_code"):
            page = clerk.get(address).get_data(as_text=True)
            figure = page.partition('<figure class="card-pad bars" tabindex="0">')[2].partition(
                "</figure>"
            )[0]
            assert "<rect" in figure, address
            assert 'role="img" aria-label="' in figure
            assert "style=" not in figure
