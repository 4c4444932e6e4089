"""Generates valid units for a place, and names they would file; pure, given a `random.Random`.

Nobody here is real: telephones start with a digit that no subscriber's number has, mail goes to a
reserved top-level domain, and names of people are drawn from two columns.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

import idna

from models.values.uscc import check_character, org_check_character
from seed.reference.divisions import read_table
from seed.reference.place_names import Place
from seed.reference.unit_titles import Title, titles_of

LABEL_MAX_HAN = 20
LABEL_MAX_OCTETS = 63
#: Every place has these first templates of the table; the others are drawn.
CORE = 8
ROADS = ("人民路", "解放路", "文化路", "中山路", "滨河路", "建设路", "迎宾大道", "团结街")


@dataclass(frozen=True, slots=True)
class Label:
    """A name a unit may file: label.tld, and why the name is its own (full, short or site)."""

    label: str
    tld: str
    name_basis: str


@dataclass(frozen=True, slots=True)
class Registrant:
    """A unit, as its office would enter it."""

    name: str
    short_name: str
    #: Name of its website; empty when it has none of its own.
    site_name: str
    #: organ 党政机关 or a group under the 编办, institution 事业单位, social 社会组织.
    unit_type: str
    #: Whether an institution exercises administrative functions, and so may hold .政务.
    administrative_function: bool
    uscc: str
    division_code: str
    legal_rep: str
    contact_name: str
    contact_phone: str
    contact_email: str
    address: str
    invoice_title: str


def registrants_for(place: Place, rng: Random, count: int) -> tuple[Registrant, ...]:
    """Makes `count` different units of a place, its leading organs first.

    Call it once a place: only within one call are the credit codes sure to differ.
    Raises ValueError when the place has fewer units than asked.
    """
    titles = titles_of(place, rng)
    if not 0 <= count <= len(titles):
        message = f"{place.full} has {len(titles)} units, not {count}"
        raise ValueError(message)
    drawn = sorted(rng.sample(range(CORE, len(titles)), max(0, count - CORE)))
    chosen = [titles[index] for index in [*range(min(CORE, count)), *drawn]]
    codes = rng.sample(range(1_000_000), count)
    return tuple(
        _registrant(place, title, f"MB{code:06d}", rng)
        for title, code in zip(chosen, codes, strict=True)
    )


def labels_for(unit: Registrant) -> tuple[Label, ...]:
    """Gives the names a unit may file, best first: its full name, its short one, its website's.

    Each fits both limits (20 Han characters, 63 octets as an A-label); none repeats.
    """
    tld = "政务" if unit.unit_type == "organ" or unit.administrative_function else "公益"
    basis_of = {unit.site_name: "site", unit.short_name: "short", unit.name: "full"}
    return tuple(
        Label(label, tld, basis) for label, basis in reversed(basis_of.items()) if fits(label)
    )


def fits(label: str) -> bool:
    """Tells whether a text is a label that IDNA takes, within both limits."""
    if not 0 < len(label) <= LABEL_MAX_HAN:
        return False
    try:
        return len(idna.alabel(label)) <= LABEL_MAX_OCTETS
    except idna.IDNAError:
        return False


def credit_code(prefix: str, division_code: str, org8: str) -> str:
    """Completes a credit code: department and class, division, 8 of the organisation code."""
    first17 = f"{prefix}{division_code}{org8}{org_check_character(org8)}"
    return first17 + check_character(first17)


def _registrant(place: Place, title: Title, org8: str, rng: Random) -> Registrant:
    return Registrant(
        name=title.name,
        short_name=title.short_name,
        site_name=title.site_name,
        unit_type=title.template["unit_type"],
        administrative_function=title.template["administrative"] == "1",
        uscc=credit_code(title.template["uscc_prefix"], place.code, org8),
        division_code=place.code,
        legal_rep=person(rng),
        contact_name=person(rng),
        contact_phone=f"{area_code(place.code)}-9{rng.randrange(1_000_000):06d}",
        contact_email=f"{title.template['key']}.{place.code}.{org8.lower()}@unit.example",
        address=f"{place.address}{rng.choice(ROADS)}{rng.randint(1, 399)}号",
        invoice_title=title.name,
    )


def person(rng: Random) -> str:
    names = _person_names()
    return rng.choice(names)["surname"] + rng.choice(names)["given"]


def area_code(division_code: str) -> str:
    """Looks up the city's area code; where we have none, that of the province's capital."""
    codes = _area_codes()
    return codes.get(f"{division_code[:4]}00") or codes[f"{division_code[:2]}0000"]


@cache
def _person_names() -> tuple[dict[str, str], ...]:
    return tuple(read_table("person_names"))


@cache
def _area_codes() -> dict[str, str]:
    return {row["division_code"]: row["area_code"] for row in read_table("area_codes")}
