"""What the definition of a register must be, whether it is new or changed, and how people type it.

States stand one a line, `code=name/English name|colour|todo`; moves `code>code|roles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol, TypeAlias

from actions.core.refusal import Fact, Refusal
from models.registers.numbering import NumberPatternError, check_pattern
from models.registers.register import MAXIMUM_MOVES, MAXIMUM_STATES, Register, written_roles
from models.users.user import Role
from models.values.tone import Tone

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
#: Words of addresses below the list of registers; no register is called so.
RESERVED_KEYS: Final = frozenset(
    {
        "action",
        "cell",
        "delete",
        "details",
        "edit",
        "export",
        "facets",
        "new",
        "paste",
        "tabs",
        "ticked",
        "ticks",
    }
)
#: A state or a move as the register keeps it.
Stored: TypeAlias = dict[str, Any]
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,23}")
_LONGEST_WORD: Final = 20
_TODO: Final = "todo"
#: Who may be named as entering rows, and who as reading them.
_WRITERS: Final = frozenset(Role) - {Role.UNIT_USER, Role.SYSTEM, Role.VIEWER}
_READERS: Final = frozenset(Role) - {Role.UNIT_USER, Role.SYSTEM}
#: Who enters rows where nobody is named.
_USUAL_WRITERS: Final = frozenset(
    {
        Role.REGISTRY_ADMIN,
        Role.PROVINCE_ADMIN,
        Role.CITY_ADMIN,
        Role.COUNTY_ADMIN,
        Role.CASHIER,
    }
)


class RegisterRefusal(StrEnum):
    """Why the definition of a register is refused."""

    KEY_MALFORMED = "register_key_malformed"
    KEY_TAKEN = "register_key_taken"
    KEY_RESERVED = "register_key_reserved"
    TOO_MANY = "register_too_many"
    NAME_MISSING = "register_name_missing"
    PATTERN_MALFORMED = "register_pattern_malformed"
    STATE_MALFORMED = "register_state_malformed"
    STATE_TWICE = "register_state_twice"
    STATES_MISSING = "register_states_missing"
    TOO_MANY_STATES = "register_too_many_states"
    STATE_USED = "register_state_used"
    MOVE_MALFORMED = "register_move_malformed"
    MOVE_UNKNOWN = "register_move_unknown"
    TOO_MANY_MOVES = "register_too_many_moves"
    ROLE_CANNOT = "register_role_cannot"
    RETIRED = "register_is_retired"
    IN_USE = "register_is_in_use"


class RegisterFault(ValueError):
    """A rule is broken."""

    def __init__(self, code: RegisterRefusal, at: str, /, **facts: Fact) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts, at=at)


class TypedRegister(Protocol):
    """What a new and a changed register have in common, as typed."""

    @property
    def name_zh(self) -> str | None: ...
    @property
    def name_en(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def number_pattern(self) -> str | None: ...
    @property
    def states(self) -> str | None: ...
    @property
    def moves(self) -> str | None: ...
    @property
    def has_unit(self) -> bool: ...
    @property
    def has_domain(self) -> bool: ...
    @property
    def readers(self) -> tuple[Role, ...]: ...
    @property
    def writers(self) -> tuple[Role, ...]: ...


@dataclass(frozen=True, slots=True)
class CheckedRegister:
    """A definition whose every rule holds, as it is stored."""

    name_zh: str
    name_en: str | None
    description: str | None
    number_pattern: str
    states: list[Stored]
    moves: list[Stored]
    has_unit: bool
    has_domain: bool
    readers: str
    writers: str

    def write_to(self, register: Register) -> None:
        """Store it."""
        for name in self.__slots__:
            setattr(register, name, getattr(self, name))


def checked(given: TypedRegister) -> CheckedRegister:
    """The definition as it is stored. Raises RegisterFault."""
    if not given.name_zh:
        raise RegisterFault(RegisterRefusal.NAME_MISSING, "name_zh")
    states = read_states(given.states or "")
    return CheckedRegister(
        name_zh=given.name_zh,
        name_en=given.name_en,
        description=given.description,
        number_pattern=_pattern(given.number_pattern or ""),
        states=states,
        moves=read_moves(given.moves, [state["code"] for state in states]),
        has_unit=given.has_unit,
        has_domain=given.has_domain,
        readers=_roles(given.readers or sorted(_READERS), _READERS, "readers"),
        writers=_roles(given.writers or sorted(_USUAL_WRITERS), _WRITERS, "writers"),
    )


def _pattern(typed: str) -> str:
    try:
        check_pattern(typed)
    except NumberPatternError as error:
        facts = {"pattern": typed}
        raise RegisterFault(RegisterRefusal.PATTERN_MALFORMED, "number_pattern", **facts) from error
    return typed


def _roles(given: Iterable[Role], possible: frozenset[Role], at: str) -> str:
    for role in given:
        if role not in possible:
            raise RegisterFault(RegisterRefusal.ROLE_CANNOT, at, role=role)
    return written_roles(frozenset(role.value for role in given))


def read_states(typed: str) -> list[Stored]:
    """The states of a text; rows begin in the first. Raises RegisterFault."""
    found: dict[str, Stored] = {}
    for line in _lines(typed):
        state = _state(line)
        if state["code"] in found:
            raise RegisterFault(RegisterRefusal.STATE_TWICE, "states", code=state["code"])
        found[state["code"]] = state
    if not found:
        raise RegisterFault(RegisterRefusal.STATES_MISSING, "states")
    if len(found) > MAXIMUM_STATES:
        facts = {"count": len(found), "maximum": MAXIMUM_STATES}
        raise RegisterFault(RegisterRefusal.TOO_MANY_STATES, "states", **facts)
    return list(found.values())


def _state(line: str) -> Stored:
    named, *marks = (part.strip() for part in line.split("|"))
    code, _equals, words = (part.strip() for part in named.partition("="))
    label, _slash, english = (part.strip() for part in words.partition("/"))
    tones = [mark for mark in marks if mark != _TODO]
    is_lawful = (
        _CODE.fullmatch(code)
        and 0 < len(label) <= _LONGEST_WORD
        and len(english) <= _LONGEST_WORD * 2
        and len(tones) <= 1
        and set(tones) <= {tone.value for tone in Tone}
    )
    if not is_lawful:
        raise RegisterFault(RegisterRefusal.STATE_MALFORMED, "states", line=line[:60])
    return {
        "code": code,
        "label": label,
        "label_en": english or label,
        "tone": tones[0] if tones else Tone.MUTED.value,
        "is_todo": _TODO in marks,
    }


def read_moves(typed: str | None, codes: list[str]) -> list[Stored]:
    """The moves of a text; without one, from any state to any other. Raises RegisterFault."""
    lines = list(_lines(typed or ""))
    if not lines:
        return [
            {"source": source, "target": target, "roles": []}
            for source in codes
            for target in codes
            if source != target
        ]
    if len(lines) > MAXIMUM_MOVES:
        facts = {"count": len(lines), "maximum": MAXIMUM_MOVES}
        raise RegisterFault(RegisterRefusal.TOO_MANY_MOVES, "moves", **facts)
    return [_move(line, codes) for line in lines]


def _move(line: str, codes: list[str]) -> Stored:
    pair, _bar, named = (part.strip() for part in line.partition("|"))
    source, arrow, target = (part.strip() for part in pair.partition(">"))
    roles = [role.strip() for role in named.split(",") if role.strip()]
    if not arrow or set(roles) - {role.value for role in _WRITERS}:
        raise RegisterFault(RegisterRefusal.MOVE_MALFORMED, "moves", line=line[:60])
    for code in (source, target):
        if code not in codes or source == target:
            raise RegisterFault(RegisterRefusal.MOVE_UNKNOWN, "moves", line=line[:60], code=code)
    return {"source": source, "target": target, "roles": sorted(set(roles))}


def written_states(register: Register) -> str:
    """The states back as people type them."""
    return "\n".join(
        "|".join(
            (
                f"{state['code']}={state['label']}/{state['label_en']}",
                state["tone"],
                *((_TODO,) if state["is_todo"] else ()),
            )
        )
        for state in register.states
    )


def written_moves(register: Register) -> str:
    """The moves back as people type them."""
    return "\n".join(
        "|".join((f"{move['source']}>{move['target']}", *filter(None, [",".join(move["roles"])])))
        for move in register.moves
    )


def _lines(typed: str) -> Iterable[str]:
    return (line.strip() for line in typed.splitlines() if line.strip())
