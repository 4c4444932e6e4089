"""A code says the level of its office and where it may stand."""

from __future__ import annotations

import pytest

from models.offices.division_code import is_division_code, level_of, may_stand_under
from models.offices.office import Office, OfficeLevel


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("623022", True),
        ("620000", True),
        ("623000", True),
        ("62302", False),
        ("6230221", False),
        ("000000", False),
        ("002301", False),
        ("620001", False),
        ("62302a", False),
        ("６２３０２２", False),
    ],
)
def test_a_division_code_has_six_digits_and_no_county_without_a_city(
    code: str, is_one: bool
) -> None:
    assert is_division_code(code) is is_one


def test_the_level_follows_from_the_zeros_at_the_end() -> None:
    assert level_of("620000") is OfficeLevel.PROVINCE
    assert level_of("623000") is OfficeLevel.CITY
    assert level_of("623022") is OfficeLevel.COUNTY


@pytest.mark.parametrize(
    ("code", "above", "may"),
    [
        ("623022", "623000", True),
        ("419001", "410000", True),
        ("623022", "620100", False),
        ("623022", "610000", False),
        ("623000", "620000", True),
        ("623000", "623000", False),
        ("623000", "000000", False),
        ("620000", "000000", True),
        ("620000", "610000", False),
    ],
)
def test_an_office_stands_under_its_city_or_its_province(code: str, above: str, may: bool) -> None:
    assert may_stand_under(code, Office(code=above)) is may
