"""The view of each entity: data, some twenty lines each, one module in the folder of its noun.

Every module below has a `GRID` and is found; none is listed by hand.
"""

from actions.labelled import LABELLED
from admin_app.grid.conditions.columns import know_grids
from admin_app.grid.labelled import with_labels
from admin_app.grid.spec import Grid
from models.values.package_modules import package_modules

#: By entity.
GRIDS: dict[str, Grid] = {
    module.GRID.entity: with_labels(module.GRID) if module.GRID.model in LABELLED else module.GRID
    for module in package_modules(__name__)
}
know_grids(GRIDS)
