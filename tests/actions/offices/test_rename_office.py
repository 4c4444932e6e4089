"""编办更名: the new name from its day on, the old one on papers of days before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from actions.core.refusal import Common
from actions.offices.rename_office import RENAME_OFFICE, RenameOfficeInput, RenameOfficeRefusal
from models.core.search_index import normalise
from models.offices.division import Division
from models.offices.office import Office, OfficeStatus
from tests.support.world.cast import TODAY, World
from tests.support.world.unit_reforms import found, refused, sound

OLD = "卓尼县机构编制委员会办公室"
NEW = RenameOfficeInput("卓尼市机构编制委员会办公室", "民函〔2026〕2号", None, "卓尼市")


def rename(world: World, given: RenameOfficeInput = NEW) -> None:
    world.perform(RENAME_OFFICE, "conac", [world.id("office-zhuoni")], given)


def test_a_renamed_office_keeps_its_code_and_its_former_name(world: World) -> None:
    rename(world)
    office = found(world, Office, "office-zhuoni")
    assert (office.code, office.name) == ("623022", NEW.name)
    assert office.former_names == [
        {"name": OLD, "until": TODAY.isoformat(), "document_no": NEW.document_no}
    ]
    assert normalise(OLD) in office.search_text
    with world.session() as session:
        division = session.scalars(select(Division).where(Division.code == "623022")).one()
        assert division.name == "卓尼市"
    sound(world)


def test_the_division_keeps_its_name_when_none_is_given(world: World) -> None:
    with world.session() as session:
        before = session.scalars(select(Division.name).where(Division.code == "623022")).one()
    rename(world, replace(NEW, division_name=None))
    with world.session() as session:
        after = session.scalars(select(Division.name).where(Division.code == "623022")).one()
    assert after == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (replace(NEW, name=OLD), RenameOfficeRefusal.SAME),
        (replace(NEW, name="临潭县机构编制委员会办公室"), RenameOfficeRefusal.NAMESAKE),
        (replace(NEW, on=TODAY + dt.timedelta(days=1)), RenameOfficeRefusal.DAY_IN_FUTURE),
        (replace(NEW, division_name="柳林小学"), RenameOfficeRefusal.NAME_IS_LIVE),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(
    world: World, given: RenameOfficeInput, code: RenameOfficeRefusal
) -> None:
    assert refused(world, RENAME_OFFICE, "conac", ["office-zhuoni"], given).code is code


def test_a_second_name_does_not_begin_before_the_first(world: World) -> None:
    rename(world)
    again = replace(NEW, name="卓尼区编办", on=TODAY - dt.timedelta(days=1))
    why = refused(world, RENAME_OFFICE, "conac", ["office-zhuoni"], again)
    assert why.code is RenameOfficeRefusal.BEFORE_LAST


def test_a_closed_office_keeps_its_name(world: World) -> None:
    with world.writing() as session:
        session.get_one(Office, world.id("office-zhuoni")).status = OfficeStatus.CLOSED
    why = refused(world, RENAME_OFFICE, "conac", ["office-zhuoni"], NEW)
    assert why.code is RenameOfficeRefusal.CLOSED


@pytest.mark.parametrize("username", ["gansu", "zhuoni"])
def test_nobody_but_conac_renames_offices(sqlite_world: World, username: str) -> None:
    why = refused(sqlite_world, RENAME_OFFICE, username, ["office-zhuoni"], NEW)
    assert why.code is Common.FORBIDDEN
