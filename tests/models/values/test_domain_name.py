"""A label and a top-level name, together and apart."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.domain_name import DomainName, DomainNameError
from models.values.label import LabelFaultKind
from models.values.tld import TLD_BY_FORM, Tld, TldFamily
from tests.support.texts.hostile_text import texts

EDUCATION = DomainName.of("永昌县教育局", Tld.ZHENGWU)


def fault_kinds(text: str) -> list[LabelFaultKind]:
    with pytest.raises(DomainNameError) as caught:
        DomainName.parse(text)
    return [fault.kind for fault in caught.value.faults]


class TestOf:
    def test_domain_name_of_keeps_the_label_as_registered(self) -> None:
        name = DomainName.of(" ＡＢ教育局 ", Tld.GONGYI_CN)
        assert (name.label_u, str(name)) == ("ab教育局", "ab教育局.公益.cn")

    def test_domain_name_of_refuses_with_every_fault(self) -> None:
        with pytest.raises(DomainNameError, match="no_han, leading_hyphen"):
            DomainName.of("-a", Tld.ZHENGWU)


class TestNames:
    @pytest.mark.parametrize(
        ("tld", "name_a"),
        [
            (Tld.ZHENGWU, "xn--1qqw23a.xn--zfr164b"),
            (Tld.GONGYI, "xn--1qqw23a.xn--55qw42g"),
            (Tld.ZHENGWU_CN, "xn--1qqw23a.xn--zfr164b.cn"),
            (Tld.GONGYI_CN, "xn--1qqw23a.xn--55qw42g.cn"),
        ],
    )
    def test_the_a_form_is_ascii_in_every_part(self, tld: Tld, name_a: str) -> None:
        assert DomainName.of("佛山", tld).name_a == name_a

    def test_the_cn_form_belongs_to_the_family(self) -> None:
        assert DomainName.of("教育局", Tld.ZHENGWU_CN).family is TldFamily.ZHENGWU

    def test_names_variants_share_their_key_but_not_their_name(self) -> None:
        one, other = DomainName.of("國務院", Tld.ZHENGWU), DomainName.of("国务院", Tld.ZHENGWU)
        assert one.variant_key == other.variant_key
        assert one.name_a != other.name_a


class TestParse:
    @pytest.mark.parametrize(
        "text",
        [
            "永昌县教育局.政务",
            " 永昌县教育局。政务 ",
            "永昌县教育局．政務",
            EDUCATION.name_a,
            EDUCATION.name_a.upper(),
            "永昌县教育局.xn--lhrz14b",
        ],
    )
    def test_domain_name_parse_reads_every_form_of_one_name(self, text: str) -> None:
        assert DomainName.parse(text) == EDUCATION

    @pytest.mark.parametrize(
        "text",
        ["", "永昌县教育局", "教育局.cn", "教育局.com", "教育局.政务.com", "www.教育局.政务", ".."],
    )
    def test_domain_name_parse_refuses_other_top_level_names(self, text: str) -> None:
        assert fault_kinds(text) == [LabelFaultKind.UNKNOWN_TLD]

    def test_domain_name_parse_names_the_faults_of_the_label(self) -> None:
        assert fault_kinds(".政务") == [LabelFaultKind.EMPTY]
        assert fault_kinds("xn--99999999.政务") == [
            LabelFaultKind.NO_HAN,
            LabelFaultKind.CONSECUTIVE_HYPHENS,
        ]

    @given(texts, st.sampled_from(sorted(TLD_BY_FORM)))
    def test_either_reads_a_name_that_reads_back_or_names_faults(
        self, text: str, form: str
    ) -> None:
        with suppress(DomainNameError):
            name = DomainName.parse(f"{text}.{form}")
            assert DomainName.parse(name.name_u) == DomainName.parse(name.name_a) == name
