"""The view of each entity: data, some twenty lines each, one module in the folder of its noun.

Every module below has a `GRID` and is found; none is listed by hand.
"""

from functools import partial

from sqlalchemy.orm import Session

from actions.core.reports.report_rules import read_reports_with
from actions.labelled import LABELLED
from admin_app.grid.conditions.columns import know_grids
from admin_app.grid.labelled import with_labels
from admin_app.grid.reporting.key_slices import cut_up
from admin_app.grid.reporting.question import spec_fault
from admin_app.grid.spec import Grid
from admin_app.labels import ENTITIES
from admin_app.labels.menu import list_title
from models.registers.known_registers import known_registers
from models.values.package_modules import package_modules

#: By entity.
GRIDS: dict[str, Grid] = {
    module.GRID.entity: with_labels(module.GRID) if module.GRID.model in LABELLED else module.GRID
    for module in package_modules(__name__)
}
know_grids(GRIDS)


def _report_lists(session: Session) -> list[tuple[str, str]]:
    """(name, label) of every list, and of the registers that the reader meets."""
    built_in = [
        (entity, list_title(entity, None) or str(ENTITIES[grid.entity_table]))
        for entity, grid in GRIDS.items()
    ]
    return [
        *built_in,
        *((spec.full_key, spec.name_for(session)) for spec in known_registers(session)),
    ]


read_reports_with(
    partial(spec_fault, grids=GRIDS),
    _report_lists,
    partial(cut_up, grids=GRIDS),
)
