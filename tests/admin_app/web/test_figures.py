"""Figures name the address of their rows on a day, of an office or of the whole scope."""

from __future__ import annotations

import datetime as dt

from admin_app.web.figures import FIGURES, FigureKey
from tests.support.pages.doors import Doors

DAY = dt.date(2026, 6, 10)


def test_the_ages_of_exposure_follow_one_another_without_a_gap(sqlite_doors: Doors) -> None:
    keys = (FigureKey.EXPOSED_WEEK, FigureKey.EXPOSED_MONTH, FigureKey.EXPOSED_OLDER)
    week, month, older = (FIGURES[key].conditions(DAY) for key in keys)
    day = dt.timedelta(days=1)
    assert week["charged_at_from"] == dt.date(2026, 6, 4)
    assert month["charged_at_to"] == dt.date(2026, 6, 3)
    assert month["charged_at_from"] == older["charged_at_to"] + day


def test_every_figure_leads_to_rows_that_its_readers_open(sqlite_doors: Doors) -> None:
    readers = [sqlite_doors.clerk(username) for username in ("conac", "gansu")]
    for figure in FIGURES.values():
        with sqlite_doors.app.test_request_context():
            addresses = {figure.url(DAY), figure.url(DAY, "620000")}
        for address in addresses:
            assert 200 in {reader.get(address).status_code for reader in readers}, address


def test_a_figure_of_the_whole_scope_names_no_office(sqlite_doors: Doors) -> None:
    with sqlite_doors.app.test_request_context():
        assert "620000" not in FIGURES[FigureKey.EXPOSURE].url(DAY, "620000")
        assert "office_code=620000" in FIGURES[FigureKey.SHEETS].url(DAY, "620000")
