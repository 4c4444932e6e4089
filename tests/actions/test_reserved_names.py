"""保留名称: the registry's list, and one verdict on a name at every door."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.end_reservations import (
    END_RESERVATIONS,
    EndReservationsInput,
    EndReservationsRefusal,
)
from actions.domains.reserve_names import (
    RESERVE_NAMES,
    ReservedLine,
    ReserveNamesInput,
    ReserveNamesNote,
    ReserveNamesRefusal,
)
from actions.domains.resubmit import RESUBMIT, ResubmitInput
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.domains.transfer import TRANSFER_DOMAIN, TransferDomainInput
from actions.plan import plan
from actions.units.merge import MERGE_UNITS, MergeUnitsInput
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from models import Division, Domain, Office, ReservedName, Unit
from models.domains.domain import DomainState
from models.imports.row_checks import Line, judge
from models.imports.sheet import ImportField, ImportKind
from models.invariants import breaches
from models.offices.place_name import Places, forms, places_of
from models.registration.domain_filing import FilingFault, Grade
from models.registration.name_belonging import FilingDoubt, doubt_on, strange_division
from models.registration.name_check import NameFinding, check_name
from models.registration.nationwide_uniqueness import claims_on
from models.registration.reserved_name import ReservedKind
from models.registration.unit_reorganisation import ReformNote
from models.values.domain_name import DomainName
from models.values.tld import Tld
from models.values.variant import variant_key
from seed.reference.divisions import divisions
from seed.reference.place_names import Place
from seed.reference.place_names import places as seeded_places
from seed.reference.unit_generator import credit_code, labels_for, registrants_for
from seed.reference.unit_titles import titles_of
from tests.support.cast import NOW, TODAY, World
from tests.support.money_factories import Maker

REASON = "县委批准的名称"
LINES = (
    ReservedLine("中国", "国家名称", "国发〔2026〕3166号"),
    ReservedLine("台湾", "省级行政区名称", "民发〔2026〕2260号"),
    ReservedLine("卓尼林场", "两家单位均主张", "争〔2026〕1号", ReservedKind.DISPUTED),
    ReservedLine("法轮", "法律禁止", "令〔2026〕1号", ReservedKind.PROHIBITED),
)
PASS, ADVICE = Grade.PASS, Grade.ADVICE

#: Label → what is said of it as a name of 卓尼县教育局: a certain fault, or a grade.
VERDICTS: dict[str, FilingFault | Grade] = {
    "卓尼县教育局办公室": PASS,
    "卓尼教育局": PASS,
    "甘南州卓尼县教育局": PASS,
    "甘肃省卓尼县教育局": PASS,
    "卓尼县教育信息网": PASS,
    "卓尼普法网": PASS,
    "卓尼县电教中心": ADVICE,
    "教育局": ADVICE,
    "卓尼县文教局": ADVICE,
    "國務院": ADVICE,
    "中國": FilingFault.LISTED,
    "台湾": FilingFault.LISTED,
    "臺灣": FilingFault.LISTED,
    "卓尼林场": FilingFault.DISPUTED,
    "卓尼法轮教育局": FilingFault.PROHIBITED,
    "卓尼县": FilingFault.RESERVED,
    "卓尼": FilingFault.RESERVED,
    "甘肃": FilingFault.RESERVED,
    "甘肅": FilingFault.RESERVED,
    "北京": FilingFault.RESERVED,
    "北京市公安局": FilingFault.OTHER_DIVISION,
    "临潭县人民医院": FilingFault.OTHER_UNIT,
    "臨潭縣人民醫院": FilingFault.OTHER_UNIT,
    "临潭县水务局": FilingFault.OTHER_DIVISION,
    "蓝田县教育局": FilingFault.NAME_TAKEN,
    "藍田縣教育局": FilingFault.VARIANT_TAKEN,
}


@pytest.fixture
def told(world: World) -> World:
    """A world with divisions and the registry's list."""
    return furnished(world)


@pytest.fixture
def told_sqlite(sqlite_world: World) -> World:
    return furnished(sqlite_world)


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


def domain_lines(label: str, reason: str = "") -> list[Line]:
    cells = {
        ImportField.NAME: "卓尼县教育局",
        ImportField.DOMAIN: f"{label}.政务",
        ImportField.NAME_REASON: reason,
    }
    return [Line(1, 2, ImportKind.DOMAINS, cells, "623022")]


def at_review(world: World, label: str, state: DomainState) -> int:
    """A name of 卓尼县教育局 that waits for a word, filed before there was a rule."""
    with world.writing() as session:
        unit = session.get_one(Unit, world.id("unit-a"))
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        return maker.domain(label, unit, state).id


def outcome(world: World, action: Any, login: str, ids: list[int], given: Any) -> Any:
    """What a plan says of one row: the refusal's code, or the codes of its warnings."""
    with world.session(login) as session:
        planned = plan(session, action, ids, given, world.caller(login))
    (verdict,) = planned.verdicts
    if verdict.refusal is not None:
        return verdict.refusal.code
    doubted = [note for note in planned.preview.warnings if isinstance(note.code, FilingDoubt)]
    return ADVICE if doubted else PASS


def said(code: Any) -> str:
    """The rule a door's own code speaks of: 'reserved' of submit_domain_reserved."""
    for head in ("submit_domain_", "resubmit_", "filing_", "review_"):
        code = str(code).removeprefix(head)
    return code


#: What the check page calls a certain fault.
FINDING = {
    FilingFault.PROHIBITED: NameFinding.PROHIBITED,
    FilingFault.DISPUTED: NameFinding.DISPUTED,
    FilingFault.LISTED: NameFinding.LISTED,
    FilingFault.RESERVED: NameFinding.RESERVED,
    FilingFault.NAME_TAKEN: NameFinding.TAKEN,
    FilingFault.VARIANT_TAKEN: NameFinding.VARIANT_TAKEN,
    FilingFault.OTHER_UNIT: NameFinding.OTHER_UNIT,
    FilingFault.OTHER_DIVISION: NameFinding.OTHER_DIVISION,
}

#: Live names of others cannot come under review a second time.
REVIEWED = {
    label: verdict
    for label, verdict in VERDICTS.items()
    if verdict not in {FilingFault.NAME_TAKEN, FilingFault.VARIANT_TAKEN}
}


class TestOneVerdictAtEveryDoor:
    @pytest.mark.parametrize("label", VERDICTS)
    def test_on_the_check_page(self, told_sqlite: World, label: str) -> None:
        with told_sqlite.session() as session:
            unit = session.get_one(Unit, told_sqlite.id("unit-a"))
            name = DomainName.of(label, Tld.ZHENGWU)
            claims = claims_on(session, [name], unit.id, today=TODAY)
            check = check_name(label, Tld.ZHENGWU, unit, claims, None)
        failed = [found.code for found in check.findings if found.grade is Grade.FAIL]
        doubted = any(found.grade is ADVICE for found in check.findings)
        verdict = VERDICTS[label]
        if isinstance(verdict, FilingFault):
            assert failed[0] is FINDING[verdict]
        else:
            assert (failed, doubted) == ([], verdict is ADVICE)

    @pytest.mark.parametrize("label", VERDICTS)
    def test_at_filing(self, told_sqlite: World, label: str) -> None:
        ids, verdict = [told_sqlite.id("unit-a")], VERDICTS[label]
        found = outcome(told_sqlite, SUBMIT_DOMAIN, "zhuoni", ids, filing(label, REASON))
        assert said(found) == said(verdict)
        bare = outcome(told_sqlite, SUBMIT_DOMAIN, "zhuoni", ids, filing(label))
        assert bare is FilingFault.REASON_NEEDED if verdict is ADVICE else said(bare) == said(found)

    @pytest.mark.parametrize("label", VERDICTS)
    def test_at_filing_again(self, told_sqlite: World, label: str) -> None:
        row = at_review(told_sqlite, "卓尼旧名", DomainState.RETURNED)
        given = ResubmitInput(label=label, name_reason=REASON)
        assert said(outcome(told_sqlite, RESUBMIT, "zhuoni", [row], given)) == said(VERDICTS[label])
        if VERDICTS[label] is ADVICE:
            bare = outcome(told_sqlite, RESUBMIT, "zhuoni", [row], ResubmitInput(label=label))
            assert bare is FilingFault.REASON_NEEDED

    @pytest.mark.parametrize("label", VERDICTS)
    def test_in_a_sheet(self, told_sqlite: World, label: str) -> None:
        verdict = VERDICTS[label]
        with told_sqlite.session("zhuoni") as session:
            (explained,) = judge(session, domain_lines(label, REASON), TODAY).values()
            (bare,) = judge(session, domain_lines(label), TODAY).values()
        if isinstance(verdict, FilingFault):
            assert explained.fault is not None
            assert explained.fault.code is verdict
        else:
            assert (explained.fault, explained.verdict.grade) == (None, verdict)
            assert (bare.fault is not None) is (verdict is ADVICE)

    @pytest.mark.parametrize("label", REVIEWED)
    @pytest.mark.parametrize(
        ("action", "given", "login", "state"),
        [
            (APPROVE_OFFICE, ApproveOfficeInput(), "zhuoni", DomainState.SUBMITTED),
            (
                APPROVE_REGISTRY,
                ApproveRegistryInput(),
                "conac-review",
                DomainState.OFFICE_APPROVED,
            ),
        ],
        ids=["office", "registry"],
    )
    def test_at_both_reviews(
        self,
        told_sqlite: World,
        label: str,
        action: Any,
        given: Any,
        login: str,
        state: DomainState,
    ) -> None:
        row = at_review(told_sqlite, label, state)
        assert said(outcome(told_sqlite, action, login, [row], given)) == said(REVIEWED[label])

    def test_is_written_on_both_engines_with_the_filers_word(self, told: World) -> None:
        ids = [told.id("unit-a")]
        assert said(first(told, SUBMIT_DOMAIN, "zhuoni", ids, filing("甘肅")).code) == "reserved"
        done = told.perform(SUBMIT_DOMAIN, "unit-a", ids, filing("卓尼县电教中心", REASON))
        plain = told.perform(SUBMIT_DOMAIN, "unit-a", ids, filing("卓尼县教育局办公室", REASON))
        with told.session("zhuoni") as session:
            doubted = session.get_one(Domain, done.rows[0].row_id)
            clear = session.get_one(Domain, plain.rows[0].row_id)
            assert (doubted.name_reason, clear.name_reason) == (REASON, None)
            given = ApproveOfficeInput()
            planned = plan(
                session, APPROVE_OFFICE, [doubted.id, clear.id], given, told.caller("zhuoni")
            )
        shown = planned.preview.rows
        assert (shown[doubted.id]["name_verdict"], shown[doubted.id]["name_reason"]) == (
            ADVICE,
            REASON,
        )
        assert shown[clear.id]["name_verdict"] is PASS
        told.perform(APPROVE_OFFICE, "zhuoni", [doubted.id, clear.id], given)


class TestWhoseNameItIs:
    def test_a_division_is_its_own_governments(self, told_sqlite: World) -> None:
        rename(told_sqlite, "unit-a", "卓尼县人民政府")
        ids = [told_sqlite.id("unit-a")]
        assert told_sqlite.perform(SUBMIT_DOMAIN, "zhuoni", ids, filing("卓尼县")).rows
        refused = first(told_sqlite, SUBMIT_DOMAIN, "zhuoni", ids, filing("甘肃省"))
        assert said(refused.code) == "reserved"

    def test_a_former_name_is_doubted_but_not_refused(self, told_sqlite: World) -> None:
        given = RenameUnitInput(name="卓尼县文化旅游局", document_no="卓编〔2026〕1号")
        told_sqlite.perform(RENAME_UNIT, "zhuoni", [told_sqlite.id("unit-a")], given)
        ids = [told_sqlite.id("unit-a")]
        with told_sqlite.session("zhuoni") as session:
            asked = filing("卓尼教育局", REASON)
            caller = told_sqlite.caller("zhuoni")
            planned = plan(session, SUBMIT_DOMAIN, ids, asked, caller)
        assert [note.code for note in planned.preview.warnings] == [FilingDoubt.FORMER_NAME]

    def test_what_a_units_own_name_says_it_may_say(self, told_sqlite: World) -> None:
        rename(told_sqlite, "unit-a", "北京市驻卓尼县办事处")
        ids = [told_sqlite.id("unit-a")]
        assert told_sqlite.perform(SUBMIT_DOMAIN, "zhuoni", ids, filing("北京市驻卓尼办事处")).rows

    def test_a_reserved_name_is_its_holders(self, told_sqlite: World) -> None:
        with told_sqlite.session() as session:
            uscc = session.get_one(Unit, told_sqlite.id("unit-a")).uscc
        line = ReservedLine("卓尼教育城", "专用", "文〔2026〕2号", holder_uscc=uscc)
        told_sqlite.perform(RESERVE_NAMES, "conac", [], ReserveNamesInput((line,)))
        asked = filing("卓尼教育城", REASON)
        refused = first(told_sqlite, SUBMIT_DOMAIN, "lintan", [told_sqlite.id("unit-c")], asked)
        assert refused.code is FilingFault.LISTED
        ids = [told_sqlite.id("unit-a")]
        assert told_sqlite.perform(SUBMIT_DOMAIN, "zhuoni", ids, asked).rows

    def test_every_name_the_demo_files_passes(self) -> None:
        at = _country()
        for place in list(seeded_places().values())[::101]:
            for label, body in _registrants(place):
                assert strange_division(label, body, at) is None, (label, body.name)
                assert doubt_on(label, body, at) is None, (label, body.name)
                assert label not in at.reserved

    @pytest.mark.parametrize(
        ("name", "called"),
        [
            ("甘肃省", ("甘肃省", "甘肃")),
            ("北京市", ("北京市", "北京")),
            ("内蒙古自治区", ("内蒙古自治区", "内蒙古")),
            ("广西壮族自治区", ("广西壮族自治区", "广西")),
            ("甘南藏族自治州", ("甘南藏族自治州", "甘南州", "甘南")),
            ("香港特别行政区", ("香港特别行政区", "香港")),
            ("礼县", ("礼县",)),
            ("城关区", ("城关区", "城关")),
        ],
    )
    def test_a_division_is_called_in_full_in_short_and_bare(
        self, name: str, called: tuple[str, ...]
    ) -> None:
        assert forms(name) == called


def rename(world: World, unit: str, name: str) -> None:
    with world.writing() as session:
        session.get_one(Unit, world.id(unit)).name = name


def _country() -> Places:
    return places_of(tuple((d.code, d.name, d.successor_code) for d in divisions()))


def _registrants(place: Place) -> list[tuple[str, Any]]:
    every = len(titles_of(place, random.Random(1)))
    return [
        (variant_key(label.label), _Body(registrant))
        for registrant in registrants_for(place, random.Random(1), every)
        for label in labels_for(registrant)
    ]


class _Body:
    """A made-up registrant as the rule asks about it."""

    def __init__(self, registrant: Any) -> None:
        self.name, self.short_name = registrant.name, registrant.short_name
        self.former_names: list[Any] = []
        self.division_code = registrant.division_code


class TestReforms:
    """Plans that give names to a unit say which of them it could not file itself."""

    def test_a_transfer_tells_of_names_that_are_not_the_receivers(self, told_sqlite: World) -> None:
        with told_sqlite.session() as session:
            uscc = session.get_one(Unit, told_sqlite.id("unit-c")).uscc
            given = TransferDomainInput(uscc, "机构改革", "编〔2026〕3号")
            ids = [told_sqlite.id("a-due")]
            caller = told_sqlite.caller("conac")
            planned = plan(session, TRANSFER_DOMAIN, ids, given, caller)
        assert ReformNote.NAME_REFUSED in [note.code for note in planned.preview.warnings]

    def test_a_merger_tells_of_names_that_are_not_the_successors(self, told_sqlite: World) -> None:
        uscc = credit_code("11", "623022", "MB990009")
        with told_sqlite.writing() as session:
            session.get_one(Unit, told_sqlite.id("unit-b")).uscc = uscc
        with told_sqlite.session("zhuoni") as session:
            given = MergeUnitsInput(uscc, "卓编〔2026〕4号")
            ids, caller = [told_sqlite.id("unit-a")], told_sqlite.caller("zhuoni")
            planned = plan(session, MERGE_UNITS, ids, given, caller)
        told = {note.facts["name"]: note.code for note in planned.preview.warnings}
        assert told["卓尼县教研室.政务"] is ReformNote.NAME_DOUBTED


class TestReserveNames:
    def refuse(self, world: World, *lines: ReservedLine, by: str = "conac") -> Any:
        return first(world, RESERVE_NAMES, by, [], ReserveNamesInput(lines)).code

    def test_keeps_names_with_their_document(self, told: World) -> None:
        with told.session("zhuoni") as session:
            rows = session.scalars(select(ReservedName).order_by(ReservedName.id)).all()
            assert [(row.name, row.kind, row.document_no) for row in rows] == [
                (line.name, line.kind, line.document_no) for line in LINES
            ]
            assert {row.valid_from for row in rows} == {TODAY}

    def test_refuses_what_cannot_stand(self, told_sqlite: World) -> None:
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

    def test_tells_of_live_names_it_would_keep(self, told_sqlite: World) -> None:
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


class TestEndReservations:
    def test_refuses_days_that_cannot_be(self, told_sqlite: World) -> None:
        with told_sqlite.session() as session:
            row_id = session.scalars(select(ReservedName.id)).first() or 0
        yesterday = TODAY - dt.timedelta(days=1)
        for on, code in (
            (yesterday, EndReservationsRefusal.IN_PAST),
            (TODAY, EndReservationsRefusal.BEFORE_START),
        ):
            given = EndReservationsInput("文", on)
            assert first(told_sqlite, END_RESERVATIONS, "conac", [row_id], given).code is code
        later = EndReservationsInput("文", TODAY + dt.timedelta(days=5))
        told_sqlite.perform(END_RESERVATIONS, "conac", [row_id], later)
        assert (
            first(told_sqlite, END_RESERVATIONS, "conac", [row_id], later).code
            is EndReservationsRefusal.ENDED_ALREADY
        )


class TestVerify:
    def counted(self, world: World) -> tuple[int, int]:
        with world.engine.connect() as connection:
            found = breaches(connection)
        return found["I-10 listed names"], found["I-10 reserved names"]

    def test_counts_live_names_that_are_reserved_for_others(self, told: World) -> None:
        assert self.counted(told) == (0, 0)
        at_review(told, "台湾", DomainState.REGISTERED)
        at_review(told, "甘肃", DomainState.REGISTERED)
        assert self.counted(told) == (1, 1)

    def test_exempts_the_holder_and_the_government(self, told_sqlite: World) -> None:
        world = told_sqlite
        at_review(world, "卓尼县", DomainState.REGISTERED)
        at_review(world, "卓尼教育城", DomainState.REGISTERED)
        with world.session() as session:
            uscc = session.get_one(Unit, world.id("unit-a")).uscc
        line = ReservedLine("卓尼教育城", "专用", "文〔2026〕2号", holder_uscc=uscc)
        world.perform(RESERVE_NAMES, "conac", [], ReserveNamesInput((line,)))
        assert self.counted(world) == (0, 1)
        rename(world, "unit-a", "卓尼县人民政府")
        assert self.counted(world) == (0, 0)
