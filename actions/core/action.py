"""The definition of a verb, and of the fields its input may have.

An `Action` is a frozen value. From it follow the menu entry, the plan page and form, the API
route, the CLI command, the journal's name and a page of generated docs; nothing is registered
twice. A verb's file reads: policy, input, refusals, survey, check, preview, run, action.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Preview, Result
from models.core.text_type import TextType
from models.offices.office import Offices
from models.users.user import Role
from models.values.limits import MAXIMUM_BATCH_ROWS

R = TypeVar("R")
I = TypeVar("I")  # noqa: E741  Row, Input, Facts
F = TypeVar("F")


class Reach(StrEnum):
    """How far below their office a role may carry an action out."""

    #: ● own office and every office below: all the rows the scope shows.
    SCOPE = "scope"
    #: ◐ rows of the actor's own office only.
    OWN = "own"
    #: ▲ rows of offices below, not their own.
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Nothing:
    """The input of an action that takes none."""


def no_survey(_ctx: Context, _rows: Sequence[Any], _given: Any) -> None:  # noqa: ANN401
    """For actions whose checks need no more than the rows."""


def accept(*_args: Any) -> None:  # noqa: ANN401
    """Refuse nothing."""


def no_preview(*_args: Any) -> Preview:  # noqa: ANN401
    """Show nothing besides the verdicts."""
    return Preview()


@dataclass(frozen=True, kw_only=True, eq=False)
class Action(Generic[R, I, F]):
    """A verb: which rows it ticks, what it asks, what it refuses and what it does."""

    key: str
    #: The model whose rows are ticked; for a creation, what is created.
    model: type[R]
    input: type[I]
    run: Callable[[Context, Sequence[R], I, F], Result]
    #: Loads, in a fixed number of statements, all that the checks and the run need to know.
    survey: Callable[[Context, Sequence[R], I], F] = no_survey  # type: ignore[assignment]
    #: The input to start from before anything is typed; what must be typed stays at its least.
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
    #: Relations read of each row, loaded with the rows.
    loads: tuple[ExecutableOption, ...] = ()
    #: Other models from whose rows it is reached; each gives the keys of the rows meant.
    via: Mapping[type[Any], Callable[[Session, Sequence[int]], Sequence[int]]] = field(
        default_factory=dict
    )
    #: Every refusal it can give besides the common ones: its page of docs lists them.
    refusals: type[StrEnum] | None = None
    #: Who may, for generated actions on records; the catalog speaks for the verbs.
    grants: Mapping[Role, Reach] = field(default_factory=dict)
    #: Offered beside the row but not in the batch menu (create, edit).
    is_record: bool = False
    #: A big selection may go batch after batch: its input speaks of each row alone.
    splits: bool = False
    #: What one comes to a whole list of its model for: its button stands first and in colour.
    is_primary: bool = False
    #: Asks for its input before it is judged, although every field may stay empty.
    needs_input: bool = False
    #: The endpoint of the page it begins on, where it has one of its own.
    page: str | None = None
    #: The part of a row's history its runs belong to; None: they changed the row itself.
    activity: ActivityKind | None = None
    #: Its input holds a whole file, so the request may be larger than others.
    takes_a_file: bool = False
    #: About one's own login alone: lists of receipts leave its runs out.
    is_personal: bool = False
    #: The guide steps it carries out.
    guide: tuple[str, ...] = ()


def takes_answers(kind: type[Any]) -> bool:
    """Whether an input has the fields by which warnings are answered."""
    return any(f.name == "answered" for f in dataclasses.fields(kind))


def answer_reason() -> Any:  # noqa: ANN401  like dataclasses.field
    """The field `reason` of an input: why it is right although something differs."""
    return param(default=None, maximum_length=200)


def answered_code() -> Any:  # noqa: ANN401  like dataclasses.field
    """The field `answered` of an input: the `answer_code` of the warnings that were read.

    A program may leave it out; then its reason stands for whatever differs.
    """
    return param(default=None, maximum_length=8, hidden=True)


def param(  # noqa: PLR0913  each bound is a word of its own
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    maximum_length: int | None = None,
    choices: Callable[[Session], Sequence[tuple[str, str]]] | None = None,
    offices: Offices | None = None,
    fen: bool = False,
    text: TextType | None = None,
    multiline: bool = False,
    secret: bool = False,
    hidden: bool = False,
    **default: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401  like dataclasses.field
    """A field of an action's input with its bounds; amounts are typed in yuan when `fen`.

    `choices` lists (value, label) pairs for a field that names a row, asked under scope;
    `offices` says that it holds the code of one of them, of which there may be thousands. `text`
    says what a text is, and so how it is kept and compared; free text where nothing is said. A
    `secret` reaches the run alone: no journal, no hash, no page shows it.
    """
    return field(
        metadata={
            "minimum": minimum,
            "maximum": maximum,
            "maximum_length": maximum_length,
            "choices": choices,
            "offices": offices,
            "fen": fen,
            "text": text,
            "multiline": multiline,
            "hidden": hidden,
            "secret": secret,
        },
        **default,
    )
