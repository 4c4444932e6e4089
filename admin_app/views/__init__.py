"""The view of each entity: data, some twenty lines each, one module in the folder of its noun.

Every module below with a `GRID` is found; none is listed by hand.
"""

from admin_app.grid.conditions.columns import know_grids
from admin_app.grid.spec import Grid
from admin_app.views.labelled import with_labels
from models.values.package_modules import package_modules

#: By entity.
GRIDS: dict[str, Grid] = {
    module.GRID.entity: with_labels(module.GRID)
    for module in package_modules(__name__)
    if hasattr(module, "GRID")
}
know_grids(GRIDS)
