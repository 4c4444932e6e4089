"""A large selection in words."""

from __future__ import annotations

from flask import Flask

from actions.domains.hold import HOLD
from actions.domains.renew import RENEW
from actions.selection_summary import SliceSummary, Tally
from admin_app.grid.planning.selection_text import (
    figures,
    input_lines,
    moved_between,
    summary_context,
)


def test_figures_say_counts_first_and_the_amount_last(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        labels = [
            label for label, _figure in figures({"amount_fen": 5, "sheets": 1, "row_count": 2})
        ]
    assert labels[0] == "记录数"
    assert labels[-1] == "金额"


def test_what_was_typed_is_said_with_its_labels_and_without_empty_fields(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert input_lines(RENEW, {"years": "2", "reason": ""}) == [("续费年限（年）", "2")]
        said = dict(input_lines(HOLD, {"reason": "核查", "document_no": "1号"}))
    assert sorted(said.values()) == ["1号", "核查"]


def test_what_moved_names_reasons_sums_and_notes_before_and_now(sqlite_app: Flask) -> None:
    held = {"renew_held": ["甲.政务", "renew_held", {"reason": "核查"}]}
    was = SliceSummary(passing=3, totals={"amount_fen": 300}, words_fen=300)
    now = SliceSummary(
        passing=2,
        refused=1,
        reasons={"renew_held": 1},
        examples=held,
        totals={"amount_fen": 200},
        effects=[Tally("renew_orders_created", {"count": 2})],
    )
    with sqlite_app.test_request_context():
        moved = [(line.before, line.now) for line in moved_between(was, now)]
        assert moved_between(now, now) == []
    assert moved[:3] == [("3", "2"), ("0", "1"), ("0", "1")]
    assert ("¥3.00", "¥2.00") in moved
    assert moved[-1][0] == ""


def test_the_summary_gives_the_first_row_of_each_reason_and_counts_like_notes(
    sqlite_app: Flask,
) -> None:
    summary = SliceSummary(
        refused=2,
        reasons={"renew_held": 2},
        examples={"renew_held": ["甲.政务", "renew_held", {"reason": "核查"}]},
        warnings=[Tally("renew_one_year", {"count": 2}, times=4)],
    )
    with sqlite_app.test_request_context():
        said = summary_context(summary)
    (reason,) = said["reasons"]  # type: ignore[misc]
    assert (reason.name, reason.count) == ("甲.政务", 2)
    assert "核查" in reason.sentence
    assert "同类提醒共 4 条" in said["warnings"][0]  # type: ignore[index]
