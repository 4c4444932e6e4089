"""Every lifecycle beside the entity it guards, found in the models themselves."""

from __future__ import annotations

import sys
from typing import Any

from models.core.base import Base
from models.core.lifecycle import Lifecycle


def _lifecycles() -> dict[type[Any], Lifecycle[Any, Any]]:
    """Entity → lifecycle, matched by the enum of its `state` column."""
    tables = {
        type(value.initial): value
        for name, module in sorted(sys.modules.items())
        if name.startswith("models.")
        for value in vars(module).values()
        if isinstance(value, Lifecycle)
    }
    return {
        model: tables[model.state.type.enum_class]
        for model in stateful()
        if model.state.type.enum_class in tables
    }


def stateful() -> list[type[Any]]:
    """The entities that have a state."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return sorted((m for m in models if "state" in m.__table__.c and _is_word(m)), key=_name)


def _is_word(model: type[Any]) -> bool:
    return hasattr(model.__table__.c.state.type, "enum_class")


def _name(model: type[Any]) -> str:
    return model.__name__


LIFECYCLES = _lifecycles()
