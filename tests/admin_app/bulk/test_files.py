"""A file is written in pieces: it needs no more memory for many rows, and begins at once."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from admin_app.grid.exporting.csv_list import csv_pieces
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.where import listed
from admin_app.views import GRIDS
from models.domains.domain import Domain
from tests.admin_app.bulk.work import DOMAINS, Bulk, statements, steps
from tests.support.pages.programs import MovableClock, opened

pytestmark = pytest.mark.slow

GRID = GRIDS["domain"]
#: What a piece may weigh: what is gathered, and one read of the driver's.
MOST_BYTES = 400 * 1024


@pytest.fixture(autouse=True)
def _texts(bulk: Bulk) -> Iterator[None]:
    """Headings are words, and words need an app."""
    for app in opened(bulk.engine, MovableClock()):
        assert isinstance(app, Flask)
        with app.test_request_context():
            yield


def _due_until(bulk: Bulk, rows: int) -> ListState:
    """A list of about so many rows."""
    with bulk.session() as session:
        day: dt.date | None = session.scalar(
            select(Domain.due_on).order_by(Domain.due_on).offset(rows)
        )
    return ListState(filters={"due_on": (None, day)}, sort="id")


def _peak(bulk: Bulk, state: ListState) -> tuple[int, int]:
    """The most memory a file takes, and its rows."""
    with bulk.session() as session:
        tracemalloc.start()
        lines = sum(
            piece.count(b"\n")
            for piece in csv_pieces(ListRequest(session, GRID, state, GRID.column_details_list))
        )
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak, lines - 1


def _listed(bulk: Bulk) -> int:
    """Rows of the whole list, which leaves out what stands apart."""
    with bulk.session() as session:
        return len(session.scalars(select(Domain.id).where(*listed(GRID, None))).all())


class TestCsvPieces:
    def test_csv_pieces_takes_no_more_memory_for_four_times_the_rows(self, bulk: Bulk) -> None:
        few, whole = _due_until(bulk, DOMAINS // 4), ListState(sort="id")
        _peak(bulk, few)
        (small, some), (large, all_) = _peak(bulk, few), _peak(bulk, whole)
        assert all_ == _listed(bulk)
        assert all_ > 3 * some
        assert large < small * 1.3 + 64 * 1024

    def test_csv_pieces_comes_in_pieces_of_bounded_size(self, bulk: Bulk) -> None:
        with bulk.session() as session:
            sizes = [
                len(piece)
                for piece in csv_pieces(
                    ListRequest(session, GRID, ListState(sort="id"), GRID.column_details_list)
                )
            ]
        assert len(sizes) >= 5
        assert max(sizes) < MOST_BYTES

    def test_csv_pieces_begins_before_anything_is_read(self, bulk: Bulk) -> None:
        with bulk.session() as session, statements(bulk.engine) as sent:
            state = ListState(sort="id")
            pieces = csv_pieces(ListRequest(session, GRID, state, GRID.column_details_list))
            assert next(pieces).startswith(b"\xef\xbb\xbf")
            assert sent == []

    @pytest.mark.parametrize("bulk", ["sqlite"], indirect=True)
    def test_hands_out_the_first_rows_before_the_last_are_read(self, bulk: Bulk) -> None:
        # A server reads ahead, and its steps cannot be counted from here.
        whole = ListState(sort="id")

        def _some(pieces: int | None) -> int:
            def work() -> None:
                with bulk.session() as session:
                    asked = ListRequest(session, GRID, whole, GRID.column_details_list)
                    written = csv_pieces(asked)
                    for turn, _piece in enumerate(written):
                        if turn == pieces:
                            break

            return steps(bulk.engine, work)

        assert _some(1) < _some(None) / 3
