"""Which rows an actor sees: the one mechanism that scopes every ORM statement of a session.

A scoped row carries the codes of its office's ancestors, so a scope is an equality on one column.
One listener adds it to every select, update, delete and lazy load. It denies by default: a session
without a scope cannot query, and a statement the listener cannot scope (Core, text) is refused
unless it declares that its scope was applied by hand.

What an office sets for itself and the offices below it (`SetFromAbove`) is read from below as well:
the scope, or one of the few offices above the reader. Nobody beside them sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Protocol, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Engine, Index, Select, event, null
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.util import LoaderCriteriaOption

from models.core.base import Base, division_code
from models.core.hidden_rows import role_criteria

#: Execution option: the Core statement applies the scope itself.
BY_HAND = "scope_applied_by_hand"
_INFO_KEY = "scope"
#: The registry, which stands above every office.
_REGISTRY_CODE = "000000"


class ScopeError(RuntimeError):
    """A bug of ours: a statement without a scope, or a session shared by two actors."""


class OutOfScopeError(LookupError):
    """A foreign key names a row the actor cannot see; to the actor it does not exist."""

    def __init__(self, model: type[Base], column: str, keys: Iterable[object]) -> None:
        super().__init__(f"{column}: no such {model.__name__} in the scope")
        self.model, self.column, self.keys = model, column, tuple(keys)


class ScopeLevel(StrEnum):
    """How far an actor sees."""

    EVERYTHING = "everything"
    PROVINCE = "province"
    CITY = "city"
    OFFICE = "office"
    REGISTRANT = "registrant"


@dataclass(frozen=True, slots=True)
class Scope:
    """An equality: the column named by `level` holds `value`."""

    level: ScopeLevel
    #: A division code, or the unit's key for a registrant; None sees everything.
    value: str | int | None = None
    #: The office of a registrant's unit; unknown, it reads only what the registry set.
    unit_office_code: str | None = field(default=None, compare=False)
    #: The role of the reader, by its value; None reads what every role reads.
    role: str | None = field(default=None, compare=False)

    @property
    def chain(self) -> tuple[str, ...]:
        """The codes of the offices whose settings hold here: the registry's and those down to it.

        A code that is no office, as a city above a county that has none, does no harm.
        """
        own = self.unit_office_code if self.level is ScopeLevel.REGISTRANT else self.value
        if not isinstance(own, str):
            return (_REGISTRY_CODE,)
        above = (_REGISTRY_CODE, f"{own[:2]}0000", f"{own[:4]}00", own)
        return tuple(dict.fromkeys(above))

    def admits(self, row: OfficeOwned) -> bool:
        """Whether a row in memory may be read; the listener says the same in SQL."""
        column = COLUMN_OF[self.level]
        if isinstance(row, SetFromAbove) and row.office_code in self.chain:
            return True
        return column is None or getattr(row, column) == self.value

    def may_set(self, row: OfficeOwned) -> bool:
        """Whether a row may be written here: what was set above may be read, not changed."""
        column = COLUMN_OF[self.level]
        return column is None or getattr(row, column) == self.value

    def criterion(self, entity: type[Scoped]) -> ColumnElement[bool] | None:
        """The equality on `entity`, for statements that apply it by hand."""
        column = COLUMN_OF[self.level]
        return None if column is None else getattr(entity, column) == self.value


EVERYTHING = Scope(ScopeLevel.EVERYTHING)

COLUMN_OF: dict[ScopeLevel, str | None] = {
    ScopeLevel.EVERYTHING: None,
    ScopeLevel.PROVINCE: "province_code",
    ScopeLevel.CITY: "city_code",
    ScopeLevel.OFFICE: "office_code",
    ScopeLevel.REGISTRANT: "registrant_id",
}


B = TypeVar("B", bound=Base)
Columns = TypeVarTuple("Columns")


class Codes(Protocol):
    """Anything with the ancestor codes of an office: a scoped row, an actor."""

    @property
    def province_code(self) -> str: ...
    @property
    def city_code(self) -> str: ...
    @property
    def office_code(self) -> str: ...


class OfficeOwned:
    """The codes of a row's office and of those above it; tables mix in one of the two below."""

    #: The province office above the row; the registry's own rows carry 000000 throughout.
    province_code: Mapped[division_code] = mapped_column(nullable=False)
    #: The city office at or above the row, else the province's code (no city scope has it).
    city_code: Mapped[division_code] = mapped_column(nullable=False)
    #: The office the row belongs to.
    office_code: Mapped[division_code] = mapped_column(nullable=False)

    @hybrid_property
    def registrant_id(self) -> int | None:
        """The unit that may see the row. None: no registrant may."""
        return None

    @registrant_id.inplace.expression
    @classmethod
    def _registrant_id(cls) -> ColumnElement[None]:
        return null()

    def belong_to(self, owner: Codes) -> None:
        """Take the ancestor codes of an office, or of a row of that office."""
        self.province_code = owner.province_code
        self.city_code = owner.city_code
        self.office_code = owner.office_code


class Scoped(OfficeOwned):
    """Mixin of every row that belongs to an office; nothing else is needed to scope a table."""


class SetFromAbove(OfficeOwned):
    """Mixin of what an office sets for itself and the offices below it: fields, labels, reports.

    Read by the offices above it as any row, and by those below it; changed under its own scope.
    """


@dataclass(frozen=True, slots=True)
class Unscoped:
    """Mixin that declares, with a reason, that a table belongs to no office."""

    reason: str


class Reference:
    """Mixin of tables that everyone may read; each says why in `__unscoped__`."""

    __unscoped__: ClassVar[Unscoped]


def ancestor_indexes(
    *keys: str, registrant: bool = False, tested: tuple[str, ...] = ()
) -> tuple[Index, ...]:
    """The indexes that give scope and order at once: (ancestor, keys…, id), and (keys…, id).

    One index cannot serve five scopes: without the ancestor as first column a province's page would
    scan the rows of the whole country. `tested` are columns that a list filters on; they come after
    the id, so that a page far down is found by an index-only scan.
    """
    ancestors = ["province_code", "city_code", "office_code", *(["unit_id"] if registrant else [])]
    unscoped = (Index(None, *keys, "id", *tested),) if keys else ()
    return (*unscoped, *(Index(None, ancestor, *keys, "id", *tested) for ancestor in ancestors))


def bind_scope(session: Session, scope: Scope) -> None:
    """Give the session its one scope.

    Raises ScopeError when it has another already: rows loaded under the first would stay readable
    in the identity map.
    """
    bound = session.info.get(_INFO_KEY)
    if bound is not None and bound != scope:
        raise ScopeError(f"session already bound to {bound}, not {scope}")
    session.info[_INFO_KEY] = scope


def scope_of(session: Session) -> Scope:
    """The scope bound to the session; raises ScopeError when there is none."""
    scope = session.info.get(_INFO_KEY)
    if scope is None:
        raise ScopeError("no actor: bind a scope to the session before the first statement")
    assert isinstance(scope, Scope)
    return scope


@contextmanager
def scoped_session(engine_or_bind: Engine | Connection, scope: Scope) -> Iterator[Session]:
    """A short, separate session under `scope`, closed at the end."""
    with Session(engine_or_bind, expire_on_commit=False) as session:
        bind_scope(session, scope)
        yield session


@lru_cache(maxsize=4096)
def _criteria(scope: Scope) -> LoaderCriteriaOption:
    value = scope.value
    clause: Any = {
        ScopeLevel.PROVINCE: lambda cls: cls.province_code == value,
        ScopeLevel.CITY: lambda cls: cls.city_code == value,
        ScopeLevel.OFFICE: lambda cls: cls.office_code == value,
        ScopeLevel.REGISTRANT: lambda cls: cls.registrant_id == value,
    }[scope.level]
    # Without propagation a joined load would bring in rows out of scope: it is part of the
    # statement, but SQLAlchemy treats it as a loader.
    return with_loader_criteria(Scoped, clause, include_aliases=True, propagate_to_loaders=True)


@lru_cache(maxsize=4096)
def _set_above(
    column: str | None, value: str | int | None, chain: tuple[str, ...]
) -> LoaderCriteriaOption:
    clause: Any = {
        "province_code": lambda cls: (cls.province_code == value) | cls.office_code.in_(chain),
        "city_code": lambda cls: (cls.city_code == value) | cls.office_code.in_(chain),
        "office_code": lambda cls: cls.office_code.in_(chain),
        "registrant_id": lambda cls: cls.office_code.in_(chain),
    }[str(column)]
    return with_loader_criteria(
        SetFromAbove, clause, include_aliases=True, propagate_to_loaders=True
    )


def _options(scope: Scope) -> tuple[LoaderCriteriaOption, ...]:
    hidden = () if scope.role is None else role_criteria(scope.role)
    if scope.level is ScopeLevel.EVERYTHING:
        return hidden
    above = _set_above(COLUMN_OF[scope.level], scope.value, scope.chain)
    return _criteria(scope), above, *hidden


@event.listens_for(Session, "do_orm_execute")
def _scope_every_statement(state: ORMExecuteState) -> None:
    scope = scope_of(state.session)
    if not state.is_orm_statement or state.is_from_statement:
        if not state.execution_options.get(BY_HAND):
            raise ScopeError("a Core or text statement must apply its scope by hand and say so")
        return
    # A column load refreshes a row already seen by primary key; it cannot widen the scope.
    if not state.is_column_load and (options := _options(scope)):
        state.statement = state.statement.options(*options)


def apply_scope(session: Session, statement: Select[*Columns]) -> Select[*Columns]:
    """The statement with the session's scope applied to every scoped entity in it.

    For Core statements around ORM subqueries: SQLAlchemy does not treat them as ORM statements, so
    the listener would not see them. The result may run with BY_HAND.
    """
    options = _options(scope_of(session))
    return statement.options(*options) if options else statement


def unscoped_reasons() -> dict[str, str]:
    """Each table outside the scope with its reason; raises ScopeError for an undeclared one.

    Called at start, so that a new model cannot forget to choose.
    """
    reasons: dict[str, str] = {}
    for mapper in Base.registry.mappers:
        declared = getattr(mapper.class_, "__unscoped__", None)
        if isinstance(declared, Unscoped):
            reasons[mapper.class_.__name__] = declared.reason
        elif not issubclass(mapper.class_, Scoped | SetFromAbove):
            raise ScopeError(f"{mapper.class_.__name__} is neither Scoped nor Unscoped")
    return reasons
