"""模板: the wordings of the registry and of the reader's province, every version of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, OfficeFilter, TextFilter, YesNoFilter
from admin_app.grid.spec import STAFF, Column, Grid
from models.definitions.template import Template

GRID = Grid(
    entity="template",
    model=Template,
    readers=STAFF,
    column_list=(
        Column("name", wraps=True),
        Column("kind"),
        Column("language"),
        Column("number"),
        Column("is_active"),
        Column("office", wraps=True),
        Column("started_at"),
        Column("ended_at"),
        Column("by"),
    ),
    details_only_columns=(
        Column("subject"),
        Column("title", wraps=True),
        Column("body", wraps=True),
        Column("closing", wraps=True),
        Column("footer", wraps=True),
        Column("file_name"),
        Column("sha256"),
        Column("created_at"),
        Column("updated_at"),
    ),
    column_filters=(
        ChoiceFilter("kind"),
        ChoiceFilter("language"),
        YesNoFilter("is_active"),
        TextFilter("name"),
        TextFilter("subject"),
        OfficeFilter("office_code"),
    ),
    start="change_template",
    column_extra_row_actions=("restore_template", "reset_template"),
    pages=((_l("预览"), "wording_preview.index"),),
)
