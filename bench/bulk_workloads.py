"""The workloads that move many rows: whole exports, a batch renewed, and the form of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.browser import Answer, WrongAnswerError
from bench.workload import BATCH, LIST, Bench, Work, Workload

#: A name alone takes more.
_BYTES_A_ROW = 30
_KEY = re.compile(rb'name="key" value="([^"]+)"')
_SELECTION = re.compile(rb'name="selection" value="([^"]+)"')


def bulk_workloads() -> Iterator[Workload]:
    yield Workload(
        key="W6 all",
        title="中心：导出全部 CSV",
        ours=_export("centre"),
        stock=_stock_export("centre"),
        sql=lambda b: b.sql.export(),
        must_beat_stock=25,
        must_near_sql=1.8,
        repeats=1,
        stock_passes=1,
    )
    yield Workload(
        key="W6 province",
        title="省：导出全部 CSV",
        ours=_export("province"),
        stock=_stock_export("province"),
        sql=lambda b: b.sql.export(f"d.{b.where('province')}"),
        repeats=1,
    )
    yield Workload(
        key="W7",
        title=f"省：续费 {BATCH} 个，连同日志",
        ours=_renew,
        stock=_stock_renew,
        sql=lambda b: b.sql.renew(b.take_renewable()),
        must_beat_stock=2.5,
        must_near_sql=2.5,
        repeats=1,
    )
    yield Workload(
        key="W8",
        title="修改页（单位；对方：域名，列出全部单位）",
        ours=_unit_form,
        stock=_stock_form,
        sql=lambda b: b.sql.row("unit", int(b.words["unit_id"])) + b.static_page(),
        must_beat_stock=300,
        repeats=3,
    )


def _export(who: str) -> Work:
    def work(bench: Bench) -> float:
        browser = bench.at_ours(who)
        browser.take_token(LIST)
        bench.ours.forget_peak()
        before = bench.ours.peak_bytes
        answer = browser.post(
            f"{LIST}export/", [("scope", "all"), ("columns", "shown")], keeps=False, status=200
        )
        _see_rows(bench, who, answer)
        bench.note(f"export_{who}_first", answer.first_seconds / answer.seconds)
        bench.note(f"export_{who}_growth", bench.ours.peak_bytes - before)
        return answer.seconds

    return work


def _stock_export(who: str) -> Work:
    def work(bench: Bench) -> float:
        bench.stock.forget_peak()
        before = bench.stock.peak_bytes
        answer = bench.at_stock(who).download(f"{LIST}export/csv/")
        _see_rows(bench, who, answer)
        bench.note(f"stock_export_{who}_first", answer.first_seconds / answer.seconds)
        bench.note(f"stock_export_{who}_growth", bench.stock.peak_bytes - before)
        return answer.seconds

    return work


def _see_rows(bench: Bench, who: str, answer: Answer) -> None:
    """A file much smaller than its rows is no export."""
    wanted = int(bench.words[f"count_{who}"]) * _BYTES_A_ROW
    if answer.size < wanted:
        raise WrongAnswerError(f"an export of {answer.size:,} bytes, {wanted:,} expected")


def _renew(bench: Bench) -> float:
    """The confirmation; the plan page before it is timed beside."""
    browser = bench.at_ours("province")
    browser.take_token(LIST)
    ticked = [("ids", str(key)) for key in bench.take_renewable()]
    plan = browser.post(f"{LIST}action/", [("action", "renew"), *ticked], status=200)
    bench.note("plan_seconds", plan.seconds)
    key, selection = _KEY.search(plan.body), _SELECTION.search(plan.body)
    if key is None or selection is None:
        raise WrongAnswerError(plan.body[-400:].decode())
    kept = [("key", key[1].decode()), ("selection", selection[1].decode())]
    return browser.post(
        f"{LIST}action/?action=renew",
        [("action", "renew"), *kept, ("years", "1"), ("confirm", "1")],
        status=303,
    ).seconds


def _stock_renew(bench: Bench) -> float:
    ticked = [("rowid", str(key)) for key in bench.take_renewable()]
    browser = bench.at_stock("province")
    return browser.post(f"{LIST}action/", [("action", "renew"), *ticked]).seconds


def _unit_form(bench: Bench) -> float:
    answer = bench.at_ours("province").get(f"/admin/unit/edit/?id={bench.words['unit_id']}")
    bench.note("form_bytes", answer.size)
    return answer.seconds


def _stock_form(bench: Bench) -> float:
    key = bench.words["domain_id"]
    answer = bench.at_stock("province").get(f"{LIST}edit/?id={key}")
    bench.note("stock_form_bytes", answer.size)
    return answer.seconds
