"""配置副本: what an office defined, as it was on a day or as a file has it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, DateFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid
from models.definitions.configuration import ConfigurationCopy
from models.users.user import Role

GRID = Grid(
    entity="configuration",
    model=ConfigurationCopy,
    readers=frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN}),
    column_list=(
        Column("name", wraps=True),
        Column("taken_at"),
        Column("origin"),
        Column("item_count"),
        Column("office", wraps=True),
        Column("by"),
    ),
    details_only_columns=(Column("sha256"),),
    column_filters=(ChoiceFilter("origin"), DateFilter("taken_at"), OfficeFilter("office_code")),
    column_default_sort="-id",
    start="keep_configuration",
    column_extra_row_actions=("apply_configuration",),
    pages=((_l("上传和下载配置"), "configuration_file.index"),),
)
