"""A bank's number is the same however it was typed."""

import pytest

from models.values.bank_reference import bank_ref_of


class TestBankRefOf:
    @pytest.mark.parametrize(
        "typed", ["ICBC0612", " icbc 0612 ", "ＩＣＢＣ　０６１２", "IC BC06\t12"]
    )
    def test_one_number_has_one_form(self, typed: str) -> None:
        assert bank_ref_of(typed) == "ICBC0612"

    def test_nothing_typed_is_empty(self) -> None:
        assert bank_ref_of(" 　") == ""

    def test_bank_ref_of_fits_its_column(self) -> None:
        assert len(bank_ref_of("9" * 100)) == 60
