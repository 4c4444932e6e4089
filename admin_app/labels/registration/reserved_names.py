"""Words of 保留名称, and what every door says of a name that is not a unit's own."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.domains.end_reservations import EndReservationsRefusal
from actions.domains.reserve_names import ReserveNamesNote, ReserveNamesRefusal
from admin_app.labels.words import ActionWords
from models.registration.domain_filing import FilingFault, Grade
from models.registration.name_belonging import FilingDoubt
from models.registration.reserved_name import ReservedKind
from models.registration.unit_reorganisation import ReformNote

ACTIONS: dict[str, ActionWords] = {
    "reserve_names": ActionWords(
        _l("登记保留名称"),
        _l("确认登记"),
        _l(
            "“保留”和“有争议”的名称按整个名称核对，“禁用”的词不得出现在名称中；繁简体和异体一并核对。"
        ),
    ),
    "end_reservations": ActionWords(
        _l("解除保留"), _l("确认解除"), _l("解除后名称可以报送；记录保留，可以查询。")
    ),
}

_NAME, _KIND, _REASON = _l("名称"), _l("类别"), _l("原因")
_DOCUMENT_NO, _FROM, _TO = _l("文号"), _l("生效日期"), _l("失效日期")
_HOLDER, _NOTE = _l("归属单位信用代码"), _l("备注")

FIELDS: dict[tuple[str, str], object] = {
    ("reserve_names", "names"): _l("保留名称"),
    ("reserve_names", "names.name"): _NAME,
    ("reserve_names", "names.kind"): _KIND,
    ("reserve_names", "names.reason"): _REASON,
    ("reserve_names", "names.document_no"): _DOCUMENT_NO,
    ("reserve_names", "names.valid_from"): _l("生效日期（不填为今天）"),
    ("reserve_names", "names.valid_to"): _l("失效日期（不填为长期）"),
    ("reserve_names", "names.holder_uscc"): _HOLDER,
    ("reserve_names", "names.note"): _NOTE,
    ("end_reservations", "on"): _l("失效日期（不填为今天）"),
    ("submit_domain", "name_reason"): _l("名称说明（名称与单位名称不同时填写）"),
    ("resubmit", "name_reason"): _l("名称说明（名称与单位名称不同时填写）"),
}

ENTITIES: dict[str, object] = {"reserved_name": _l("保留名称")}

COLUMNS: dict[tuple[str, str], object] = {
    ("reserved_name", "variant_key"): _l("变体归并名"),
    ("reserved_name", "holder_uscc"): _HOLDER,
    ("reserved_name", "note"): _NOTE,
    ("domain", "name_reason"): _l("名称说明"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    ReservedKind: {
        ReservedKind.RESERVED: _l("保留"),
        ReservedKind.DISPUTED: _l("有争议"),
        ReservedKind.PROHIBITED: _l("禁用"),
    },
    Grade: {
        Grade.PASS: _l("相符"),
        Grade.ADVICE: _l("需说明"),
        Grade.FAIL: _l("不能通过"),
    },
}

FACTS: dict[str, object] = {
    "name_verdict": _l("名称核对"),
    "name_reason": _l("名称说明"),
}

SENTENCES: dict[StrEnum, object] = {
    FilingFault.PROHIBITED: _l(
        "“%(name)s”含有禁用的词“%(kept)s”（%(reason)s，%(document_no)s）。请更换名称。"
    ),
    FilingFault.DISPUTED: _l(
        "“%(name)s”的归属有争议（%(reason)s，%(document_no)s），争议解决前不能报送。"
        "请更换名称，或等待争议解决。"
    ),
    FilingFault.LISTED: _l(
        "“%(name)s”是保留名称（%(reason)s，%(document_no)s）。请使用单位的全称或规范简称。"
    ),
    FilingFault.OTHER_UNIT: _l(
        "“%(label)s”是另一单位的全称，不能由%(unit)s使用。请使用本单位的全称或规范简称。"
    ),
    FilingFault.OTHER_DIVISION: _l(
        "“%(label)s”以“%(division)s”开头，而%(unit)s不在该行政区划。请使用本单位的全称或规范简称。"
    ),
    FilingFault.REASON_NEEDED: _l(
        "“%(label)s”与%(unit)s的名称不符。请更换名称，或在“名称说明”中写明使用这个名称的理由。"
    ),
    FilingDoubt.NOT_ITS_NAME: _l(
        "“%(label)s”不含%(unit)s的名称或其规范简称，须写明理由，由审核人员判断。"
    ),
    FilingDoubt.FORMER_NAME: _l("“%(label)s”出自%(unit)s的曾用名，须写明理由，由审核人员判断。"),
    ReformNote.NAME_REFUSED: _l(
        "“%(name)s”不能由%(unit)s新报送（保留名称，或他单位、他地的名称），转入后请核对是否保留。"
    ),
    ReformNote.NAME_DOUBTED: _l("“%(name)s”与%(unit)s的名称不符，请核对是否保留。"),
    ReserveNamesRefusal.NO_NAMES: _l("请点击“增加”，至少填写一个名称。"),
    ReserveNamesRefusal.TOO_MANY: _l(
        "一次最多登记 %(maximum)s 个名称，现有 %(count)s 个。请分次登记。"
    ),
    ReserveNamesRefusal.NAME_EMPTY: _l("第 %(number)s 个名称是空的。请填写名称。"),
    ReserveNamesRefusal.TWICE: _l(
        "第 %(number)s 个名称“%(name)s”与前面的名称相同（含繁简体和异体）。请删除重复的一行。"
    ),
    ReserveNamesRefusal.KEPT_ALREADY: _l(
        "“%(name)s”已在保留名称中，类别相同。请先解除原有的保留，再重新登记。"
    ),
    ReserveNamesRefusal.INTERVAL: _l(
        "“%(name)s”的失效日期不晚于生效日期。请改正日期，长期保留的不填失效日期。"
    ),
    ReserveNamesRefusal.HOLDER: _l(
        "“%(name)s”的类别不是“保留”，不能填写归属单位。请删除归属单位或改正类别。"
    ),
    ReserveNamesRefusal.HOLDER_FAULTY: _l(
        "“%(name)s”的归属单位信用代码“%(uscc)s”不对。请按证照逐位核对。"
    ),
    ReserveNamesNote.LIVE: _l(
        "“%(name)s”已有单位报送或注册，登记后不受影响；如须收回，请另行办理。"
    ),
    EndReservationsRefusal.ENDED_ALREADY: _l(
        "“%(name)s”自 %(on)s 起不再保留，不需要解除。请取消勾选。"
    ),
    EndReservationsRefusal.BEFORE_START: _l(
        "“%(name)s”自 %(on)s 起保留，失效日期须晚于这一天。请改填更晚的日期。"
    ),
    EndReservationsRefusal.IN_PAST: _l("失效日期 %(on)s 已经过去。请填写今天或以后的日期。"),
}
