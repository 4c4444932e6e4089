"""The address of a receipt tells a repeated request from the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Flask

from actions.core.result import Outcome
from admin_app.grid.planning.receipt_address import receipt_url


class TestReceiptUrl:
    def test_receipt_url_says_whether_it_was_done_before(self, sqlite_app: Flask) -> None:
        done = Outcome(
            receipt_no="R1",
            entry_id=7,
            action="renew",
            at=dt.datetime.now(dt.UTC),
            rows=(),
            totals={},
        )
        with sqlite_app.test_request_context():
            assert receipt_url(done, entity="domain") == "/admin/receipt/?id=7&entity=domain"
            assert "again=1" in receipt_url(replace(done, is_replay=True))
