"""Who is told of a run, and what: the vocabulary of `actions/audiences`.

A notice goes to the users of a unit or of an office, once per run, topic and reader, however many
rows the run changed. It quotes only the reader's own rows, and the person who acted gets none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from actions.core.actor import Actor
from actions.core.context import Context
from actions.core.refusal import Fact
from actions.core.result import Result
from models.core.base import Base
from models.offices.office import REGISTRY_CODE, Office
from models.units.unit import Unit
from models.users.user import User
from models.workspace.notify import Notice, Topic, notify

R = TypeVar("R", bound=Base)
I = TypeVar("I")  # noqa: E741  Row, Input, Facts, as in `Action`
F = TypeVar("F")

#: Rows of one notice that are named in it; the rest are counted.
_NAMED = 5


class Audience(StrEnum):
    """Who is told, seen from the rows of a run."""

    #: The users of the rows' unit, unless the unit itself acted.
    UNIT = "unit"
    #: The same of the unit that the rows belonged to before the run.
    FORMER_UNIT = "former_unit"
    #: The staff of the rows' office, unless the office itself acted.
    OFFICE = "office"
    #: The same of the office that the rows belonged to before the run.
    FORMER_OFFICE = "former_office"
    #: The staff of the rows' office, whoever acted.
    COLLEAGUES = "colleagues"
    #: The staff of CONAC, unless CONAC itself acted.
    REGISTRY = "registry"
    #: The staff of CONAC, whoever acted: a second person is needed.
    SECOND_PERSON = "second_person"
    #: The staff of all offices.
    EVERY_OFFICE = "every_office"
    #: Users: the row itself, or those its columns name (`Announcement.people`).
    PERSON = "person"


class NobodyElse(StrEnum):
    """Why nobody is told of an action."""

    OWN = "It is about the actor's own login or workspace."
    QUEUE = "It puts the rows into, or takes them out of, a queue that its readers work through."
    INTERNAL = "It changes nothing outside the office that acts."
    IN_THE_RECORD = "It is an annotation, read where the record is read."
    NO_LOGIN = "Those it concerns cannot sign in to read of it."
    HOUSEKEEPING = "It clears away what is kept long enough."
    SAYS_ITSELF = "It only writes notices, or reports on its own to whoever asked for it."


class Opens(StrEnum):
    """What the link of a notice leads to."""

    #: The row, or where there are several, those that the run changed.
    ROWS = "rows"
    #: The rows that the run wrote besides the given ones.
    RUN = "run"
    #: The list that the topic is about, as it is when it is read.
    LIST = "list"


class Owner(NamedTuple):
    """The unit, if any, and the office that a row belongs to."""

    unit_id: int | None
    office_code: str | None


@dataclass(frozen=True, slots=True)
class Finished(Generic[R, I, F]):
    """A run after its effect, before its receipt."""

    ctx: Context
    rows: Sequence[R]
    given: I
    facts: F
    result: Result
    #: Owners of the rows before the run, by row id.
    before: Mapping[int, Owner]


#: A run of any action, for facts that do not depend on its types.
AnyRun: TypeAlias = Finished[Any, Any, Any]


class _Reader(NamedTuple):
    """The address of a notice."""

    office_code: str | None = None
    unit_id: int | None = None
    user_id: int | None = None
    is_everyone: bool = False


def chosen_rows(run: Finished[R, I, F]) -> Sequence[R]:
    """The rows the action was run on."""
    return run.rows


def receipt_rows(model: type[R]) -> Callable[[AnyRun], list[R]]:
    """The rows named by the lines of the receipt: those that the run made."""

    def rows(run: AnyRun) -> list[R]:
        return [run.ctx.session.get_one(model, line.row_id) for line in run.result.rows]

    return rows


def no_facts(_run: object, _rows: Sequence[Base]) -> Mapping[str, Fact]:
    """Nothing besides the names and the number of the rows."""
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """One topic for one audience.

    Every notice holds `name` (of the first row), `numbers` (the first rows), `count`, the quoted
    fields of the input, the sums over the reader's rows, and `facts`.
    """

    topic: Topic
    to: Audience
    rows: Callable[[Any], Sequence[Base]] = chosen_rows
    facts: Callable[[Any, Sequence[Any]], Mapping[str, Fact]] = no_facts
    #: Fields of the input that the message quotes.
    quotes: tuple[str, ...] = ()
    #: Facts of the receipt's lines, or columns of the rows, to add up.
    sums: tuple[str, ...] = ()
    opens: Opens = Opens.ROWS
    #: Columns of the rows that name the users told, for the audience PERSON.
    people: tuple[str, ...] = ("user_id",)

    def notices(self, run: Finished[R, I, F]) -> Iterator[tuple[_Reader, Notice]]:
        """A notice for each reader."""
        grouped: dict[_Reader, list[Base]] = {}
        for row in self.rows(run):
            for reader in _readers(self, row, run):
                grouped.setdefault(reader, []).append(row)
        for reader, rows in grouped.items():
            yield reader, Notice(self.topic, self._told(run, rows), *reader)

    def _told(self, run: Finished[R, I, F], rows: Sequence[Base]) -> dict[str, Fact]:
        told: dict[str, Fact] = {
            **_names(rows),
            "count": len(rows),
            **{name: getattr(run.given, name) for name in self.quotes},
            **{name: _sum(name, run, rows) for name in self.sums},
            **self._opened(run, rows),
        }
        return {**told, **self.facts(run, rows)}

    def _opened(self, run: Finished[R, I, F], rows: Sequence[Base]) -> dict[str, Fact]:
        if self.to in {Audience.FORMER_UNIT, Audience.FORMER_OFFICE}:
            return {"is_gone": True}
        if self.opens is Opens.LIST:
            return {}
        if len(rows) == 1 and self.opens is Opens.ROWS:
            return {"row_id": rows[0].id}
        return {"entry_id": run.ctx.entry.id if run.ctx.entry else None}


def owners_of(rows: Iterable[Base]) -> dict[int, Owner]:
    """The present owners of rows, by row id."""
    return {row.id: _owner(row) for row in rows}


def announce(announcements: Sequence[Announcement], run: Finished[R, I, F]) -> None:
    """Write the notices of a run. The first topic for a reader stands for its repetitions."""
    found: dict[tuple[Topic, _Reader], Notice] = {}
    for each in announcements:
        for reader, notice in each.notices(run):
            found.setdefault((each.topic, reader), notice)
    notify(run.ctx.session, found.values(), besides=run.ctx.actor.user_id)


def _names(rows: Sequence[Base]) -> dict[str, Fact]:
    """The first row by name, and the first few; some, like accounts, have no names."""
    if type(rows[0]).__str__ is object.__str__:
        return {}
    first = [str(row) for row in rows[:_NAMED]]
    return {
        "name": first[0],
        "numbers": "、".join(first) + ("……" if len(rows) > _NAMED else ""),
    }


def _owner(row: Base) -> Owner:
    if isinstance(row, Office):
        return Owner(None, row.code)
    unit_id = row.id if isinstance(row, Unit) else getattr(row, "unit_id", None)
    return Owner(unit_id, getattr(row, "office_code", None))


class _Concerned(NamedTuple):
    """Who acted on a row, and who may be concerned."""

    actor: Actor
    now: Owner
    then: Owner
    user_ids: tuple[int, ...]


#: How each audience is found; REGISTRY is an office among others.
_READERS: dict[Audience, Callable[[_Concerned], list[_Reader]]] = {
    Audience.UNIT: lambda row: _unit(row.now, row.actor),
    Audience.FORMER_UNIT: lambda row: _unit(row.then, row.actor),
    Audience.OFFICE: lambda row: _office(row.now.office_code, row.actor),
    Audience.FORMER_OFFICE: lambda row: _office(row.then.office_code, row.actor),
    Audience.COLLEAGUES: lambda row: [_Reader(office_code=row.now.office_code)],
    Audience.REGISTRY: lambda row: _office(REGISTRY_CODE, row.actor),
    Audience.SECOND_PERSON: lambda _row: [_Reader(office_code=REGISTRY_CODE)],
    Audience.EVERY_OFFICE: lambda _row: [_Reader(is_everyone=True)],
    Audience.PERSON: lambda row: [_Reader(user_id=key) for key in row.user_ids],
}


def _readers(one: Announcement, row: Base, run: Finished[R, I, F]) -> list[_Reader]:
    now = _owner(row)
    columns = ("id",) if isinstance(row, User) else one.people
    keys = dict.fromkeys(getattr(row, column, None) for column in columns)
    then = run.before.get(row.id, now)
    user_ids = tuple(key for key in keys if key is not None)
    return _READERS[one.to](_Concerned(run.ctx.actor, now, then, user_ids))


def _unit(owner: Owner, actor: Actor) -> list[_Reader]:
    is_other = owner.unit_id is not None and owner.unit_id != actor.unit_id
    return [_Reader(unit_id=owner.unit_id)] if is_other else []


def _office(code: str | None, actor: Actor) -> list[_Reader]:
    is_own = actor.user_id is not None and actor.unit_id is None and actor.office_code == code
    return [] if code is None or is_own else [_Reader(office_code=code)]


def _sum(name: str, run: Finished[R, I, F], rows: Sequence[Base]) -> int:
    lines = {line.row_id: line.facts for line in run.result.rows}
    found = (lines.get(row.id, {}).get(name, getattr(row, name, 0)) for row in rows)
    return sum(value for value in found if isinstance(value, int))
