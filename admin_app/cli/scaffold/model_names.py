"""What an existing model is called in the source: its noun, its lifecycle, its events."""

from __future__ import annotations

import sys

import click

from admin_app.cli.scaffold.action import StateChange
from models.core.base import Base
from models.core.lifecycle import Lifecycle


def mapped_entity(table: str) -> type[Base]:
    """The model of a table; raises click.UsageError for one that has none."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    if table not in models:
        raise click.UsageError(f"No entity has a table {table}.")
    return models[table]


def noun_of(model: type[Base]) -> str:
    """The folder the model stands in."""
    return model.__module__.split(".")[1]


def lifecycle_names(model: type[Base], source: str, target: str) -> StateChange:
    """How the model's module calls the move; raises click.UsageError if nothing leads there."""
    found = vars(sys.modules[model.__module__])
    lifecycles = {n: value for n, value in found.items() if isinstance(value, Lifecycle)}
    for name, life in lifecycles.items():
        for event, (sources, reached) in life.moves.items():
            if source in sources and reached == target:
                state = next(each for each in sources if each == source)
                return StateChange(
                    lifecycle=name,
                    states=type(state).__name__,
                    source=state.name,
                    target=reached.name,
                    events=type(event).__name__,
                    event=event.name,
                )
    raise click.UsageError(f"Nothing leads a row of {model.__name__} from {source} to {target}.")
