"""The only place that reads a 统一社会信用代码 (GB 32100-2015) and the org code inside it.

Also knows which top-level names the registered class of an organisation opens to it. The letters
A, N and Y are legal first characters, which common validators refuse; here they are accepted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from models.values.lost_digits import has_lost_digits
from models.values.tld import Tld, TldFamily, tlds_of
from models.values.typed_text import folded, unguarded, with_plain_dashes, without_blanks

LENGTH: Final = 18

#: GB 32100: digits and capitals without I, O, S, V, Z, in order of value.
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: GB 32100: weight of each of the first 17 characters, 3**i mod 31.
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

#: GB 11714: digits and all capitals, in order of value.
_ORG_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: GB 11714: weight of each of the first 8 characters.
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
#: GB 11714: remainder 10 is written X, remainder 11 is written 0.
_ORG_CHECK: Final = "0123456789X0"

#: GB 32100 with its amendment: registering department → classes it registers.
CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "1239",  # 机构编制: 机关, 事业单位, 群众团体, 其他
        "2": "19",  # 外交
        "3": "123459",  # 司法行政
        "4": "19",  # 文化
        "5": "12349",  # 民政: 社会团体, 民办非企业单位, 基金会, 基层群众性自治组织, 其他
        "6": "129",  # 旅游
        "7": "129",  # 宗教
        "8": "19",  # 工会
        "9": "123",  # 工商: 企业, 个体工商户, 农民专业合作社
        "A": "19",  # 军队编制
        "N": "1239",  # 农业: 集体经济组织
        "Y": "1",  # 其他
    }
)

_DIVISION = re.compile(r"[0-9]{6}")
#: Capitals that GB 32100 leaves out because they look like digits or like each other.
_UNUSED_LETTERS: Final = "IOSVZ"
#: Text that is meant as a code has mostly digits, and about its length.
_FEWEST_DIGITS: Final = 12
_MOST_MISCOUNTED: Final = 3
#: A spreadsheet replaces digits after the fifteenth with zeros.
_END_OF_A_FIGURE: Final = re.compile(r"[1-9][0-9]{0,2}000$")
#: Longer text is refused before it is normalised, so hostile input costs nothing.
_LONGEST_TYPED: Final = 64


class UsccFault(StrEnum):
    """Why a text is not a 统一社会信用代码; checked in this order, the first is reported."""

    LOST_DIGITS = "lost_digits"
    LENGTH = "length"
    CHARACTER = "character"
    ALPHABET = "alphabet"
    DEPARTMENT = "department"
    DIVISION = "division"
    CHECK_CHARACTER = "check_character"


class UsccError(ValueError):
    """Raised for a text that is not a USCC: the fault, and its position from 1."""

    def __init__(self, fault: UsccFault, position: int = 0, found: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        #: 1…18, the character at fault; 0 when the fault is not in one character.
        self.position = position
        #: The character at fault, or the measured length as digits.
        self.found = found


def check_character(first17: str) -> str:
    """Returns the 18th character for the first 17 (GB 32100, ISO 7064 style, modulus 31)."""
    total = sum(
        weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, first17, strict=True)
    )
    return ALPHABET[-total % 31]


def org_check_character(first8: str) -> str:
    """Returns the 9th character of an organisation code for its first 8 (GB 11714)."""
    total = sum(
        weight * _ORG_ALPHABET.index(char)
        for weight, char in zip(_ORG_WEIGHTS, first8, strict=True)
    )
    return _ORG_CHECK[11 - total % 11]


@dataclass(frozen=True, slots=True)
class Uscc:
    """A valid 统一社会信用代码; ``str()`` gives the 18 characters."""

    code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads typed text; width, case, blanks, hyphens and what is not seen are forgiven.

        Raises UsccError with the first fault found.
        """
        code = tidy_uscc(text)
        error = _first_fault(code, text)
        if error is not None:
            raise error
        return cls(code)

    def __str__(self) -> str:
        return self.code

    @property
    def department(self) -> str:
        """Returns the registering department, such as ``1`` for 机构编制."""
        return self.code[0]

    @property
    def class_code(self) -> str:
        """Returns department and class together, such as ``12`` for 事业单位."""
        return self.code[:2]

    @property
    def division_code(self) -> str:
        """Returns the GB/T 2260 code of the registering authority; it may be a retired one."""
        return self.code[2:8]

    @property
    def org_code(self) -> str:
        """Returns the 9 characters of the organisation code without a hyphen (GB 11714)."""
        return self.code[8:17]

    @property
    def is_class_known(self) -> bool:
        """Tells whether the standard lists this class; an unlisted one is a warning only."""
        return self.code[1] in CLASSES[self.department]

    @property
    def is_org_code_sound(self) -> bool:
        """Tells whether the check digit of GB 11714 is right; a wrong one is only a warning."""
        return org_check_character(self.code[8:16]) == self.code[16]


def tlds_allowed(uscc: Uscc, *, administrative_function: bool) -> frozenset[Tld]:
    """Returns the top-level names the organisation may apply for; empty means none."""
    rule = eligibility(uscc)
    families = rule.with_function if administrative_function else rule.families
    return tlds_of(*families)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Families open to a class, without and with an administrative function, and the source."""

    families: frozenset[TldFamily]
    with_function: frozenset[TldFamily]
    source: str


def eligibility(uscc: Uscc) -> Eligibility:
    """Returns the rule for the class of this code: its own row, else its department's."""
    return ELIGIBILITY.get(uscc.class_code) or ELIGIBILITY.get(uscc.department) or _UNDECIDED


_NONE: Final[frozenset[TldFamily]] = frozenset()
_ZHENGWU: Final = frozenset({TldFamily.ZHENGWU})
_GONGYI: Final = frozenset({TldFamily.GONGYI})
_BOTH: Final = _ZHENGWU | _GONGYI

_GOVERNMENT: Final = "CONAC FAQ: .政务 is for Party and state organs"
_GROUP: Final = "CONAC FAQ: .政务 covers the groups whose staffing 编办 manages"
_INSTITUTION: Final = "CONAC FAQ: .公益; .政务 when it exercises administrative functions"
_NON_PROFIT: Final = "CONAC FAQ: .公益 is for social organisations and other non-profits"
_ENTERPRISE: Final = "CONAC FAQ: enterprises are never eligible"

#: Class (two characters) or department (one) → rule. A class wins over its department.
ELIGIBILITY: Final[Mapping[str, Eligibility]] = MappingProxyType(
    {
        "11": Eligibility(_ZHENGWU, _ZHENGWU, _GOVERNMENT),
        "12": Eligibility(_GONGYI, _BOTH, _INSTITUTION),
        "13": Eligibility(_ZHENGWU, _ZHENGWU, _GROUP),
        "19": Eligibility(_GONGYI, _BOTH, _INSTITUTION),
        "5": Eligibility(_GONGYI, _GONGYI, _NON_PROFIT),
        "71": Eligibility(_GONGYI, _GONGYI, "民法典 92: 宗教活动场所 are endowed non-profits"),
        "8": Eligibility(_GONGYI, _GONGYI, "工会法: trade unions are 社会团体法人"),
        "9": Eligibility(_NONE, _NONE, _ENTERPRISE),
        "A1": Eligibility(_GONGYI, _GONGYI, _INSTITUTION),
        "N": Eligibility(_NONE, _NONE, "农村集体经济组织法: collectives share profit"),
    }
)
_UNDECIDED: Final = Eligibility(_NONE, _NONE, "no source names this class")


def uscc_fault(text: str) -> UsccFault | None:
    """The first thing wrong with a typed code; None for a sound one."""
    error = _first_fault(tidy_uscc(text), text)
    return None if error is None else error.fault


def faulty_code(text: str) -> UsccFault | None:
    """What is wrong with a text that is meant as a code; None for valid codes and other text."""
    code = tidy_uscc(text)
    digits = sum(char.isdecimal() for char in code)
    is_meant = abs(len(code) - LENGTH) <= _MOST_MISCOUNTED and digits >= _FEWEST_DIGITS
    return uscc_fault(text) if is_meant and code.isascii() else None


def tidy_uscc(text: str) -> str:
    """The code in canonical form: capitals, no spaces, hyphens or invisible characters; accepts any
    text.
    """
    if len(text) > _LONGEST_TYPED:
        return text
    plain = with_plain_dashes(folded(folded(unguarded(text)).upper()))
    return without_blanks(plain).replace("-", "")


def _first_fault(code: str, typed: str) -> UsccError | None:
    if has_lost_digits(typed):
        return UsccError(UsccFault.LOST_DIGITS)
    if len(code) != LENGTH:
        return UsccError(UsccFault.LENGTH, found=str(len(code)))
    for position, char in enumerate(code, start=1):
        if char not in ALPHABET:
            fault = UsccFault.ALPHABET if char in _UNUSED_LETTERS else UsccFault.CHARACTER
            return UsccError(fault, position, char)
    return _misfit(code)


def _misfit(code: str) -> UsccError | None:
    """What is wrong with 18 characters of the alphabet."""
    is_sound = check_character(code[:17]) == code[17]
    if code.isdigit() and _END_OF_A_FIGURE.search(code) and not is_sound:
        return UsccError(UsccFault.LOST_DIGITS)
    if code[0] not in CLASSES:
        return UsccError(UsccFault.DEPARTMENT, 1, code[0])
    if not _DIVISION.fullmatch(code[2:8]):
        return UsccError(UsccFault.DIVISION, 3, code[2:8])
    if not is_sound:
        return UsccError(UsccFault.CHECK_CHARACTER, LENGTH, code[17])
    return None
