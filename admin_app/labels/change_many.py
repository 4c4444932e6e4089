"""Words of 批量修改: one value for one field of many records."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.input_fields import field_types
from actions.core.records.change_many import CHANGE_MANY, ChangeManyNote, ChangeManyRefusal
from admin_app.labels import columns, imports
from admin_app.labels.words import ActionWords
from models.imports.sheet import ImportField

_HINT = _l(
    "选定一栏，填写新的值，所选记录的这一栏都改成它；不填就是清空。每条记录都留有修改前后的值。"
)

ACTIONS: dict[str, ActionWords] = {
    "change_many_unit": ActionWords(_l("批量修改"), _l("确认修改"), _HINT),
    "change_many_domain": ActionWords(_l("批量修改"), _l("确认修改"), _HINT),
    "change_many_mailing_address": ActionWords(_l("批量修改"), _l("确认修改"), _HINT),
    "change_many_user": ActionWords(_l("批量修改"), _l("确认修改"), _HINT),
    "change_many_office": ActionWords(_l("批量修改"), _l("确认修改"), _HINT),
    "change_many_payment_mode": ActionWords(_l("批量修改"), _l("确认修改"), _HINT),
}

FIELDS: dict[tuple[str, str], object] = {
    (key, name): word
    for key in ACTIONS
    for name, word in (("field", _l("修改哪一栏")), ("value", _l("改成（不填为清空）")))
}

SENTENCES: dict[StrEnum, object] = {
    ChangeManyRefusal.UNCHANGED: _l("“%(field)s”已经是“%(value)s”，不用修改。"),
    ChangeManyNote.OVERWRITES: _l("有 %(count)s 条记录的“%(field)s”已有内容，将被新的值替换。"),
    ChangeManyNote.CLEARS: _l("有 %(count)s 条记录的“%(field)s”将被清空。"),
}


def _called(table: str, name: str) -> object:
    """What a field is called: as in imported sheets, or as its column elsewhere."""
    if name in set(ImportField):
        return imports.WORDS[ImportField][ImportField(name)]
    return columns.COLUMNS.get((table, name)) or columns.SHARED[name]


WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    fields: {each: _called(change.model.__tablename__, each.value) for each in fields}
    for change in CHANGE_MANY
    for fields in (field_types(change.input)["field"],)
}
