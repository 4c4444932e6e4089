"""What a report asks, and which of two reports of one key a reader means."""

from __future__ import annotations

from models.definitions.report import ReportSpec, SavedReport, names_in, nearest


def test_names_are_separated_by_commas_and_each_counts_once() -> None:
    assert names_in(" count, sum:fee_fen ,,count") == ("count", "sum:fee_fen")
    assert names_in(None) == ()


def test_a_report_of_rows_asks_for_no_figures() -> None:
    assert not ReportSpec("domain", columns=("name_u",)).is_of_groups
    assert ReportSpec("domain", group_by="state").is_of_groups
    assert ReportSpec("domain", figures=("count",)).is_of_groups


def test_a_reader_means_the_report_of_the_office_nearest_to_them() -> None:
    reports = [
        SavedReport(id=number, office_code=code)
        for number, code in enumerate(("000000", "620000", "623022", "610000"), start=1)
    ]
    chain = ("000000", "620000", "623000", "623022")
    assert nearest(reports, chain) is reports[2]
    assert nearest(reports[:2], chain) is reports[1]
    assert nearest(reports[3:], ("000000",)) is reports[3]
    assert nearest([], chain) is None
