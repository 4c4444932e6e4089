"""An input that nobody has filled in yet: whatever depends on it cannot be known.

A plan that opens has rows before it has an input. Checks run on `UNFILLED`; one that comes to its
refusal without reading a value refuses because of the row itself, and stands at once. One that
reads a value is left open, so no value is ever made up to compute with.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NoReturn

from actions.core.input_fields import field_types, plain_type

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class NotFilledError(Exception):
    """A value was read that nobody has typed yet."""


class UnfilledInput:
    """Stands for an input, and for facts looked up by one; each use raises NotFilledError."""

    def __getattr__(self, name: str) -> NoReturn:
        """Raises NotFilledError, as do the operators below."""
        raise NotFilledError(name)

    def _refuse(self, *_operands: object) -> NoReturn:
        raise NotFilledError

    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = __call__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = _refuse


UNFILLED: Any = UnfilledInput()


def is_filled(given: DataclassInstance) -> bool:
    """Whether a suggested input can be computed with; zeros and blanks are left to be typed."""
    hints = field_types(type(given))
    for f in dataclasses.fields(given):
        is_optional = f.default is not dataclasses.MISSING or plain_type(hints[f.name])[1]
        value = getattr(given, f.name)
        if not is_optional and not isinstance(value, bool) and value in _TO_BE_TYPED:
            return False
    return True


_TO_BE_TYPED: tuple[object, ...] = (None, "", 0, ())
