"""Which labels are the same to a registrant."""

import pytest
from hypothesis import given

from models.variant import is_reserved, reserved_keys, variant_key
from tests.hostile_text import texts


class TestVariantKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("國務院", "国务院"),
            ("髮展", "发展"),
            ("發展", "髮展"),
            ("乾坤", "干坤"),
            ("\uf900", "豈"),
            ("ＡＢ縣", "ab县"),
            ("薴", "苎"),
        ],
    )
    def test_is_shared_by_variants(self, one: str, other: str) -> None:
        assert variant_key(one) == variant_key(other)

    def test_keeps_different_names_apart(self) -> None:
        assert variant_key("永昌县教育局") != variant_key("永登县教育局")

    @given(texts)
    def test_of_a_key_is_the_key(self, text: str) -> None:
        assert variant_key(variant_key(text)) == variant_key(text)


class TestIsReserved:
    @pytest.mark.parametrize("label", ["甘肃省", "甘肅省", " 甘肃省 "])
    def test_holds_for_every_variant_of_a_listed_name(self, label: str) -> None:
        assert is_reserved(label, reserved_keys(["甘肃省", "永昌县"]))

    def test_leaves_longer_names_free(self) -> None:
        assert not is_reserved("甘肃省教育厅", reserved_keys(["甘肃省"]))

    def test_reserves_nothing_when_nothing_is_listed(self) -> None:
        assert not is_reserved("甘肃省", reserved_keys([]))
