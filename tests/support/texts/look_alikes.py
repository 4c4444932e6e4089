"""Keys of every kind in the spellings people paste: they look the same and differ in every byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hypothesis import strategies as st

from models.core.text_type import TextType
from models.values.document_number import NumberKind, make_number
from models.values.uscc import check_character

#: What nobody sees: soft hyphen, zero-width, marks of direction, joiners, selectors, tags, fillers.
UNSEEN = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202e\u2066\u2069\ufeff"
    "\ufe0f\U000e0041\U000e0100\u3164\u034f\x01\x7f"
)
DASHES = "‐‑‒–—―−﹣－"
#: A number of 19 digits as sheets and people write it once its digits are gone.
EXPONENTS = (
    "6.22848001234568E+018",
    "6E+18",
    "6.22848e+18",
    "6.2E18",
    "6,22848E+18",
    "６．２２８４８Ｅ＋１８",
    " 6.22848E+18",
    "6.22848\u200bE+18",
    "62.2848E+17",
    "6.22848×10^18",
    '="6.22848E+18"',
    "'6.22848E+18",
    "6.23E+12",
)
_BODY = "12620000MB0143028"

#: Keys as they are kept, two of each kind at least.
KEYS: dict[TextType, tuple[str, ...]] = {
    TextType.WORDS: ("已核对，无误", "Paid-up 12"),
    TextType.LINES: ("第一行\n第二行", "一行"),
    TextType.NAME: ("卓尼县人民政府办公室", "卓尼县第1小学（城关）", "中国-东盟中心"),
    TextType.PERSON: ("买买提·艾力", "Li-Ming Wang"),
    TextType.CODE: ("ICBC-20261124-00012", "6228480012345678901"),
    TextType.DOCUMENT_NO: ("卓编办〔2026〕12号", "甘编-2026-1"),
    TextType.USCC: (_BODY + check_character(_BODY), "12100000401359321Q"),
    TextType.NUMBER: (
        make_number(NumberKind.ORDER, "620921", dt.date(2026, 11, 24), 123),
        "ICBC-1",
    ),
    TextType.LABEL: ("卓尼县教育局", "卓尼县-教育局"),
    TextType.LOGIN: ("zhuoni-cashier", "unit.a"),
    TextType.EMAIL: ("zhang-san@unit.example", "a@b.cn"),
    TextType.PHONE: ("0941-3621234", "+86 941 3621234"),
}
#: Kinds that keep compatibility forms, for in free text they are meant.
_AS_TYPED = frozenset({TextType.WORDS, TextType.LINES, TextType.LABEL})
_WIDE = str.maketrans(
    {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {ord("人"): "⼈", ord("民"): "⺠"}
)
_IN_LETTERS = frozenset({TextType.CODE, TextType.USCC, TextType.NUMBER, TextType.LOGIN})


def look_alikes(kind: TextType, key: str) -> Iterator[str]:
    """The key in each spelling by itself."""
    for char in UNSEEN:
        yield key[:2] + char + key[2:]
        yield char + key + char
    for blank in (" ", "\u3000", "\u00a0", "\t"):
        yield blank + key + blank
    if kind in _AS_TYPED:
        return
    yield key.translate(_WIDE)
    yield key.replace("民", "⺠").replace("人", "⼈")
    if kind is not TextType.USCC:
        yield from (key.replace("-", dash) for dash in DASHES if "-" in key)
    if kind in _IN_LETTERS:
        yield from (key.lower(), key.upper(), f"{key[:3]} {key[3:]}")


def spellings(kind: TextType, key: str) -> st.SearchStrategy[str]:
    """The key in one spelling, with more that is unseen strewn in."""
    alike = st.sampled_from(sorted(set(look_alikes(kind, key))))
    strewn = st.tuples(alike, st.text(st.sampled_from(UNSEEN), max_size=3), st.integers(0, 30))
    return strewn.map(lambda it: it[0][: it[2]] + it[1] + it[0][it[2] :])
