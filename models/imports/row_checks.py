"""Validation of the rows of an imported sheet, and what an accepted row becomes.

Rows are checked together, in the order of the sheet and in a fixed number of statements, by the
same rules as 登记单位 and 报送域名. A row whose unit or name exists already is recognised, so
importing a sheet twice duplicates nothing. Only rows that pass can conflict with later ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.core.base import Base
from models.domains.domain import LIVE_STATES, Domain, DomainState
from models.imports.row_parser import Draft, ImportFault, NameAsked, RowFault, read_row
from models.imports.sheet import ImportField, ImportKind
from models.offices.division import Division
from models.offices.office import Office
from models.registration.domain_filing import FilingFault, Verdict, verdict_on
from models.registration.nationwide_uniqueness import Claims, Variant, claims_on_each, usccs_taken
from models.registration.unit_registration import Papers, Standing, enrolment_fault
from models.units.unit import Unit, UnitState
from models.values.uscc import Uscc

M = TypeVar("M", bound=Base)


@dataclass(frozen=True, slots=True)
class Line:
    """A row to check: a key unique among the rows, its kind, and its non-empty cells."""

    key: int
    number: int
    kind: ImportKind
    cells: Mapping[str, str]
    #: The office for rows without one.
    office_code: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an accepted row becomes, or why it is not accepted."""

    #: The existing unit.
    unit: Unit | None = None
    #: The unit to register; rows with the same credit code share one.
    papers: Papers | None = None
    standing: Standing | None = None
    asked: NameAsked | None = None
    fault: RowFault | None = None
    #: The verdict on the name, when the row is accepted.
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def is_known(self) -> bool:
        """Whether the row describes what exists already."""
        return self.fault is not None and self.fault.code in _RECOGNISED


_RECOGNISED = frozenset({ImportFault.KNOWN_UNIT, ImportFault.KNOWN_DOMAIN})


def judge(session: Session, lines: Sequence[Line], today: dt.date) -> dict[int, Judgement]:
    """Key → judgement of each row, if the session's actor imported it today; reads only."""
    drafts = {line.key: read_row(line.kind, line.cells) for line in lines}
    readable = [draft for draft in drafts.values() if isinstance(draft, Draft)]
    offices = {line.office_code for line in lines}
    court = _RowJudge(_look_around(session, readable, offices, today))
    found: dict[int, Judgement] = {}
    for line in lines:
        draft = drafts[line.key]
        if isinstance(draft, RowFault):
            found[line.key] = Judgement(fault=draft)
        else:
            found[line.key] = court.judge(line, draft)
    return found


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Existing data that the rows refer to."""

    #: Units of the scope by credit code, and by name where the sheet gives no code.
    units: Mapping[str, Unit]
    named: Mapping[str, Sequence[Unit]]
    #: Codes that some unit in the country has.
    taken: frozenset[str]
    #: Offices of the scope by code and by name.
    offices: Mapping[str, Office]
    divisions: frozenset[str]
    #: (unit, A-form) → state of the name's latest filing.
    domains: Mapping[tuple[int, str], DomainState]
    claims: Mapping[int, Claims]


def _look_around(
    session: Session, drafts: Sequence[Draft], own: set[str], today: dt.date
) -> _Surroundings:
    codes = {draft.uscc.code for draft in drafts if isinstance(draft.uscc, Uscc)}
    units = {unit.uscc: unit for unit in _rows(session, Unit, Unit.uscc, codes)}
    named: dict[str, list[Unit]] = {}
    for unit in _rows(session, Unit, Unit.name, {d.name for d in drafts if d.uscc is None}):
        named.setdefault(unit.name, []).append(unit)
    offices = _offices(session, {draft.office for draft in drafts} | own)
    wanted = {draft.division for draft in drafts} | {o.division_code for o in offices.values()}
    divisions = _rows(session, Division, Division.code, {code for code in wanted if code})
    filed: dict[int, list[Any]] = {0: []}
    for draft in drafts:
        if draft.asked is not None:
            holder = _unit_of(draft, units, named)
            filed.setdefault(holder.id if holder else 0, []).append(draft.asked.name)
    return _Surroundings(
        units=units,
        named=named,
        taken=usccs_taken(session, codes),
        offices=offices,
        divisions=frozenset(division.code for division in divisions),
        domains=_domains(session, {name.name_a for names in filed.values() for name in names}),
        claims=claims_on_each(session, filed, today=today),
    )


def _unit_of(
    draft: Draft, units: Mapping[str, Unit], named: Mapping[str, Sequence[Unit]]
) -> Unit | None:
    if isinstance(draft.uscc, Uscc):
        return units.get(draft.uscc.code)
    found = named.get(draft.name, ())
    return found[0] if draft.uscc is None and len(found) == 1 else None


#: Databases limit the number of parameters of a statement.
_PART = 500


def _rows(
    session: Session, model: type[M], column: InstrumentedAttribute[str], values: set[str]
) -> list[M]:
    """Rows of the scope whose column holds one of the values."""
    ordered, rows = sorted(values), list[M]()
    for start in range(0, len(ordered), _PART):
        wanted = select(model).where(column.in_(ordered[start : start + _PART]))
        rows += session.scalars(wanted.order_by(model.id))
    return rows


def _offices(session: Session, texts: set[str]) -> dict[str, Office]:
    offices: dict[str, Office] = {}
    for column in (Office.name, Office.code):
        offices |= {getattr(o, column.key): o for o in _rows(session, Office, column, texts - {""})}
    return offices


def _domains(session: Session, names: set[str]) -> dict[tuple[int, str], DomainState]:
    """The latest filing of each name by each unit; a live one comes last."""
    found = _rows(session, Domain, Domain.name_a, names)
    found.sort(key=lambda domain: (domain.state in LIVE_STATES, domain.id))
    return {(domain.unit_id, domain.name_a): domain.state for domain in found}


@dataclass(frozen=True, slots=True)
class _Body:
    """A body not yet registered, with what the filing rules need."""

    uscc: str
    administrative_function: bool
    name: str
    short_name: str | None
    division_code: str
    former_names: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _RowJudge:
    """Checks rows in order, and remembers what the passing ones claim."""

    around: _Surroundings
    #: Credit code → (row number, name) of units that earlier rows enter.
    entered: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: A-form → row number; variant → credit code.
    filed: dict[str, int] = field(default_factory=dict)
    variants: dict[Variant, str] = field(default_factory=dict)

    def judge(self, line: Line, draft: Draft) -> Judgement:
        if draft.uscc is None and len(self.around.named.get(draft.name, ())) > 1:
            return _refuse(ImportFault.UNIT_AMBIGUOUS, unit=draft.name)
        unit = _unit_of(draft, self.around.units, self.around.named)
        if unit is None:
            return self._of_new_unit(line, draft)
        if unit.name != draft.name:
            facts = {"unit": unit.name, "name": draft.name, "uscc": unit.uscc}
            return _refuse(ImportFault.UNIT_NAME_DIFFERS, **facts)
        if draft.asked is None:
            return _refuse(ImportFault.KNOWN_UNIT, unit=unit.name)
        return self._of_known_unit(line, unit, draft.asked)

    def _of_known_unit(self, line: Line, unit: Unit, asked: NameAsked) -> Judgement:
        state = self.around.domains.get((unit.id, asked.name.name_a))
        if state is not None and (state in LIVE_STATES or asked.is_told):
            facts = {"name": asked.name.name_u, "domain_state": state}
            return _refuse(ImportFault.KNOWN_DOMAIN, **facts)
        if unit.state is not UnitState.ACTIVE:
            return _refuse(ImportFault.UNIT_NOT_ACTIVE, unit=unit.name, state=unit.state)
        verdict = verdict_on(asked.name, unit, self.around.claims[unit.id])
        fault = verdict.fault_with(asked.reason) or self._among_rows(asked, unit.uscc)
        if fault is not None:
            return self._refuse_name(fault, asked, verdict)
        self._take(line, asked, unit.uscc)
        return Judgement(unit=unit, asked=asked, verdict=verdict)

    def _of_new_unit(self, line: Line, draft: Draft) -> Judgement:
        if draft.uscc is None:
            return _refuse(ImportFault.UNIT_UNKNOWN, unit=draft.name)
        office = self.around.offices.get(draft.office or line.office_code)
        wanted = draft.division or (office.division_code if office else None)
        standing = Standing(
            office=office,
            division_code=wanted if wanted in self.around.divisions else None,
            uscc=draft.uscc,
            is_taken=isinstance(draft.uscc, Uscc) and draft.uscc.code in self.around.taken,
        )
        administers = draft.papers is not None and draft.papers.administrative_function
        if fault := enrolment_fault(standing, administrative_function=administers):
            return _refuse(fault, **_enrolment_facts(draft, standing))
        if draft.papers is None:
            return _refuse(ImportFault.MISSING, field=ImportField.UNIT_TYPE)
        assert isinstance(draft.uscc, Uscc), "enrolment_fault refuses others"
        return self._enter(line, draft, draft.papers, standing, draft.uscc)

    def _enter(
        self, line: Line, draft: Draft, papers: Papers, standing: Standing, uscc: Uscc
    ) -> Judgement:
        number, name = self.entered.get(uscc.code, (line.number, draft.name))
        if name != draft.name:
            return _refuse(
                ImportFault.UNIT_NAME_DIFFERS, unit=name, name=draft.name, uscc=uscc.code
            )
        if draft.asked is None and number != line.number:
            return _refuse(ImportFault.TWICE, number=number)
        verdict = Verdict()
        if draft.asked is not None:
            body = _body(uscc, papers, standing)
            verdict = verdict_on(draft.asked.name, body, self.around.claims[0])
            own = verdict.fault_with(draft.asked.reason)
            fault = own or self._among_rows(draft.asked, uscc.code)
            if fault is not None:
                return self._refuse_name(fault, draft.asked, verdict)
            self._take(line, draft.asked, uscc.code)
        self.entered.setdefault(uscc.code, (line.number, draft.name))
        return Judgement(papers=papers, standing=standing, asked=draft.asked, verdict=verdict)

    def _among_rows(self, asked: NameAsked, uscc: str) -> StrEnum | None:
        """Whether an earlier row of the sheet has the name, or another unit a variant of it."""
        name = asked.name
        if name.name_a in self.filed:
            return ImportFault.TWICE
        owner = self.variants.get((name.variant_key, name.family), uscc)
        return None if owner == uscc else FilingFault.VARIANT_TAKEN

    def _take(self, line: Line, asked: NameAsked, uscc: str) -> None:
        self.filed[asked.name.name_a] = line.number
        self.variants[asked.name.variant_key, asked.name.family] = uscc

    def _refuse_name(self, fault: StrEnum, asked: NameAsked, verdict: Verdict) -> Judgement:
        if fault is ImportFault.TWICE:
            return _refuse(fault, number=self.filed[asked.name.name_a])
        return _refuse(fault, **verdict.facts)


def _body(uscc: Uscc, papers: Papers, standing: Standing) -> _Body:
    division = standing.division_code or ""
    administers = papers.administrative_function
    return _Body(uscc.code, administers, papers.name, papers.short_name, division)


def _refuse(code: StrEnum, **facts: str | int | None) -> Judgement:
    return Judgement(fault=RowFault(code, facts))


def _enrolment_facts(draft: Draft, standing: Standing) -> dict[str, str | int | None]:
    return {
        "office_code": draft.office,
        "office": standing.office.name if standing.office else None,
        "division_code": draft.division,
        "uscc": standing.uscc.code if isinstance(standing.uscc, Uscc) else draft.uscc_text,
        "fault": None if isinstance(standing.uscc, Uscc) else standing.uscc,
    }
