"""Division codes (GB/T 2260): what level a code is of, and under which office it may stand."""

from __future__ import annotations

import re

from models.offices.office import REGISTRY_CODE, Office, OfficeLevel

#: Two digits each for province, city and county; a code of zeros alone is the registry's.
_CODE = re.compile(r"(?!00)[0-9]{6}")


def is_division_code(code: str) -> bool:
    """Whether a text has the form of a division's code."""
    return _CODE.fullmatch(code) is not None and not (code[2:4] == "00" and code[4:] != "00")


def level_of(code: str) -> OfficeLevel:
    """The level of the office of a division, by the zeros its code ends with."""
    if code.endswith("0000"):
        return OfficeLevel.PROVINCE
    return OfficeLevel.CITY if code.endswith("00") else OfficeLevel.COUNTY


def may_stand_under(code: str, above: Office) -> bool:
    """Whether the office of a division may stand under another one.

    A county stands under its city, or where a province has counties of its own (北京, 济源), under
    the province.
    """
    level = level_of(code)
    if level is OfficeLevel.PROVINCE:
        return above.code == REGISTRY_CODE
    is_province = above.code == f"{code[:2]}0000"
    return is_province or (level is OfficeLevel.COUNTY and above.code == f"{code[:4]}00")
