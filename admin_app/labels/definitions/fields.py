"""Words of 自定义字段 (fields of one's own): their definitions, and their values."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.records.field_rules import FieldNote, FieldRefusal, PatternFault
from actions.core.records.own_input import OwnValueRefusal
from admin_app.labels.words import ActionWords
from models.definitions.own_field import FieldEntity, FieldKind

ENTITIES: dict[str, object] = {
    "own_field": _l("自定义字段"),
    "own_value": _l("自定义字段的内容"),
    "own_search": _l("自定义字段的搜索"),
}

ACTIONS: dict[str, ActionWords] = {
    "define_field": ActionWords(
        _l("新增自定义字段"),
        _l("确认新增"),
        _l("本编办及以下各级编办都使用；同级编办看不到。字段类型和代码确定后不能修改。"),
    ),
    "change_field": ActionWords(
        _l("修改自定义字段"),
        _l("确认修改"),
        _l("新的要求只对今后填写的内容有效，已填写的内容不变。"),
    ),
    "change_field_kind": ActionWords(
        _l("修改字段类型"),
        _l("确认修改类型"),
        _l("逐条转换已填写的内容；原字段连同原内容停用保留，可以随时恢复。"),
    ),
    "ask_to_purge_field": ActionWords(
        _l("申请清除字段内容"),
        _l("确认申请"),
        _l("须由本编办或上级编办的另一人清除；清除后不能恢复。恢复字段即撤回申请。"),
    ),
    "purge_field": ActionWords(
        _l("清除字段内容"),
        _l("确认清除"),
        _l("从所有记录中删除停用字段的内容，不能恢复；办理记录中以前的内容仍然保留。"),
    ),
    "retire_field": ActionWords(
        _l("停用自定义字段"),
        _l("确认停用"),
        _l("停用后列表、表单和文件中不再显示；已填写的内容保留，恢复后照常显示。"),
    ),
    "work_out_field": ActionWords(
        _l("继续计算"),
        _l("确认计算"),
        _l("算式新增或修改后，每次计算 2,000 条记录；记录有改动时也会计算。"),
    ),
    "restore_field": ActionWords(
        _l("恢复自定义字段"), _l("确认恢复"), _l("字段和已填写的内容重新显示。")
    ),
}

FIELD_WORDS: dict[str, object] = {
    "entity": _l("用于"),
    "code": _l("字段代码"),
    "kind": _l("字段类型"),
    "label": _l("字段名称"),
    "label_en": _l("英文名称"),
    "help_text": _l("填写说明"),
    "section": _l("分组"),
    "place": _l("排列顺序"),
    "required_from": _l("必填（自何日起）"),
    "is_unique": _l("内容不得重复"),
    "is_searchable": _l("可以搜索"),
    "least": _l("最小值（文字为最少字数）"),
    "most": _l("最大值（文字为最多字数）"),
    "pattern": _l("格式（正则表达式）"),
    "choices": _l("选项（每行一个：代码=名称/英文名称）"),
    "choice_list": _l("选用选项清单（不选则填写上面的选项）"),
    "default_value": _l("默认值"),
    "shown_when": _l("何时显示（条件）"),
    "required_when": _l("何时必填（条件）"),
    "formula": _l("算式（由系统计算，不手工填写）"),
    "seen_by": _l("可以查看的角色（不选为全部）"),
    "edited_by": _l("可以填写的角色（不选为全部）"),
    "whole_for": _l("可以看到全部内容的角色，其他角色只看到后四位（不选为不遮盖）"),
}

#: What no column of a definition holds as it is typed.
_TYPED = frozenset({"code", "choices", "choice_list"})
#: What a change leaves as it is.
_SETTLED = frozenset({"entity", "code", "kind", "is_unique"})

FIELDS: dict[tuple[str, str], object] = {
    (action, name): label
    for action in ("define_field", "change_field")
    for name, label in FIELD_WORDS.items()
    if action == "define_field" or name not in _SETTLED
}

FIELDS |= {
    ("ask_to_purge_field", "reason"): _l("清除原因"),
    ("change_field_kind", "kind"): _l("新的字段类型"),
    ("change_field_kind", "choices"): FIELD_WORDS["choices"],
    ("change_field_kind", "leaves_out"): _l("不能转换的记录留空，原内容保留在停用的原字段中"),
}

COLUMNS: dict[tuple[str, str], object] = {
    **{("own_field", name): label for name, label in FIELD_WORDS.items() if name not in _TYPED},
    ("own_field", "choice_list_id"): _l("选项清单"),
    ("own_field", "key"): FIELD_WORDS["code"],
    ("own_field", "worked_out_to"): _l("已计算到的记录"),
    ("own_field", "is_active"): _l("在用"),
    ("own_field", "purge_asked_by_key"): _l("申请清除内容的人"),
    ("own_field", "purge_asked_at"): _l("申请清除内容的时间"),
    ("own_search", "field_id"): _l("自定义字段"),
    ("own_search", "row_id"): _l("记录编号"),
    ("own_search", "words"): _l("搜索用语"),
    ("own_value", "field_id"): _l("自定义字段"),
    ("own_value", "row_id"): _l("记录编号"),
    ("own_value", "value"): _l("内容"),
    ("own_value", "is_unique"): _l("内容不得重复"),
}

SHARED: dict[str, object] = {"own_values": _l("自定义字段")}

FACTS: dict[str, object] = {
    "field_entity": _l("用于"),
    "field_kind": _l("字段类型"),
    "value_count": _l("已填写的记录"),
    "left_count": _l("仍有原内容的记录"),
    "purged_count": _l("已清除的记录"),
    "worked_out_count": _l("已计算的记录"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    FieldEntity: {
        FieldEntity.UNIT: _l("注册单位"),
        FieldEntity.DOMAIN: _l("域名"),
        FieldEntity.ORDER: _l("缴费信息"),
        FieldEntity.PAYMENT: _l("用户缴费"),
        FieldEntity.LOT: _l("预开发票"),
        FieldEntity.INVOICE: _l("用户发票"),
        FieldEntity.REMITTANCE: _l("汇款单"),
        FieldEntity.OFFICE: _l("编办"),
        FieldEntity.USER: _l("用户"),
    },
    FieldKind: {
        FieldKind.TEXT: _l("文字"),
        FieldKind.LONG_TEXT: _l("长文字"),
        FieldKind.WHOLE: _l("整数"),
        FieldKind.DECIMAL: _l("小数"),
        FieldKind.DATE: _l("日期"),
        FieldKind.DATE_TIME: _l("日期和时间"),
        FieldKind.YES_NO: _l("是或否"),
        FieldKind.CHOICE: _l("单选"),
        FieldKind.CHOICES: _l("多选"),
        FieldKind.LINK: _l("网址"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    FieldRefusal.KEY_MALFORMED: _l(
        "字段代码“%(key)s”不对：以小写字母开头，只用小写字母、数字和下划线，最多 30 个字符。"
    ),
    FieldRefusal.KEY_TAKEN: _l("已经有代码为“%(key)s”的字段（包括已停用的），请换一个代码。"),
    FieldRefusal.TOO_MANY: _l("同一种记录最多 %(maximum)s 个自定义字段（包括已停用的）。"),
    FieldRefusal.CHOICES_MISSING: _l("单选和多选须填写选项。"),
    FieldRefusal.CHOICES_UNWANTED: _l("只有单选和多选有选项，请清空。"),
    FieldRefusal.CHOICES_AND_LIST: _l("填写选项和选用清单只能取其一，请清空一项。"),
    FieldRefusal.LIST_UNKNOWN: _l("没有可以选用的清单“%(code)s”。请从列出的清单中选择。"),
    FieldRefusal.CHOICE_MALFORMED: _l(
        "选项“%(line)s”不对：每行写成“代码=名称/英文名称”，代码用小写字母、数字、下划线和连字符。"
    ),
    FieldRefusal.CHOICE_TWICE: _l("选项代码“%(code)s”出现了两次。"),
    FieldRefusal.TOO_MANY_CHOICES: _l("填写了 %(count)s 个选项，最多 %(maximum)s 个。"),
    FieldRefusal.CHOICE_USED: _l("选项“%(code)s”已有记录使用，不能去掉。请先修改这些记录。"),
    FieldRefusal.END_MALFORMED: _l("“%(value)s”不是这种字段的最小值或最大值。"),
    FieldRefusal.END_UNWANTED: _l("这种字段没有最小值和最大值，请清空。"),
    FieldRefusal.ENDS_CROSSED: _l("最大值小于最小值。"),
    FieldRefusal.PATTERN_UNWANTED: _l("只有文字和网址可以规定格式，请清空。"),
    FieldRefusal.UNIQUE_UNWANTED: _l("只有文字、整数和网址可以要求不重复。"),
    FieldRefusal.MASK_UNWANTED: _l("只有文字和整数可以遮盖，请清空可以看到全部内容的角色。"),
    FieldRefusal.SEARCH_UNWANTED: _l("只有文字和网址可以搜索，其他字段请用筛选。"),
    FieldRefusal.TOO_MANY_SEARCHED: _l("同一种记录最多 %(maximum)s 个可以搜索的字段。"),
    FieldRefusal.KIND_UNCHANGED: _l("字段类型已经是“%(kind)s”，不用修改。"),
    FieldRefusal.KIND_UNREACHABLE: _l("“%(before)s”不能改为“%(after)s”。"),
    FieldRefusal.DOES_NOT_CONVERT: _l(
        "%(count)s 条记录的内容不能转换，例如：%(names)s。请先修改这些记录，或者选择把它们留空。"
    ),
    FieldRefusal.TOO_MANY_TO_CONVERT: _l(
        "已填写的记录超过 %(maximum)s 条，不能一次转换。请新增字段，导出内容后用导入表填写。"
    ),
    FieldRefusal.NOT_RETIRED: _l("字段还在用，请先停用。"),
    FieldRefusal.PURGE_ASKED: _l("已经有人申请清除，请由另一人清除。"),
    FieldRefusal.PURGE_NOT_ASKED: _l("还没有人申请清除这个字段的内容。"),
    FieldRefusal.PURGE_BEYOND: _l(
        "%(count)s 条记录已经不在本辖区，请由注册管理员清除，或者请现在的编办先处理。"
    ),
    FieldRefusal.TOO_MANY_TO_SEARCH: _l(
        "已填写的记录超过 %(maximum)s 条，不能再改为可以搜索。请新增一个可以搜索的字段。"
    ),
    FieldRefusal.DEFAULT_MALFORMED: _l("默认值“%(value)s”不符合字段类型。"),
    FieldRefusal.FORMULA_KIND: _l("只有文字、整数、小数、日期、日期和时间、是或否可以由算式计算。"),
    FieldRefusal.FORMULA_ALONE: _l(
        "由算式计算的字段不手工填写：请清空必填、默认值、最小值、最大值、格式、选项和不得重复。"
    ),
    FieldRefusal.FORMULA_SETTLED: _l(
        "手工填写的字段不能改为由算式计算，由算式计算的也不能改为手工填写。请另设一个字段。"
    ),
    FieldRefusal.ALL_WORKED_OUT: _l("这个字段没有算式，或者全部记录都已计算。"),
    FieldRefusal.EXPRESSION_STEPS: _l(
        "“%(field)s”本身有用到其他自定义字段的条件或算式，不能再被引用。请改用其他字段。"
    ),
    FieldRefusal.EXPRESSION_IS_USED: _l(
        "“%(field)s”的条件或算式用到本字段，所以本字段的条件和算式不能再用其他自定义字段。"
    ),
    FieldRefusal.USED_BY_OTHERS: _l("“%(field)s”的条件或算式用到本字段，请先修改。"),
    FieldRefusal.RETIRED: _l("字段已经停用。"),
    FieldRefusal.IN_USE: _l("字段正在使用，不需要恢复。"),
    PatternFault.MALFORMED: _l(
        "格式“%(pattern)s”不能使用：用 RE2 的正则表达式，没有反向引用和前后查看，重复次数不能太大。"
    ),
    FieldNote.WORKS_OUT: _l(
        "按算式计算已有的记录，先计算 %(maximum)s 条；更多的记录请再办理“继续计算”。"
    ),
    FieldNote.TOUCHES: _l("已填写的记录 %(rows)s 条，用到的常用查询 %(views)s 个。"),
    FieldNote.PURGES: _l("清除 %(count)s 条记录的内容，每次最多 %(maximum)s 条。"),
    FieldNote.PURGE_IS_FINAL: _l(
        "清除后不能恢复：记录、搜索和文件中都不再有。办理记录不能删改，其中以前的内容仍然保留。"
    ),
    FieldNote.CONVERTS: _l("%(count)s 条记录的内容可以转换。"),
    FieldNote.STAYS: _l("%(count)s 条记录的内容不能转换，例如：%(names)s。"),
    OwnValueRefusal.REQUIRED: _l("“%(field)s”必须填写。"),
    OwnValueRefusal.BELOW: _l("“%(field)s”不能小于 %(least)s。"),
    OwnValueRefusal.ABOVE: _l("“%(field)s”不能大于 %(most)s。"),
    OwnValueRefusal.TOO_SHORT: _l("“%(field)s”至少 %(least)s 个字。"),
    OwnValueRefusal.PATTERN: _l("“%(field)s”不符合规定的格式 %(pattern)s。"),
    OwnValueRefusal.NOT_A_DECIMAL: _l("“%(field)s”应为小数，最多四位小数。"),
    OwnValueRefusal.NOT_A_LINK: _l("“%(field)s”应为以 http:// 或 https:// 开头的网址。"),
    OwnValueRefusal.NOT_SHOWN: _l("按规定的条件，这条记录不填写“%(field)s”，请清空。"),
    OwnValueRefusal.ENDED: _l("“%(field)s”中的“%(word)s”已不能选用，请另选一个。"),
    OwnValueRefusal.TAKEN: _l("“%(field)s”的内容已被其他记录使用，不得重复。"),
}
