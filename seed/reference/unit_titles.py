"""What units a place has and what each is called: unit_templates.csv filled for one place.

A template's cell is the unit's proper word at that kind of place; an empty cell means none there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from seed.reference.divisions import read_table
from seed.reference.place_names import Place

#: Towns or streets imagined for each county and district.
PARTS = 12


@dataclass(frozen=True, slots=True)
class Title:
    """What a unit is called, and the template it comes from."""

    name: str
    short_name: str
    #: Name of its website; empty when it has none of its own.
    site_name: str
    template: Mapping[str, str]


def titles_of(place: Place, rng: Random) -> list[Title]:
    """Fills every template the kind of place has: the place's own units, then its towns'."""
    rows = [row for row in _templates() if row[place.kind]]
    own = [row for row in rows if "{township}" not in row["pattern"]]
    town = [row for row in rows if "{township}" in row["pattern"]]
    return [_title(place, row, {}) for row in own] + [
        _title(place, row, part) for part in _parts(place, rng) for row in town
    ]


def abbreviated(name: str) -> str:
    """Shortens the words that everyone shortens: 卫生健康委员会 becomes 卫健委."""
    for row in _abbreviations():
        name = name.replace(row["long"], row["short"])
    return name


def _title(place: Place, row: Mapping[str, str], part: Mapping[str, str]) -> Title:
    slots = {"what": row[place.kind], "government": place.government, **part}
    short_pattern = row["short_pattern"] or row["pattern"].replace("{full}", "{short}")
    short_name = short_pattern.format(short=place.short, party=place.party, **slots)
    return Title(
        name=row["pattern"].format(full=place.full, **slots),
        short_name=abbreviated(short_name),
        site_name=f"{place.short}{row['site']}" if row["site"] else "",
        template=row,
    )


def _parts(place: Place, rng: Random) -> list[dict[str, str]]:
    """Draws plausible towns, or streets of a district; 城关 is always the first."""
    first, *others = read_table("township_names")
    towns = [first, *rng.sample(others, PARTS - 1)]
    rank = "街道" if place.kind == "district" else "镇"
    return [{**town, "township": town["township"] + rank} for town in towns]


@cache
def _templates() -> tuple[dict[str, str], ...]:
    return tuple(read_table("unit_templates"))


@cache
def _abbreviations() -> tuple[dict[str, str], ...]:
    return tuple(read_table("abbreviations"))
