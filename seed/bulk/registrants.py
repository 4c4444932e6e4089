"""The units of the bulk load and the names they hold, office by office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Final

from models.core.search_index import initials, search_text_of
from models.domains.domain import NameBasis
from models.values.tld import Tld
from models.values.variant import variant_key
from seed.bulk.row_types import UnitRow
from seed.reference.divisions import OfficeRow
from seed.reference.place_names import places
from seed.reference.unit_generator import (
    LABEL_MAX_HAN,
    LABEL_MAX_OCTETS,
    Registrant,
    registrants_for,
)

#: The fewest units any office can have: what its templates and towns give.
UNITS_AT_MOST: Final = 88
#: Sites of one unit beyond its own names, then these again with a number.
SITES: Final = (
    "信息公开",
    "政务服务",
    "便民服务",
    "办事大厅",
    "党建",
    "热线",
    "公示",
    "普法",
    "招考",
    "预约",
    "查询",
    "监督",
    "档案",
    "培训",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """An office with what its rows repeat."""

    row: OfficeRow
    id: int
    account_id: int

    @property
    def codes(self) -> tuple[str, str, str]:
        """Province, city and office: the last three columns of a scoped row."""
        return self.row.province_code, self.row.city_code, self.row.code


@dataclass(frozen=True, slots=True)
class Name:
    """A name in all the forms its row holds."""

    label: str
    tld: Tld
    name_a: str
    variant_key: str
    search_text: str
    basis: NameBasis


def units_of(seat: Seat, wanted: int, rng: Random) -> tuple[Registrant, ...]:
    """Makes the units of an office, at most `UNITS_AT_MOST`."""
    return registrants_for(places()[seat.row.code], rng, min(wanted, UNITS_AT_MOST))


def unit_row(key: int, unit: Registrant, seat: Seat, at: str) -> UnitRow:
    return UnitRow(
        key,
        unit.name,
        unit.short_name,
        "[]",
        unit.unit_type,
        int(unit.administrative_function),
        unit.uscc,
        unit.division_code,
        seat.id,
        unit.legal_rep,
        unit.contact_name,
        unit.contact_phone,
        unit.contact_email,
        unit.invoice_title,
        unit.uscc,
        unit.address,
        "active",
        1,
        at,
        at,
        *seat.codes,
        search_text_of((unit.name, unit.short_name, unit.uscc)),
    )


def names_of(unit: Registrant, wanted: int) -> Iterator[Name]:
    """Gives that many different names: the unit's own first, then those of its sites."""
    is_organ = unit.unit_type == "organ" or unit.administrative_function
    tld = Tld.ZHENGWU if is_organ else Tld.GONGYI
    own = {unit.short_name: NameBasis.SHORT_NAME, unit.name: NameBasis.FULL_NAME}
    forms = (
        *((label, "", basis) for label, basis in reversed(own.items())),
        *_sites(unit, wanted),
    )
    named = (_name(head, tail, tld, basis) for head, tail, basis in forms)
    return islice((name for name in named if name), wanted)


def _sites(unit: Registrant, wanted: int) -> Iterator[tuple[str, str, NameBasis]]:
    for number in range(1, wanted // len(SITES) + 3):
        suffix = "" if number == 1 else str(number)
        yield from ((unit.short_name, f"{site}{suffix}", NameBasis.SITE_NAME) for site in SITES)


def _name(head: str, tail: str, tld: Tld, basis: NameBasis) -> Name | None:
    """The name of a label in two parts, or None where it is too long.

    What a part gives is remembered: the parts come again and again.
    """
    label = head + tail
    encoded = f"xn--{label.encode('punycode').decode('ascii')}"
    if len(label) > LABEL_MAX_HAN or len(encoded) > LABEL_MAX_OCTETS:
        return None
    spoken = (label, " ".join(part for part in encoded.split("-") if part))
    return Name(
        label=label,
        tld=tld,
        name_a=f"{encoded}.{tld.a_form}",
        variant_key=_variant(head) + _variant(tail),
        search_text=" ".join((*spoken, initials(head) + initials(tail))),
        basis=basis,
    )


_variant = lru_cache(maxsize=4096)(variant_key)
