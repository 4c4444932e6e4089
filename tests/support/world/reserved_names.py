"""Reserved names and the verdicts on them, for the tests of names."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Refused
from actions.domains.reserve_names import (
    RESERVE_NAMES,
    ReservedLine,
    ReserveNamesInput,
)
from actions.domains.submit import NameLine, SubmitDomainInput
from models.domains.domain import DomainState
from models.offices.division import Division
from models.offices.office import Office
from models.registration.reserved_name import ReservedKind
from models.units.unit import Unit
from models.values.tld import Tld
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

REASON = "县委批准的名称"


LINES = (
    ReservedLine("中国", "国家名称", "国发〔2026〕3166号"),
    ReservedLine("台湾", "省级行政区名称", "民发〔2026〕2260号"),
    ReservedLine("卓尼林场", "两家单位均主张", "争〔2026〕1号", ReservedKind.DISPUTED),
    ReservedLine("法轮", "法律禁止", "令〔2026〕1号", ReservedKind.PROHIBITED),
)


def furnished(world: World) -> World:
    wanted = {"110000": "北京市", "620000": "甘肃省", "623000": "甘南藏族自治州"}
    wanted |= {"623021": "临潭县", "623022": "卓尼县"}
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        known = {row.code: row for row in session.scalars(select(Division))}
        for code, name in wanted.items():
            if code in known:
                known[code].name = name
            else:
                maker.division(code, name=name)
    world.perform(RESERVE_NAMES, "conac", [], ReserveNamesInput(LINES))
    return world


def first(world: World, action: Any, login: str, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, login, ids, given)
    return caught.value.first


def filing(label: str, reason: str | None = None) -> SubmitDomainInput:
    return SubmitDomainInput((NameLine(label, Tld.ZHENGWU),), name_reason=reason)


def at_review(world: World, label: str, state: DomainState) -> int:
    """A name of 卓尼县教育局 that waits for a word, filed before there was a rule."""
    with world.writing() as session:
        unit = session.get_one(Unit, world.id("unit-a"))
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        return maker.domain(label, unit, state).id


def said(code: Any) -> str:
    """The rule a door's own code speaks of: 'reserved' of submit_domain_reserved."""
    for head in ("submit_domain_", "resubmit_", "filing_", "review_"):
        code = str(code).removeprefix(head)
    return code


def rename(world: World, unit: str, name: str) -> None:
    with world.writing() as session:
        session.get_one(Unit, world.id(unit)).name = name
