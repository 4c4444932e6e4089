"""The plan of the demo: active offices, their units, and what each files in which wave.

Pure and from one random seed, so the same day gives the same data; days count back from today.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle
from random import Random
from typing import Final

from models.domains.domain import NameBasis
from models.values.tld import Tld
from seed.demo import logins
from seed.reference import divisions
from seed.reference.divisions import OfficeRow
from seed.reference.place_names import places
from seed.reference.unit_generator import CORE, Label, Registrant, labels_for, registrants_for

#: Offices that are active at any scale: those of the cast.
STARS: Final = (logins.GANSU, logins.GANNAN, logins.LINTAN, logins.ZHUONI, logins.SHAANXI)
UNITS: Final = {"province": 48, "city": 27, "county": 17}
ZHUONI_UNITS: Final = 42
STRANGER_UNITS: Final = 8
#: Active counties of the other province.
STRANGER_COUNTIES: Final = 18
#: How long ago, in days, the money of each regular wave was settled: any expiry meets one wave
#: between the opening of its renewal window and the end of redemption.
WAVES: Final = (800, 655, 510, 365, 220, 75)
#: Days by which the waves of neighbouring offices lie apart.
STAGGER: Final = (0, 6, 13)
#: Days until names of an office expire, negative ones past: there is work at every desk.
DUE_IN: Final = {
    logins.ZHUONI: (4, 11, 18, 27, 38, 47, 56, 67, 78, 86, -5, -14, -23, -36, -50, -68, -94, -101),
    logins.LINTAN: (9, 33, 61, -12, -44),
    logins.GANNAN: (7, 40, 75, -8, -70),
    logins.GANSU: (5, 16, 29, 55, 80, -3, -15, -40, -75, -99),
}


def cast_unit() -> str:
    """The unit whose own login is in the cast."""
    return f"{places()[logins.ZHUONI].full}教育局"


#: (label, top-level name, basis).
PlannedName = tuple[str, Tld, NameBasis]


class Fate(StrEnum):
    """How far a recent filing has come."""

    SUBMITTED = "submitted"
    OFFICE_APPROVED = "office_approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    PAYABLE = "payable"
    CHARGED = "charged"
    REMITTED = "remitted"
    #: Approved long ago and never paid for.
    LAPSED = "lapsed"


#: What becomes of recent filings, one after the other, over and over.
_FATES: Final = (
    *(Fate.SUBMITTED, Fate.CHARGED, Fate.PAYABLE, Fate.REMITTED),
    *(Fate.SUBMITTED, Fate.OFFICE_APPROVED, Fate.RETURNED, Fate.SUBMITTED),
    *(Fate.PAYABLE, Fate.REJECTED, Fate.CHARGED, Fate.SUBMITTED),
    *(Fate.REMITTED, Fate.WITHDRAWN, Fate.PAYABLE, Fate.OFFICE_APPROVED),
    *(Fate.SUBMITTED, Fate.LAPSED, Fate.REMITTED, Fate.PAYABLE),
    *(Fate.CHARGED, Fate.SUBMITTED),
)

#: What the cast's unit files: the label behind its place, top-level name, due in, fate.
_UNIT_A_FILES: Final = (
    ("教育局", Tld.ZHENGWU, 13, None),
    ("教育网", Tld.ZHENGWU, 24, None),
    ("教育局", Tld.ZHENGWU_CN, 41, None),
    ("招生考试网", Tld.ZHENGWU, 73, None),
    ("教师进修网", Tld.ZHENGWU, -9, None),
    ("教育资源网", Tld.ZHENGWU, None, Fate.PAYABLE),
    ("学生资助网", Tld.ZHENGWU, None, Fate.PAYABLE),
    ("智慧教育", Tld.ZHENGWU, None, Fate.SUBMITTED),
    ("教育督导网", Tld.ZHENGWU, None, Fate.RETURNED),
)


@dataclass(slots=True)
class FilingPlan:
    """Names a unit files together, and what becomes of them: one of wave, due day and fate."""

    unit: UnitPlan
    names: tuple[PlannedName, ...]
    years: int
    #: The index of the regular wave it is settled in.
    wave: int | None = None
    #: In how many days it expires; settled just as long after its years began.
    due_in: int | None = None
    #: How far it has come by now.
    fate: Fate | None = None
    #: The keys of its names, once they are filed.
    ids: list[int] = field(default_factory=list)


@dataclass(slots=True)
class UnitPlan:
    """A unit and all it files; `id` is its key, once it is entered."""

    registrant: Registrant
    office: OfficeRow
    #: Whether it renews what is due, or lets it go.
    renews: bool
    filings: list[FilingPlan] = field(default_factory=list)
    id: int = 0


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """An office that lives, its units, and its turn in each wave."""

    office: OfficeRow
    units: tuple[UnitPlan, ...]
    turn: int


def plan_world(chance: int, scale: float) -> list[OfficePlan]:
    """Every office that lives, in code order; a small scale keeps the cast and thins the rest."""
    chosen = _living(scale)
    plans = [
        OfficePlan(office, tuple(_units(office, Random(f"{chance}:{office.code}"), scale)), turn)
        for turn, office in enumerate(chosen)
    ]
    _deal_fates(plans)
    for plan in plans:
        _let_fall_due(plan)
        if plan.office.code == logins.ZHUONI:
            _write_unit_a(plan)
    return plans


def _deal_fates(plans: list[OfficePlan]) -> None:
    """Deals the fates out in turn, to the cast's offices first, so that none is ever missing."""
    ordered = sorted(plans, key=lambda plan: plan.office.code != logins.ZHUONI)
    units = (unit for plan in ordered for unit in plan.units)
    recent = (filing for unit in units for filing in unit.filings if filing.fate)
    for filing, fate in zip(recent, cycle(_FATES), strict=False):
        filing.fate = fate


def _living(scale: float) -> list[OfficeRow]:
    rows = divisions.offices()
    gansu = [row for row in rows if row.province_code == logins.GANSU]
    others = [row for row in rows if row.province_code == logins.SHAANXI]
    stranger = [row for row in others if row.level != "county"] + [
        row for row in others if row.level == "county"
    ][:STRANGER_COUNTIES]
    step = max(1, round(1 / scale))
    kept = [*gansu[::step], *stranger[::step]]
    stars = [row for row in rows if row.code in STARS]
    return sorted({row.code: row for row in (*kept, *stars)}.values(), key=lambda row: row.code)


def _units(office: OfficeRow, rng: Random, scale: float) -> list[UnitPlan]:
    count = _unit_count(office, scale)
    made = registrants_for(places()[office.code], rng, count)
    return [_unit(registrant, office, rng) for registrant in made]


def _unit_count(office: OfficeRow, scale: float) -> int:
    if office.code == logins.ZHUONI:
        return ZHUONI_UNITS
    full = UNITS[office.level] if office.province_code == logins.GANSU else STRANGER_UNITS
    least = CORE + len(DUE_IN.get(office.code, ()))
    return max(least, round(full * min(1, scale * 2)))


def _unit(registrant: Registrant, office: OfficeRow, rng: Random) -> UnitPlan:
    unit = UnitPlan(registrant, office, renews=rng.random() < 0.9)
    names = _names(registrant, rng)
    files_now = rng.random() < (0.6 if office.code == logins.ZHUONI else 0.3)
    recent = names[-1:] if files_now and len(names) > 1 else ()
    years = rng.choice((1, 2, 2, 2, 3))
    first = names[: len(names) - len(recent)]
    unit.filings.append(FilingPlan(unit, first, years, wave=rng.randrange(len(WAVES))))
    if recent:
        unit.filings.append(FilingPlan(unit, recent, years, fate=Fate.SUBMITTED))
    return unit


def _names(registrant: Registrant, rng: Random) -> tuple[PlannedName, ...]:
    """The unit's own names, and the first of them under .cn as often as not."""
    own = [_planned(label) for label in labels_for(registrant)]
    label, tld, basis = own[0]
    return (*own, (label, _TWIN[tld], basis)) if rng.random() < 0.45 else tuple(own)


def _planned(label: Label) -> PlannedName:
    return label.label, Tld(label.tld), NameBasis(f"{label.name_basis}_name")


_TWIN: Final = {Tld.ZHENGWU: Tld.ZHENGWU_CN, Tld.GONGYI: Tld.GONGYI_CN}


def _let_fall_due(plan: OfficePlan) -> None:
    """Moves one filing of a unit after the other to the days on which the office has work."""
    days = DUE_IN.get(plan.office.code, ())
    for turn, (unit, due_in) in enumerate(zip(plan.units[CORE:], days, strict=False)):
        first = unit.filings[0]
        first.wave, first.due_in, first.years = None, due_in, turn % 3 + 1
        unit.renews = False


def _write_unit_a(plan: OfficePlan) -> None:
    """Gives the cast's unit names in every state, and more bills than one."""
    unit = next(unit for unit in plan.units if unit.registrant.name == cast_unit())
    unit.renews = True
    place = places()[plan.office.code].full
    unit.filings = [_filing_of_unit_a(unit, place + label, *line) for label, *line in _UNIT_A_FILES]


def _filing_of_unit_a(
    unit: UnitPlan, label: str, tld: Tld, due_in: int | None, fate: Fate | None
) -> FilingPlan:
    basis = NameBasis.FULL_NAME if label == cast_unit() else NameBasis.SITE_NAME
    return FilingPlan(unit, ((label, tld, basis),), 2, due_in=due_in, fate=fate)
