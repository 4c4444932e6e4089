"""The only reader of seed/data: the country's divisions and the offices seated in them.

Rows come back frozen and in code order, so a parent always precedes its children.
"""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA_FOLDER = Path(__file__).parents[1] / "data"
#: The registry's office. GB/T 2260 has no such code, so it can never meet a division's.
ROOT_CODE = "000000"
#: Beijing, Tianjin, Shanghai, Chongqing: their districts hang from the province itself.
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_COUNTRY: ContextVar[str] = ContextVar("country", default="")


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A GB/T 2260 division; in force from `valid_from` (None: not known) until `valid_to`."""

    code: str
    name: str
    level: str
    parent_code: str | None
    valid_from: date | None
    #: The first day on which the code is no longer in force.
    valid_to: date | None
    successor_code: str | None


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office, its code being its division's, with the ancestor codes that scope reads."""

    code: str
    name: str
    level: str
    parent_code: str | None
    province_code: str
    city_code: str


def read_table(table: str) -> list[dict[str, str]]:
    """Reads seed/data/<table>.csv as one dictionary a row."""
    with (DATA_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def division_row(cells: Mapping[str, str]) -> DivisionRow:
    """Types one row's cells, an empty one meaning None; cells of other names are left."""
    return DivisionRow(
        code=cells["code"],
        name=cells["name"],
        level=cells["level"],
        parent_code=cells.get("parent_code") or None,
        valid_from=_day(cells.get("valid_from")),
        valid_to=_day(cells.get("valid_to")),
        successor_code=cells.get("successor_code") or None,
    )


@contextmanager
def practising() -> Iterator[None]:
    """Within it the country is the made-up one of practice, a province of seven offices.

    Its codes are those of the demo's cast, so that the demo can be played there.
    """
    before = _COUNTRY.set("practice_")
    try:
        yield
    finally:
        _COUNTRY.reset(before)


def country() -> str:
    """What the names of the present country's tables begin with."""
    return _COUNTRY.get()


def divisions() -> tuple[DivisionRow, ...]:
    """Gives every division, retired ones included, in code order."""
    return _divisions(country())


def offices() -> tuple[OfficeRow, ...]:
    """Gives the registry's office and one for each division in force, in code order."""
    return _offices(country())


@cache
def _divisions(which: str) -> tuple[DivisionRow, ...]:
    return tuple(division_row(cells) for cells in read_table(f"{which}divisions"))


@cache
def _offices(which: str) -> tuple[OfficeRow, ...]:
    return tuple(
        OfficeRow(
            code=cells["code"],
            name=cells["name"],
            level=cells["level"],
            parent_code=cells["parent_code"] or None,
            province_code=cells["province_code"],
            city_code=cells["city_code"],
        )
        for cells in read_table(f"{which}offices")
    )


def is_district(division: DivisionRow, parent: DivisionRow) -> bool:
    """Tells whether a division is a district of a city, which shares its name with others."""
    in_a_city = parent.level == "city" or parent.code in MUNICIPALITIES
    return division.level == "county" and division.name.endswith("区") and in_a_city


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
