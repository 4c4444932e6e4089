"""How units' names begin with their division: in full, short, and as a Party committee.

Both forms are unique in the country, so a name that starts with one needs no other prefix.
"""

from dataclasses import dataclass
from functools import cache

from models.offices.place_name import short_form
from seed.reference.divisions import MUNICIPALITIES, DivisionRow, country, divisions, is_district


@dataclass(frozen=True, slots=True)
class Place:
    """A division as units name it."""

    code: str
    #: Which column of the templates applies: province, municipality, city, county or district.
    kind: str
    #: 甘南藏族自治州, 兰州市城关区
    full: str
    #: 甘南州, 兰州市城关区
    short: str
    #: 甘肃省委, 甘南州委, 阿里地委, 内蒙古自治区党委
    party: str
    #: 人民政府, or 行政公署 where a prefecture or a league has no people's congress.
    government: str
    #: 甘肃省甘南藏族自治州卓尼县
    address: str


def places() -> dict[str, Place]:
    """Gives every division in force as a place, by code."""
    return _places(country())


@cache
def _places(_country: str) -> dict[str, Place]:
    by_code = {division.code: division for division in divisions()}
    return {
        code: _place(division, _with_ancestors(division, by_code))
        for code, division in by_code.items()
        if division.valid_to is None
    }


def _with_ancestors(division: DivisionRow, by_code: dict[str, DivisionRow]) -> list[DivisionRow]:
    """Gives the division and all above it, the province first."""
    line = [division]
    while line[0].parent_code:
        line.insert(0, by_code[line[0].parent_code])
    return line


def _place(division: DivisionRow, line: list[DivisionRow]) -> Place:
    in_district = len(line) > 1 and is_district(division, line[-2])
    prefix = line[-2].name if in_district else ""
    short = prefix + short_form(division.name)
    return Place(
        code=division.code,
        kind="district" if in_district else _kind(division),
        full=prefix + division.name,
        short=short,
        party=_party(division.name, short),
        government="行政公署" if _has_no_congress(division) else "人民政府",
        address="".join(above.name for above in line),
    )


def _kind(division: DivisionRow) -> str:
    return "municipality" if division.code in MUNICIPALITIES else division.level


def _has_no_congress(division: DivisionRow) -> bool:
    return division.level == "city" and division.name.endswith(("地区", "盟"))


def _party(name: str, short: str) -> str:
    if name.endswith("自治区"):
        return f"{name}党委"
    return f"{short.removesuffix('区')}委" if name.endswith("地区") else f"{short}委"
