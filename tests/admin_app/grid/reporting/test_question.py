"""What a report may ask of a list; everything it may ask is worked out on both engines."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.core.reports.report_rules import ReportRefusal
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.query import count_rows
from admin_app.grid.reporting.cost import MAXIMUM_AT_ONCE
from admin_app.grid.reporting.drawn import Drawn, draw
from admin_app.grid.reporting.figures import FigureKind
from admin_app.grid.reporting.measuring import measure
from admin_app.grid.reporting.question import (
    Question,
    Span,
    groupable,
    is_dated,
    read_question,
    summable,
)
from admin_app.labels.list_fault import ListFault
from admin_app.papers.report import Linked
from admin_app.views import GRIDS
from models.core.base import db
from models.core.scope import EVERYTHING, bind_scope
from models.core.setting import know_day
from models.definitions.report import ReportPeriod, ReportSpec
from models.users.user import Role
from tests.support.world.cast import NOW, World


def fault(world: World, **asked: Any) -> object:
    with world.session("gansu") as session, pytest.raises(BadListError) as caught:
        read_question(session, GRIDS, Role.PROVINCE_ADMIN, ReportSpec(**asked))
    return caught.value.refusal.code


def everything_asked() -> list[ReportSpec]:
    """Every grouping of every list, and with each list's first one every figure."""
    found = []
    for entity, grid in GRIDS.items():
        groups = [
            f"{name}:{span}" if span else name
            for name, column in groupable(grid).items()
            for span in (Span if is_dated(column) else [None])
        ]
        found += [ReportSpec(entity, group_by=name) for name in groups]
        figures = [f"{kind}:{key}" for key in summable(grid) for kind in list(FigureKind)[1:]]
        found += [
            ReportSpec(entity, figures=tuple(figures[n : n + 6])) for n in range(0, len(figures), 6)
        ]
        dated = next((name for name, column in groupable(grid).items() if is_dated(column)), None)
        if dated is not None:
            found.append(ReportSpec(entity, compared_on=dated, period=ReportPeriod.YEAR))
    return found


def counted(drawn: Drawn) -> list[object]:
    return [row[1] for row in drawn.table.values()]


def leads_to(session: Session, question: Question, drawn: Drawn) -> list[object]:
    """How many rows the list behind each figure has."""
    found = []
    for _name, figure in drawn.table.rows:
        assert isinstance(figure, Linked)
        if figure.url is None:
            assert "." in question.spec.group_by, "only rows without the other record have no link"
            found.append(figure.value)
            continue
        state = read_state(question.grid, MultiDict(parse_qsl(urlsplit(figure.url).query)))
        found.append(count_rows(ListRequest(session, question.grid, state)))
    return found


class TestWhatAReportMayAsk:
    def test_every_grouping_and_figure_of_every_list_is_worked_out(
        self, world: World, app: Flask
    ) -> None:
        asked = everything_asked()
        assert len(asked) > 200
        for spec in asked:
            role = next(iter(GRIDS[spec.entity].readers & {Role.REGISTRY_ADMIN}), None)
            if role is None:
                continue
            with app.test_request_context():
                session = db.session()
                bind_scope(session, EVERYTHING)
                know_day(session, NOW.date())
                question = read_question(session, GRIDS, role, spec)
                lines = partial(measure, session, most_examined=MAXIMUM_AT_ONCE)
                drawn = draw(session, question, "试", 100, lines)
                assert drawn.table.columns, spec
                if spec.group_by and drawn.table.rows:
                    assert leads_to(session, question, drawn) == counted(drawn), spec

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"entity": "nothing"}, ReportRefusal.UNKNOWN_LIST),
            ({"entity": "domain", "columns": ("secret",)}, ReportRefusal.UNKNOWN_COLUMN),
            (
                {"entity": "domain", "columns": tuple(f"c{n}" for n in range(10_000))},
                ReportRefusal.TOO_MANY_COLUMNS,
            ),
            ({"entity": "domain", "group_by": "x; DROP TABLE unit"}, ReportRefusal.UNKNOWN_COLUMN),
            ({"entity": "domain", "group_by": "state:month"}, ReportRefusal.NOT_A_DATE),
            ({"entity": "domain", "group_by": "expires_on:decade"}, ReportRefusal.NOT_A_DATE),
            ({"entity": "domain", "then_by": "state"}, ReportRefusal.GROUPED_TWICE),
            (
                {"entity": "domain", "group_by": "state", "then_by": "state"},
                ReportRefusal.GROUPED_TWICE,
            ),
            ({"entity": "domain", "figures": ("drop",)}, ReportRefusal.NOT_A_FIGURE),
            ({"entity": "domain", "figures": ("sum",)}, ReportRefusal.NOT_A_FIGURE),
            ({"entity": "domain", "figures": ("sum:state",)}, ReportRefusal.NOT_SUMMED),
            ({"entity": "domain", "figures": ("sum:password",)}, ReportRefusal.UNKNOWN_COLUMN),
            (
                {"entity": "domain", "figures": tuple(f"sum:c{n}" for n in range(10_000))},
                ReportRefusal.TOO_MANY_FIGURES,
            ),
            ({"entity": "domain", "group_by": "state", "sort": "-x"}, ReportRefusal.NOT_SORTED),
            (
                {"entity": "domain", "period": ReportPeriod.MONTH, "compared_on": "state"},
                ReportRefusal.NOT_A_DATE,
            ),
            ({"entity": "domain", "conditions": "nothing=1"}, ListFault.UNKNOWN_PARAMETER),
            ({"entity": "domain", "conditions": "where={"}, ListFault.WHERE_UNREADABLE),
            ({"entity": "domain", "conditions": "x" * 5000}, ListFault.WHERE_TOO_LONG),
        ],
    )
    def test_what_the_list_cannot_read_is_refused_by_name(
        self, sqlite_world: World, asked: dict[str, Any], code: object
    ) -> None:
        if asked.get("then_by") and not asked.get("group_by"):
            code = ReportRefusal.GROUPS_MISSING
        assert fault(sqlite_world, **asked) is code

    def test_a_list_the_role_may_not_open_is_unknown_to_its_reports(
        self, sqlite_world: World
    ) -> None:
        hidden = next(e for e, grid in GRIDS.items() if Role.PROVINCE_ADMIN not in grid.readers)
        assert fault(sqlite_world, entity=hidden) is ReportRefusal.UNKNOWN_LIST
