"""Imagined units are lawful: credit codes add up, names fit, nothing repeats, chance is seeded."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import idna
import pytest
from stdnum.cn import uscc as stdnum_uscc

from models.values.uscc import Tld, Uscc, tlds_allowed
from seed.reference.divisions import offices, read_table
from seed.reference.place_names import Place, places, short_form
from seed.reference.unit_generator import (
    CORE,
    Registrant,
    credit_code,
    fits,
    labels_for,
    registrants_for,
)
from seed.reference.unit_titles import abbreviated, titles_of

PLACES = places()
SEATED = [PLACES[office.code] for office in offices() if office.parent_code]
COUNTS = {"province": 60, "city": 40, "county": 25, "district": 25}


def units_of(place: Place, count: int | None = None) -> tuple[Registrant, ...]:
    rng = Random(place.code)
    return registrants_for(place, rng, COUNTS[place.kind] if count is None else count)


def gansu() -> Iterator[Registrant]:
    for place in SEATED:
        if place.code.startswith("62"):
            yield from units_of(place)


GANSU = tuple(gansu())


class TestShortForm:
    @pytest.mark.parametrize(
        ("name", "short"),
        [
            ("甘南藏族自治州", "甘南州"),
            ("积石山保安族东乡族撒拉族自治县", "积石山县"),
            ("东乡族自治县", "东乡县"),
            ("长白朝鲜族自治县", "长白县"),
            ("融水苗族自治县", "融水县"),
            ("隆林各族自治县", "隆林县"),
            ("克孜勒苏柯尔克孜自治州", "克孜勒苏州"),
            ("鄂伦春自治旗", "鄂伦春旗"),
            ("梅里斯达斡尔族区", "梅里斯区"),
            ("西藏自治区", "西藏"),
            ("新疆维吾尔自治区", "新疆"),
            ("内蒙古自治区", "内蒙古"),
            ("卓尼县", "卓尼县"),
        ],
    )
    def test_it_is_what_people_say(self, name: str, short: str) -> None:
        assert short_form(name) == short


class TestPlaces:
    def test_full_and_short_forms_are_unique_in_the_country(self) -> None:
        forms = Counter(form for place in PLACES.values() for form in {place.full, place.short})
        assert [form for form, times in forms.items() if times > 1] == []

    def test_a_district_carries_its_city(self) -> None:
        assert PLACES["620102"].full == "兰州市城关区"
        assert PLACES["620102"].address == "甘肃省兰州市城关区"

    @pytest.mark.parametrize(
        ("code", "party", "government"),
        [
            ("620000", "甘肃省委", "人民政府"),
            ("150000", "内蒙古自治区党委", "人民政府"),
            ("542500", "阿里地委", "行政公署"),
            ("152500", "锡林郭勒盟委", "行政公署"),
            ("623000", "甘南州委", "人民政府"),
        ],
    )
    def test_places_seats_of_power_are_named_by_rank(
        self, code: str, party: str, government: str
    ) -> None:
        assert (PLACES[code].party, PLACES[code].government) == (party, government)

    def test_retired_divisions_are_no_places(self) -> None:
        assert "540422" not in PLACES


class TestTitles:
    def test_there_are_at_least_sixty_templates(self) -> None:
        assert len(read_table("unit_templates")) >= 60

    def test_words_are_shortened_as_people_do(self) -> None:
        assert abbreviated("卓尼县卫生健康局") == "卓尼县卫健局"
        assert abbreviated("兰州市中级人民法院") == "兰州市中院"

    def test_a_county_has_towns_and_a_district_has_streets(self) -> None:
        county = "".join(title.name for title in titles_of(PLACES["623022"], Random(1)))
        district = "".join(title.name for title in titles_of(PLACES["620102"], Random(1)))
        assert "城关镇人民政府" in county
        assert "街道" not in county
        assert "城关街道办事处" in district
        assert "镇人民政府" not in district


class TestRegistrantsFor:
    def test_the_same_seed_gives_the_same_units(self) -> None:
        place = PLACES["623022"]
        assert units_of(place) == units_of(place)

    def test_another_seed_gives_others(self) -> None:
        place = PLACES["623022"]
        assert registrants_for(place, Random(1), 25) != registrants_for(place, Random(2), 25)

    def test_leading_organs_are_always_there(self) -> None:
        names = [unit.name for unit in units_of(PLACES["623022"], CORE)]
        assert names[0] == "卓尼县人民政府办公室"
        assert "卓尼县人民法院" in names
        assert [unit.name for unit in units_of(PLACES["623022"])[:CORE]] == names

    @pytest.mark.parametrize("count", [0, 3, CORE, CORE + 1])
    def test_it_gives_as_many_as_asked(self, count: int) -> None:
        assert len(units_of(PLACES["623022"], count)) == count

    @pytest.mark.parametrize("count", [-1, 1000])
    def test_it_refuses_more_than_there_are(self, count: int) -> None:
        with pytest.raises(ValueError, match="卓尼县 has"):
            units_of(PLACES["623022"], count)

    def test_every_place_in_the_country_has_enough(self) -> None:
        wanted = COUNTS | {"municipality": 60}
        assert all(len(titles_of(place, Random(0))) >= wanted[place.kind] for place in SEATED)

    def test_nothing_that_must_be_unique_repeats_in_gansu(self) -> None:
        assert len({unit.name for unit in GANSU}) == len(GANSU)
        assert len({unit.uscc for unit in GANSU}) == len(GANSU)
        assert len({unit.contact_email for unit in GANSU}) == len(GANSU)

    def test_all_three_types_of_unit_occur(self) -> None:
        assert {unit.unit_type for unit in GANSU} == {"organ", "institution", "social"}

    def test_the_credit_codes_class_tells_the_type(self) -> None:
        first = {"organ": {"11", "13"}, "institution": {"12"}, "social": {"51", "52", "53", "54"}}
        assert all(unit.uscc[:2] in first[unit.unit_type] for unit in GANSU)

    def test_only_institutions_exercise_administrative_functions(self) -> None:
        holders = {unit.unit_type for unit in GANSU if unit.administrative_function}
        assert holders == {"institution"}

    def test_telephones_reach_the_right_place(self) -> None:
        assert units_of(PLACES["623022"])[0].contact_phone.startswith("0941-")
        assert units_of(PLACES["510107"])[0].contact_phone.startswith("028-")

    def test_nobody_real_is_reached(self) -> None:
        assert all(unit.contact_phone.split("-")[1].startswith("9") for unit in GANSU)
        assert all(unit.contact_email.endswith(".example") for unit in GANSU)


class TestCreditCode:
    def test_each_passes_both_checks_and_stands_in_its_division(self) -> None:
        for unit in GANSU:
            assert stdnum_uscc.validate(unit.uscc) == unit.uscc
            code = Uscc.parse(unit.uscc)
            assert code.is_org_code_sound
            assert code.is_class_known
            assert code.division_code == unit.division_code

    def test_a_known_code_is_rebuilt(self) -> None:
        assert credit_code("12", "100000", "40135932") == "12100000401359321Q"


class TestLabelsFor:
    def test_full_comes_before_short_before_site(self) -> None:
        government = units_of(PLACES["623000"])[0]
        assert [(label.label, label.name_basis) for label in labels_for(government)] == [
            ("甘南藏族自治州人民政府办公室", "full"),
            ("甘南州政府办", "short"),
            ("甘南州政府门户网", "site"),
        ]

    def test_every_unit_in_gansu_may_file_at_least_one(self) -> None:
        assert all(labels_for(unit) for unit in GANSU)

    def test_each_passes_idna_and_both_limits(self) -> None:
        for unit in GANSU:
            for label in labels_for(unit):
                assert len(label.label) <= 20
                assert len(idna.alabel(label.label)) <= 63

    def test_each_is_open_to_the_units_credit_code(self) -> None:
        for unit in GANSU:
            allowed = tlds_allowed(
                Uscc.parse(unit.uscc), administrative_function=unit.administrative_function
            )
            assert all(Tld(label.tld) in allowed for label in labels_for(unit))

    @pytest.mark.slow
    def test_none_repeats_in_the_country(self) -> None:
        labels = Counter(
            label.label
            for place in SEATED
            for unit in units_of(place, CORE + 4)
            for label in labels_for(unit)
        )
        assert [label for label, times in labels.items() if times > 1] == []


class TestFits:
    @pytest.mark.parametrize(
        ("label", "verdict"),
        [
            ("卓尼县教育局", True),
            ("新疆维吾尔自治区伊犁哈萨克自治州教育局", True),
            ("内蒙古自治区锡林郭勒盟机构编制委员会办公室", False),
            ("县" * 21, False),
            ("", False),
            ("卓尼县。教育局", False),
        ],
    )
    def test_it_measures_both_limits(self, label: str, verdict: bool) -> None:
        assert fits(label) is verdict
