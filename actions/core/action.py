"""The definition of an action, and of the fields of its input.

An `Action` is a frozen value. From it follow the menu entry, the plan page and form, the API
route, the CLI command, the journal's name and a page of generated docs; nothing is registered
twice. A verb's file reads: policy, input, refusals, survey, check, preview, run, action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result
from models.core.base import Base
from models.core.text_type import TextType
from models.definitions.field_spec import FieldSpec
from models.offices.office import Offices
from models.users.user import Role
from models.values.answer_kind import AnswerKind
from models.values.limits import MAXIMUM_BATCH_ROWS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound=Base)
I = TypeVar("I", bound="DataclassInstance")  # noqa: E741  Row, Input, Facts
F = TypeVar("F")


class Reach(StrEnum):
    """On rows of which offices a role may run an action."""

    #: ● own office and every office below: all the rows the scope shows.
    SCOPE = "scope"
    #: ◐ rows of the actor's own office only.
    OWN = "own"
    #: ▲ rows of offices below, not their own.
    BELOW = "below"


#: Row id → name of a fact → its value.
RowFacts = Mapping[int, Mapping[str, Fact]]


@dataclass(frozen=True, slots=True)
class NoRowFacts:
    """Why an action says nothing of its rows."""

    reason: str

    def __call__(self, _ctx: Context, _rows: Sequence[object]) -> RowFacts:
        """No facts."""
        return {}


TICKS_NO_ROWS = NoRowFacts("it is done to no ticked rows")
HAS_NO_PLAN = NoRowFacts("no page shows a plan of it")


@dataclass(frozen=True, slots=True)
class Nothing:
    """The input of an action without fields."""


def no_survey(_ctx: Context, _rows: Sequence[object], _given: object) -> None:
    """For actions whose checks need no more than the rows."""


def accept(*_args: object) -> None:
    """A check that refuses nothing."""


def no_preview(*_args: object) -> Preview:
    """A preview that shows nothing besides the verdicts."""
    return Preview()


@dataclass(frozen=True, kw_only=True, eq=False)
class Action(Generic[R, I, F]):
    """One action: the rows it applies to, its input, its checks and its effect."""

    key: str
    #: The model of the ticked rows; for a creation, of the new row.
    model: type[R]
    input: type[I]
    run: Callable[[Context, Sequence[R], I, F], Result]
    #: What each row is to a clerk, whatever the input: what a plan asks them to check. Loaded in a
    #: fixed number of statements; see `actions.core.row_facts`.
    row_facts: Callable[[Context, Sequence[R]], RowFacts]
    #: Sums of the rows themselves, such as what is due, shown before the input is filled in.
    row_totals: Callable[[Sequence[R]], Mapping[str, int]] | None = None
    #: What a clerk needs to know to fill in the input, such as the account to pay to.
    row_notes: Callable[[Context, Sequence[R]], tuple[Note, ...]] | None = None
    #: Loads, in a fixed number of statements, what the checks and the run need.
    survey: Callable[[Context, Sequence[R], I], F] = no_survey  # type: ignore[assignment]
    #: The initial input of the form; a field that must be typed stays at its minimum.
    suggest: Callable[[Context, Sequence[R]], I] | None = None
    #: Pure: may this row have this input, given the facts?
    check: Callable[[R, I, F], Refusal | None] = accept
    #: Pure: may these rows go together?
    check_batch: Callable[[Sequence[R], I, F], Refusal | None] = accept
    preview: Callable[[Context, Sequence[R], I, F], Preview] = no_preview
    #: The states whose rows offer the action in menus; None: any.
    states: frozenset[StrEnum] | None = None
    minimum_rows: int = 1
    maximum_rows: int = MAXIMUM_BATCH_ROWS
    #: Locks, before the rows, what stands before them in the order of models/core/locking.py, and
    #: what must be locked by key together with them.
    lock_first: Callable[[Context, Sequence[int], I], object] | None = None
    #: Relations read of each row, loaded with the rows.
    loads: tuple[ExecutableOption, ...] = ()
    #: Other models whose rows offer the action, each with a query for the keys to act on.
    via: Mapping[type[Base], Callable[[Session, Sequence[int]], Sequence[int]]] = field(
        default_factory=dict
    )
    #: Its refusals besides the common ones, listed in the generated docs.
    refusals: type[StrEnum] | None = None
    #: Each warning of its preview, and what it asks of the person who confirms.
    warnings: Mapping[StrEnum, AnswerKind] = field(default_factory=dict)
    #: Refusals that are the fault of a field whatever the row, with that field; a page shows them
    #: there. Those of one line among several say where by `Refusal.at`.
    fields_at_fault: Mapping[StrEnum, str] = field(default_factory=dict)
    #: Permissions of generated record actions; for verbs see `actions.permissions`.
    grants: Mapping[Role, Reach] = field(default_factory=dict)
    #: Offered for a single row but not in the batch menu (create, edit).
    is_record: bool = False
    #: A large selection may run in several batches: the input applies to each row alone.
    splits: bool = False
    #: The main action of its model's list: its button is first and in colour.
    is_primary: bool = False
    #: Shows its form before rows are checked, although every field may stay empty.
    needs_input: bool = False
    #: The endpoint of its own start page, if it has one.
    page: str | None = None
    #: The part of a row's history its runs belong to; None: they changed the row itself.
    activity: ActivityKind | None = None
    #: Its input holds a whole file, so the request may be larger than others.
    takes_a_file: bool = False
    #: Saves a form that begins with what is stored: when nothing differs, the run is refused with
    #: `Common.UNCHANGED` and leaves no entry in the journal.
    saves_form: bool = False
    #: About one's own login alone: lists of receipts leave its runs out.
    is_personal: bool = False
    #: The model of the new rows whose fields of the offices' own the input has too, of those that
    #: the actor fills in (`actions.core.records.with_own_fields`).
    creates: type[Base] | None = None
    #: The same action with fields of the offices' own, where it changes rows of its model.
    extends: Callable[[tuple[FieldSpec, ...]], Action[Any, Any, Any]] | None = None
    #: The action of the catalogue that this one is, with fields of the offices' own.
    catalogued: Action[Any, Any, Any] | None = None
    #: The steps of the guide it implements.
    guide: tuple[str, ...] = ()

    @property
    def listed(self) -> AnyAction:
        """The action as tables of all actions have it."""
        return self.catalogued or self

    @property
    def own_fields_of(self) -> str | None:
        """The table whose fields of the offices' own the input may have."""
        model = self.model if self.extends is not None else self.creates
        return None if model is None else str(model.__tablename__)


#: An action of any rows, input and facts.
AnyAction: TypeAlias = Action[Any, Any, Any]


def param(  # noqa: PLR0913  each bound is a word of its own
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    maximum_length: int | None = None,
    choices: Callable[[Session], Sequence[tuple[str, object]]] | None = None,
    suggestions: Callable[[Session], Sequence[tuple[str, str]]] | None = None,
    members: tuple[str, Callable[[str], type[StrEnum] | None]] | None = None,
    offices: Offices | None = None,
    fen: bool = False,
    text: TextType | None = None,
    multiline: bool = False,
    secret: bool = False,
    hidden: bool = False,
    **default: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401  like dataclasses.field
    """A field of an action's input with its bounds; with `fen`, amounts are typed in yuan.

    `choices` lists (value, label) pairs for a field that refers to a row, queried under
    scope, where a label is a text or what a form knows the words of; `suggestions` the
    same for one that is typed, whose values stay free;
    `members` names another field and gives, by its value, the enum to choose from, or None;
    `offices` is for office codes, which may be thousands. `text` is the kind of text, and decides
    its canonical form; free text by default. A `secret` reaches only the run: no journal, hash or
    page contains it.
    """
    return field(
        metadata={
            "minimum": minimum,
            "maximum": maximum,
            "maximum_length": maximum_length,
            "choices": choices,
            "suggestions": suggestions,
            "members": members,
            "offices": offices,
            "fen": fen,
            "text": text,
            "multiline": multiline,
            "hidden": hidden,
            "secret": secret,
        },
        **default,
    )
