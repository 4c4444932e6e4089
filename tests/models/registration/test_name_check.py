"""名称预检 rule by rule, and the names a unit might use instead."""

from __future__ import annotations

import pytest

from models.domains.domain import NameBasis
from models.offices.division import Division, DivisionLevel
from models.registration.name_check import (
    Grade,
    NameCheck,
    NameFinding,
    Namesakes,
    check_label,
    check_name,
)
from models.registration.name_suggestions import abbreviated, find_namesakes, suggestions
from models.registration.nationwide_uniqueness import Claims
from models.units.unit import Unit, UnitState
from models.values.domain_name import DomainName
from models.values.tld import Tld, TldFamily
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import World

LONG = "甘肃省甘南藏族自治州卓尼县机构编制委员会办公室"
OWN = DomainName("卓尼县教育局", Tld.ZHENGWU)
NO_CLAIMS = Claims(frozenset(), frozenset(), frozenset())


def unit_of(name: str = "卓尼县教育局", class_code: str = "11") -> Unit:
    unit = Unit(name=name, short_name=None, administrative_function=False)
    unit.uscc = credit_code(class_code, "623022", "01360039")
    unit.state = UnitState.PENDING
    unit.state = UnitState.ACTIVE
    return unit


def judged(
    label: str = "卓尼县教育局",
    tld: Tld = Tld.ZHENGWU,
    claims: Claims = NO_CLAIMS,
    namesakes: Namesakes | None = None,
) -> NameCheck:
    return check_name(label, tld, unit_of(), claims, namesakes)


def failed(check: NameCheck) -> list[NameFinding]:
    return [finding.code for finding in check.findings if finding.grade is Grade.FAIL]


class TestCheckLabel:
    def test_check_label_passes_a_units_name_and_measures_it(self) -> None:
        check = check_label("卓尼县教育局")
        assert check.passes
        assert (check.measure.han, check.measure.a_label_length) == (6, 22)
        assert check.name is not None

    @pytest.mark.parametrize(
        ("label", "wrong"),
        [
            ("卓尼 教育", NameFinding.CHARACTERS_WRONG),
            ("卓尼·教育", NameFinding.CHARACTERS_WRONG),
            ("卓尼\u200b教育", NameFinding.CHARACTERS_WRONG),
            ("zhuoni", NameFinding.HAN_MISSING),
            ("-卓尼", NameFinding.HYPHENS_WRONG),
            ("卓尼-", NameFinding.HYPHENS_WRONG),
            ("a--卓尼", NameFinding.HYPHENS_WRONG),
            ("卓" * 21, NameFinding.HAN_TOO_MANY),
            (LONG, NameFinding.A_LABEL_TOO_LONG),
        ],
    )
    def test_check_label_names_what_is_wrong(self, label: str, wrong: NameFinding) -> None:
        check = check_label(label)
        assert wrong in failed(check)
        assert not check.passes
        assert check.name is None

    def test_check_label_tells_the_meters_of_a_long_name(self) -> None:
        check = check_label(LONG)
        (over,) = (f for f in check.findings if f.code is NameFinding.A_LABEL_TOO_LONG)
        assert over.facts == {"measured": 74, "limit": 63}

    @pytest.mark.parametrize("text", ["", "\ud800", "\x00", "x" * 4000, "\u202e卓尼", "<script>"])
    def test_check_label_bears_any_text(self, text: str) -> None:
        assert not check_label(text).passes


class TestCheckName:
    def test_check_name_lets_a_sound_name_pass(self) -> None:
        assert judged().passes

    def test_check_name_tells_what_the_credit_code_opens(self) -> None:
        check = judged(tld=Tld.GONGYI)
        assert failed(check) == [NameFinding.NOT_ELIGIBLE]
        (finding,) = (f for f in check.findings if f.code is NameFinding.NOT_ELIGIBLE)
        assert finding.facts["tlds"] == ".政务 .政务.cn"

    @pytest.mark.parametrize(
        ("claims", "wrong"),
        [
            (Claims(frozenset(), frozenset(), frozenset({"卓尼县教育局"})), NameFinding.RESERVED),
            (
                Claims(
                    frozenset({DomainName("卓尼县教育局", Tld.ZHENGWU).name_a}),
                    frozenset(),
                    frozenset(),
                ),
                NameFinding.TAKEN,
            ),
            (
                Claims(frozenset(), frozenset({("卓尼县教育局", TldFamily.ZHENGWU)}), frozenset()),
                NameFinding.VARIANT_TAKEN,
            ),
        ],
    )
    def test_check_name_tells_what_is_claimed(self, claims: Claims, wrong: NameFinding) -> None:
        assert failed(judged(claims=claims)) == [wrong]

    def test_check_name_advises_a_prefix_where_a_division_has_namesakes(self) -> None:
        check = judged(namesakes=Namesakes("鼓楼区", 4, "南京市鼓楼区教育局"))
        assert check.passes
        (advice,) = (f for f in check.findings if f.grade is Grade.ADVICE)
        assert advice.facts["proposed"] == "南京市鼓楼区教育局"


class TestSuggestions:
    def test_suggestions_begin_with_the_full_name(self) -> None:
        found = suggestions(unit_of(), ["甘肃省"])
        assert (found[0].label, found[0].basis) == ("卓尼县教育局", NameBasis.FULL_NAME)

    def test_suggestions_shorten_what_is_too_long(self) -> None:
        found = suggestions(unit_of(LONG), ["甘肃省", "甘南藏族自治州"])
        labels = [each.label for each in found]
        assert LONG not in labels
        assert labels[0] == "甘肃省甘南藏族自治州卓尼县编办"
        assert "卓尼县机构编制委员会办公室" in labels
        assert "卓尼县编办" in labels

    def test_suggestions_are_all_registrable(self) -> None:
        for name in (LONG, "卓尼县（直属）学校", "教育-局-", "卓尼县人力资源和社会保障局"):
            for each in suggestions(unit_of(name), []):
                assert check_label(each.label).passes

    def test_suggestions_put_the_usual_parts_short(self) -> None:
        assert abbreviated("卓尼县人力资源和社会保障局") == "卓尼县人社局"
        assert abbreviated("甘肃省高级人民法院") == "甘肃省高院"


class TestFindNamesakes:
    @staticmethod
    def divisions(world: World) -> list[Division]:
        with world.writing() as session:
            rows = [
                Division(code=code, name=name, level=level, parent_code=parent)
                for code, name, level, parent in (
                    ("320000", "江苏省", DivisionLevel.PROVINCE, None),
                    ("350000", "福建省", DivisionLevel.PROVINCE, None),
                    ("320100", "南京市", DivisionLevel.CITY, "320000"),
                    ("350100", "福州市", DivisionLevel.CITY, "350000"),
                    ("320106", "鼓楼区", DivisionLevel.COUNTY, "320100"),
                    ("350102", "鼓楼区", DivisionLevel.COUNTY, "350100"),
                )
            ]
            for row in rows:
                session.add(row)
                session.flush()
            return rows

    def test_find_namesakes_proposes_the_upper_division_of_the_units_own(
        self, world: World
    ) -> None:
        js, _fj, nj, _fz, gl, _other = self.divisions(world)
        with world.session() as session:
            found = find_namesakes(session, "鼓楼区教育局", [js, nj, gl])
        assert found == Namesakes("鼓楼区", 2, "南京市鼓楼区教育局")

    def test_find_namesakes_finds_none_behind_a_prefix_or_of_a_single_division(
        self, world: World
    ) -> None:
        self.divisions(world)
        with world.session() as session:
            assert find_namesakes(session, "南京市鼓楼区教育局", []) is None
            assert find_namesakes(session, "南京市教育局", []) is None
            assert find_namesakes(session, "教育局", []) is None
