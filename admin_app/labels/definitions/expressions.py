"""Sentences about expressions that people type."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.definitions.expression import ExpressionFault

SENTENCES: dict[StrEnum, object] = {
    ExpressionFault.MALFORMED: _l(
        "条件或算式在“%(found)s”处写得不对：只用名称、文字、数字、运算符和列出的函数。"
    ),
    ExpressionFault.TOO_LONG: _l("条件或算式“%(found)s”太长，最多 %(maximum)s 个字符。"),
    ExpressionFault.TOO_DEEP: _l("条件或算式“%(found)s”的括号或层次太多，请写得简单一些。"),
    ExpressionFault.UNKNOWN_NAME: _l("没有名称“%(found)s”，请从可用的名称中选用。"),
    ExpressionFault.UNKNOWN_FUNCTION: _l("没有函数“%(found)s”，请从可用的函数中选用。"),
    ExpressionFault.WRONG_KIND: _l(
        "“%(found)s”把不同类型的内容放在一起计算或比较，例如文字和数字。请先换成同一类型。"
    ),
    ExpressionFault.WRONG_RESULT: _l("“%(found)s”的结果不是所要的类型。"),
    ExpressionFault.EMPTY_VALUE: _l("算式用到的“%(found)s”没有填写，所以没有结果。"),
    ExpressionFault.DIVISION_BY_ZERO: _l("算式“%(found)s”除以零，所以没有结果。"),
    ExpressionFault.TOO_LARGE: _l("算式“%(found)s”的结果太大，所以没有结果。"),
}
