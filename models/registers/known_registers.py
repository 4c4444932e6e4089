"""The registers that a session's reader meets, and the one whose pages are open."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.scope import ScopeLevel, scope_of
from models.registers.register import Register
from models.registers.register_spec import RegisterSpec

#: Key in `Session.info` for the register whose pages are open.
_OPEN = "open_register"
#: Most registers read at once: enough for an office, and few enough for one page.
MOST_KNOWN = 500


def open_register(session: Session, spec: RegisterSpec) -> None:
    """Remember the register whose pages are open."""
    session.info[_OPEN] = spec


def known_registers(session: Session) -> Sequence[RegisterSpec]:
    """The register whose pages are open; else those in use that the reader's role reads."""
    opened: RegisterSpec | None = session.info.get(_OPEN)
    if opened is not None:
        return (opened,)
    wanted = select(Register).where(Register.is_active).order_by(Register.id).limit(MOST_KNOWN)
    role = scope_of(session).role
    specs = (register.spec for register in session.scalars(wanted))
    return [spec for spec in specs if role is None or spec.is_read_by(role)]


def find_register(session: Session, key: str) -> RegisterSpec | None:
    """The register of an address: `training`, or `623022.training` for that of one office.

    A key alone means the reader's own register, else the nearest above, else the only one below;
    None where there is none, or several below. To a registrant none exists: what an office notes
    is never theirs to read, and another answer than to a wrong key would tell them of it.
    """
    if scope_of(session).level is ScopeLevel.REGISTRANT or "\x00" in key:
        return None
    office, _dot, own_key = key.rpartition(".")
    wanted = select(Register).where(Register.key == own_key)
    if office:
        wanted = wanted.where(Register.office_code == office)
    found = session.scalars(wanted.order_by(Register.id).limit(MOST_KNOWN)).all()
    chain = list(scope_of(session).chain)
    near = [register for register in found if register.office_code in chain]
    if near:
        return max(near, key=lambda register: chain.index(register.office_code)).spec
    return found[0].spec if len(found) == 1 else None
