"""报送域名: which names a unit may file, and what a filing writes."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.submit import (
    MAXIMUM_SUBMITTED_NAMES,
    SUBMIT_DOMAIN,
    NameLine,
    SubmitDomainInput,
    SubmitDomainNote,
    SubmitDomainRefusal,
)
from actions.plan import plan
from actions.units.confirm import CONFIRM_UNIT
from models.domains.domain import Domain, DomainState, NameBasis
from models.offices.office import Office
from models.units.unit import Unit, UnitState
from models.values.label import LabelFaultKind
from models.values.tld import Tld
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial
from tests.support.world.money_factories import Maker


def names(*lines: tuple[str, Tld], years: int = 2) -> SubmitDomainInput:
    return SubmitDomainInput(
        names=tuple(NameLine(label, tld, NameBasis.FULL_NAME, years) for label, tld in lines),
        name_reason="县委批准的名称",
    )


def refused(world: World, given: SubmitDomainInput, unit: str = "unit-a") -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(SUBMIT_DOMAIN, "zhuoni", [world.id(unit)], given)
    return caught.value.first


def zhuoni(session: Session, world: World) -> Office:
    return session.get_one(Office, world.id("office-zhuoni"))


def make_institution(world: World, *, administrative_function: bool) -> None:
    with world.writing() as session:
        unit = session.get_one(Unit, world.id("unit-b"))
        unit.uscc = credit_code("12", "623022", "MB990003")
        unit.administrative_function = administrative_function


ZHENGWU = Tld.ZHENGWU


class TestSubmitDomain:
    def test_submit_domain_files_every_name_for_review(self, world: World) -> None:
        given = names(("卓尼县体育局", ZHENGWU), (" 卓尼Ａ体育 ", Tld.ZHENGWU_CN))
        outcome = world.perform(SUBMIT_DOMAIN, "zhuoni", [world.id("unit-a")], given)
        with world.session("zhuoni") as session:
            ids = [row.row_id for row in outcome.rows]
            rows = session.scalars(select(Domain).where(Domain.id.in_(ids)).order_by(Domain.id))
            assert [(row.name_u, row.state, row.unit_id) for row in rows] == [
                ("卓尼县体育局.政务", DomainState.SUBMITTED, world.id("unit-a")),
                ("卓尼a体育.政务.cn", DomainState.SUBMITTED, world.id("unit-a")),
            ]
        assert outcome.totals == {"name_count": 2}

    def test_submit_domain_remembers_who_filed_so_that_they_does_not_review(
        self, world: World
    ) -> None:
        outcome = world.perform(
            SUBMIT_DOMAIN, "unit-a", [world.id("unit-a")], names(("卓尼县体育局", ZHENGWU))
        )
        with world.session() as session:
            filed = session.get_one(Domain, outcome.rows[0].row_id)
            assert filed.submitted_by == world.actor("unit-a").key
            assert filed.submitted_at == NOW

    def test_a_unit_files_for_itself_only(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            world.perform(
                SUBMIT_DOMAIN, "unit-b", [world.id("unit-a")], names(("卓尼县体育局", ZHENGWU))
            )
        assert caught.value.first.code == Common.NOT_FOUND

    def test_submit_domain_at_least_one_name_is_needed(self, world: World) -> None:
        assert refused(world, SubmitDomainInput(names=())).code == SubmitDomainRefusal.NO_NAMES

    def test_a_filing_is_bounded(self, world: World) -> None:
        given = names(
            *((f"卓尼{number}", ZHENGWU) for number in range(MAXIMUM_SUBMITTED_NAMES + 1))
        )
        assert refused(world, given).code == SubmitDomainRefusal.TOO_MANY_NAMES

    def test_a_faulty_label_is_named_with_its_fault(self, world: World) -> None:
        refusal = refused(world, names(("abc", ZHENGWU)))
        assert refusal.code == SubmitDomainRefusal.LABEL_FAULTY
        assert refusal.facts["fault"] == LabelFaultKind.NO_HAN
        assert refusal.facts["label"] == "abc"

    def test_the_class_of_the_unit_decides_the_tld(self, world: World) -> None:
        make_institution(world, administrative_function=False)
        given = names(("柳林小学校", ZHENGWU))
        assert refused(world, given, "unit-b").code == SubmitDomainRefusal.NOT_ELIGIBLE

    def test_an_institution_with_administrative_functions_may_hold_zhengwu(
        self, world: World
    ) -> None:
        make_institution(world, administrative_function=True)
        given = names(("柳林小学校", ZHENGWU))
        assert world.perform(SUBMIT_DOMAIN, "zhuoni", [world.id("unit-b")], given).rows

    def test_a_divisions_own_name_is_reserved_in_every_script(self, world: World) -> None:
        with world.writing() as session:
            Maker(session, zhuoni(session, world), NOW).division(code="623099", name="碌曲县")
        given = names(("碌曲縣", ZHENGWU))
        assert refused(world, given).code == SubmitDomainRefusal.RESERVED

    def test_a_live_name_of_another_province_is_taken(self, world: World) -> None:
        given = names(("蓝田县教育局", ZHENGWU))
        assert refused(world, given).code == SubmitDomainRefusal.NAME_TAKEN

    def test_a_rejected_name_is_free_again(self, world: World) -> None:
        assert world.perform(
            SUBMIT_DOMAIN, "zhuoni", [world.id("unit-a")], names(("教育", ZHENGWU))
        ).rows

    def test_a_variant_of_another_units_name_conflicts(self, world: World) -> None:
        given = names(("藍田縣教育局", ZHENGWU))
        assert refused(world, given).code == SubmitDomainRefusal.VARIANT_TAKEN

    def test_a_unit_may_add_variants_to_its_own_name(self, world: World) -> None:
        given = names(("卓尼縣教育局", ZHENGWU))
        assert world.perform(SUBMIT_DOMAIN, "zhuoni", [world.id("unit-a")], given).rows

    def test_one_name_twice_in_a_filing_is_a_slip(self, world: World) -> None:
        given = names(("卓尼县体育局", ZHENGWU), ("卓尼县体育局 ", ZHENGWU))
        assert refused(world, given).code == SubmitDomainRefusal.TWICE

    def test_a_refused_line_leaves_nothing_of_the_others(self, world: World) -> None:
        refused(world, names(("卓尼县体育局", ZHENGWU), ("蓝田县教育局", ZHENGWU)))
        with world.session() as session:
            found = session.scalars(select(Domain).where(Domain.label_u == "卓尼县体育局"))
            assert found.first() is None

    def test_a_pending_unit_must_be_confirmed_first(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, zhuoni(session, world), NOW)
            unit_id = maker.unit(f"卓尼县单位{serial()}", state=UnitState.PENDING).id
        given = names(("卓尼县体育局", ZHENGWU))
        with pytest.raises(Refused) as caught:
            world.perform(SUBMIT_DOMAIN, "zhuoni", [unit_id], given)
        assert caught.value.first.code == SubmitDomainRefusal.UNIT_NOT_ACTIVE
        world.perform(CONFIRM_UNIT, "zhuoni", [unit_id], Nothing())
        assert world.perform(SUBMIT_DOMAIN, "zhuoni", [unit_id], given).rows

    def test_the_plan_advises_two_years(self, world: World) -> None:
        given = names(("卓尼县教育局办公室", ZHENGWU), years=1)
        with world.session("zhuoni") as session:
            planned = plan(
                session, SUBMIT_DOMAIN, [world.id("unit-a")], given, world.caller("zhuoni")
            )
        assert [note.code for note in planned.preview.warnings] == [SubmitDomainNote.ONE_YEAR]
        assert [note.code for note in planned.preview.side_effects] == [SubmitDomainNote.TO_REVIEW]


def _office(session: Any, world: World) -> Any:
    from models.offices.office import Office

    return session.get_one(Office, world.id("office-zhuoni"))
