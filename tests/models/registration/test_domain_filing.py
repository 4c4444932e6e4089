"""One verdict on a name at every door: check, filing, sheet and review."""

from __future__ import annotations

from typing import Any

import pytest

from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.resubmit import RESUBMIT, ResubmitInput
from actions.domains.submit import SUBMIT_DOMAIN
from actions.plan import plan
from models.domains.domain import Domain, DomainState
from models.imports.row_checks import Line, judge
from models.imports.sheet import ImportField, ImportKind
from models.registration.domain_filing import FilingFault, Grade
from models.registration.name_belonging import FilingDoubt
from models.registration.name_check import NameFinding, check_name
from models.registration.nationwide_uniqueness import claims_on
from models.units.unit import Unit
from models.values.domain_name import DomainName
from models.values.tld import Tld
from tests.support.world.cast import TODAY, World
from tests.support.world.reserved_names import REASON, at_review, filing, first, furnished, said

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


def domain_lines(label: str, reason: str = "") -> list[Line]:
    cells = {
        ImportField.NAME: "卓尼县教育局",
        ImportField.DOMAIN: f"{label}.政务",
        ImportField.NAME_REASON: reason,
    }
    return [Line(1, 2, ImportKind.DOMAINS, cells, "623022")]


def outcome(world: World, action: Any, login: str, ids: list[int], given: Any) -> Any:
    """What a plan says of one row: the refusal's code, or the codes of its warnings."""
    with world.session(login) as session:
        planned = plan(session, action, ids, given, world.caller(login))
    (verdict,) = planned.verdicts
    if verdict.refusal is not None:
        return verdict.refusal.code
    doubted = [note for note in planned.preview.warnings if isinstance(note.code, FilingDoubt)]
    return ADVICE if doubted else PASS


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
    def test_one_verdict_at_every_door_on_the_check_page(
        self, told_sqlite: World, label: str
    ) -> None:
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
    def test_one_verdict_at_every_door_at_filing(self, told_sqlite: World, label: str) -> None:
        ids, verdict = [told_sqlite.id("unit-a")], VERDICTS[label]
        found = outcome(told_sqlite, SUBMIT_DOMAIN, "zhuoni", ids, filing(label, REASON))
        assert said(found) == said(verdict)
        bare = outcome(told_sqlite, SUBMIT_DOMAIN, "zhuoni", ids, filing(label))
        assert bare is FilingFault.REASON_NEEDED if verdict is ADVICE else said(bare) == said(found)

    @pytest.mark.parametrize("label", VERDICTS)
    def test_one_verdict_at_every_door_at_filing_again(
        self, told_sqlite: World, label: str
    ) -> None:
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
    def test_one_verdict_at_every_door_at_both_reviews(
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

    def test_one_verdict_at_every_door_is_written_on_both_engines_with_the_filers_word(
        self, told: World
    ) -> None:
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
