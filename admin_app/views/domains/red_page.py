"""网络红页: the one-page sites of registered names (guide 新-007)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.grid.filters import ChoiceFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid, NamedList
from models.domains.red_page import RedPage, RedPageState
from models.users.user import Role

#: Whose pages they are, and who sees to them.
_WRITERS = frozenset(
    {
        Role.REGISTRY_ADMIN,
        Role.PROVINCE_ADMIN,
        Role.CITY_ADMIN,
        Role.COUNTY_ADMIN,
        Role.UNIT_USER,
    }
)

GRID = Grid(
    entity="red_page",
    model=RedPage,
    state="state",
    readers=_WRITERS,
    column_list=(
        Column("domain.name_u", wraps=True),
        Column("unit.name", wraps=True),
        Column("office", wraps=True),
        Column("state"),
        Column("published_at"),
        Column("updated_at"),
    ),
    details_only_columns=(
        Column("summary", wraps=True),
        Column("functions", wraps=True),
        Column("departments", wraps=True),
        Column("address"),
        Column("postcode"),
        Column("phone"),
        Column("email"),
        Column("office_hours"),
        Column("link"),
    ),
    column_filters=(
        ChoiceFilter("state"),
        OfficeFilter("office_code"),
        KeyFilter("unit_id"),
    ),
    lists=(
        NamedList("draft", "state", (RedPageState.DRAFT,)),
        NamedList("published", "state", (RedPageState.PUBLISHED,)),
        NamedList("offline", "state", (RedPageState.OFFLINE,)),
    ),
    column_sortable_list=("id",),
    column_searchable_list=("unit",),
    search_placeholder=_l("单位名称或拼音首字母"),
    column_extra_row_actions=("write_red_page",),
    pages=((_l("预览"), "red_page_preview.index"),),
)
