"""用户: the logins of an office and of the offices below it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from actions.core.records.editable import USER
from admin_app.grid.filters import ChoiceFilter, KeyFilter, OfficeFilter
from admin_app.grid.spec import Column, Grid
from models.users.user import Role, User

GRID = Grid(
    entity="user",
    model=User,
    readers=frozenset(
        {Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN, Role.CITY_ADMIN, Role.COUNTY_ADMIN, Role.VIEWER}
    ),
    column_list=(
        Column("username"),
        Column("display_name"),
        Column("role"),
        Column("office", wraps=True),
        Column("unit.name", wraps=True),
        Column("is_active"),
    ),
    details_only_columns=(
        Column("own_role.name_zh", wraps=True),
        Column("email"),
        Column("must_change_password"),
        Column("locked_until"),
        Column("created_at"),
    ),
    column_filters=(
        ChoiceFilter("role"),
        OfficeFilter("office_code"),
        KeyFilter("office_id"),
    ),
    start="create_user",
    form_columns=USER.fields,
    can_edit=USER.grants,
    pages=((_l("密码条"), "slip.index"), (_l("岗位交接单"), "desk_handover.sheet")),
    column_sortable_list=("id",),
    column_default_sort="id",
    search_placeholder=_l("用户名、姓名或拼音首字母"),
)
