"""The only place for the top-level names of this registry and the families they form.

.政务 and .政务.cn are sold as one related family (nic.政务 draft); so are the two .公益 forms.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class TldFamily(StrEnum):
    """Names that differ only inside one family belong to the same registrant."""

    ZHENGWU = "政务"
    GONGYI = "公益"


class Tld(StrEnum):
    """What follows the registered label; the value is the written form without its first dot."""

    ZHENGWU = "政务"
    GONGYI = "公益"
    ZHENGWU_CN = "政务.cn"
    GONGYI_CN = "公益.cn"

    @property
    def family(self) -> TldFamily:
        """Returns the family: the first part of the name."""
        return TldFamily(self.value.partition(".")[0])

    @property
    def a_form(self) -> str:
        """Returns the ASCII form that a name server answers to, such as ``xn--zfr164b.cn``."""
        head, dot, rest = self.value.partition(".")
        return f"{_A_FORMS[TldFamily(head)]}{dot}{rest}"


#: IANA root zone: the A-labels of the two families.
_A_FORMS: Final = {TldFamily.ZHENGWU: "xn--zfr164b", TldFamily.GONGYI: "xn--55qw42g"}
#: The traditional 政務 belongs to the 政务 family (nic.政务 draft), in both of its forms.
_TRADITIONAL: Final = {TldFamily.ZHENGWU: ("政務", "xn--lhrz14b"), TldFamily.GONGYI: ()}

#: Every written form of a top-level name, without its first dot, in lower case.
TLD_BY_FORM: Final[Mapping[str, Tld]] = MappingProxyType(
    {
        form + tld.value.removeprefix(tld.family): tld
        for tld in Tld
        for form in (tld.family.value, _A_FORMS[tld.family], *_TRADITIONAL[tld.family])
    }
)


def tlds_of(*families: TldFamily) -> frozenset[Tld]:
    """Returns every top-level name of the given families."""
    return frozenset(tld for tld in Tld if tld.family in families)
