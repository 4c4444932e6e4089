"""保留名称: kept with their document, refused where they cannot stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Common
from actions.domains.end_reservations import (
    END_RESERVATIONS,
    EndReservationsInput,
)
from actions.domains.reserve_names import (
    RESERVE_NAMES,
    ReservedLine,
    ReserveNamesInput,
    ReserveNamesNote,
    ReserveNamesRefusal,
)
from actions.domains.submit import SUBMIT_DOMAIN
from actions.plan import plan
from models.registration.domain_filing import FilingFault
from models.registration.reserved_name import ReservedKind, ReservedName
from tests.support.world.cast import TODAY, World
from tests.support.world.reserved_names import LINES, REASON, filing, first, furnished


@pytest.fixture
def told(world: World) -> World:
    """A world with divisions and the registry's list."""
    return furnished(world)


@pytest.fixture
def told_sqlite(sqlite_world: World) -> World:
    return furnished(sqlite_world)


class TestReserveNames:
    def refuse(self, world: World, *lines: ReservedLine, by: str = "conac") -> Any:
        return first(world, RESERVE_NAMES, by, [], ReserveNamesInput(lines)).code

    def test_reserve_names_keeps_names_with_their_document(self, told: World) -> None:
        with told.session("zhuoni") as session:
            rows = session.scalars(select(ReservedName).order_by(ReservedName.id)).all()
            assert [(row.name, row.kind, row.document_no) for row in rows] == [
                (line.name, line.kind, line.document_no) for line in LINES
            ]
            assert {row.valid_from for row in rows} == {TODAY}

    def test_reserve_names_refuses_what_cannot_stand(self, told_sqlite: World) -> None:
        kept = ReservedLine("臺灣", "省级行政区名称", "民发〔2026〕2260号")
        assert self.refuse(told_sqlite, kept) is ReserveNamesRefusal.KEPT_ALREADY
        one, other = ReservedLine("某地", "甲", "一"), ReservedLine("某地", "乙", "二")
        assert self.refuse(told_sqlite, one, other) is ReserveNamesRefusal.TWICE
        assert self.refuse(told_sqlite) is ReserveNamesRefusal.NO_NAMES
        past = ReservedLine("某地", "甲", "一", valid_to=TODAY)
        assert self.refuse(told_sqlite, past) is ReserveNamesRefusal.INTERVAL
        held = ReservedLine("某地", "甲", "一", ReservedKind.DISPUTED, holder_uscc="x")
        assert self.refuse(told_sqlite, held) is ReserveNamesRefusal.HOLDER
        faulty = ReservedLine("某地", "甲", "一", holder_uscc="x")
        assert self.refuse(told_sqlite, faulty) is ReserveNamesRefusal.HOLDER_FAULTY
        many = tuple(ReservedLine(f"某地{n}", "甲", "一") for n in range(1_001))
        assert self.refuse(told_sqlite, *many) is ReserveNamesRefusal.TOO_MANY
        assert self.refuse(told_sqlite, one, by="gansu") is Common.FORBIDDEN

    def test_reserve_names_tells_of_live_names_it_would_keep(self, told_sqlite: World) -> None:
        line = ReservedLine("卓尼县教育局", "专用", "文〔2026〕2号")
        with told_sqlite.session() as session:
            caller = told_sqlite.caller("conac")
            planned = plan(session, RESERVE_NAMES, [], ReserveNamesInput((line,)), caller)
        assert [note.code for note in planned.preview.warnings] == [ReserveNamesNote.LIVE]

    def test_a_dispute_bars_a_filing_while_it_lasts_and_names_its_document(
        self, told: World
    ) -> None:
        ids, asked = [told.id("unit-a")], filing("卓尼林场", REASON)
        refusal = first(told, SUBMIT_DOMAIN, "zhuoni", ids, asked)
        assert refusal.code is FilingFault.DISPUTED
        assert refusal.facts["document_no"] == "争〔2026〕1号"
        with told.session() as session:
            row = session.scalars(
                select(ReservedName).where(ReservedName.kind == ReservedKind.DISPUTED)
            ).one()
        with told.writing() as session:
            session.get_one(ReservedName, row.id).valid_from = TODAY - dt.timedelta(days=9)
        told.perform(END_RESERVATIONS, "conac", [row.id], EndReservationsInput("裁〔2026〕1号"))
        assert told.perform(SUBMIT_DOMAIN, "zhuoni", ids, asked).rows
