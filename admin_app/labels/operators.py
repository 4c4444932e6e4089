"""What the comparisons of a condition are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

#: By the code of `Operator`.
OPERATORS: dict[str, object] = {
    "is": _l("是"),
    "is_not": _l("不是"),
    "ge": _l("不小于"),
    "le": _l("不大于"),
    "contains": _l("包含"),
    "not_contains": _l("不包含"),
    "starts": _l("开头是"),
    "filled": _l("已填"),
    "empty": _l("为空"),
}
