"""Suggested labels for a unit: from its full name, its short name, and abbreviations.

A unit's full name comes first, then its 规范简称 (中编办 naming guidance). Names too long for DNS
lose the divisions above their own, as the guidance allows where the rest stays unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.domains.domain import NameBasis
from models.offices.division import Division
from models.registration.name_check import Namesakes
from models.units.unit import Unit
from models.values.label import label_faults, normalise_label

#: Common abbreviations of kinds of bodies; longer ones first.
_ABBREVIATIONS: Final = (
    ("机构编制委员会办公室", "编办"),
    ("人民代表大会常务委员会", "人大常委会"),
    ("国有资产监督管理委员会", "国资委"),
    ("住房公积金管理中心", "公积金中心"),
    ("疾病预防控制中心", "疾控中心"),
    ("公共资源交易中心", "交易中心"),
    ("人力资源和社会保障", "人社"),
    ("卫生健康委员会", "卫健委"),
    ("发展和改革委员会", "发改委"),
    ("民族事务委员会", "民委"),
    ("人民政府办公室", "政府办"),
    ("住房和城乡建设", "住建"),
    ("政务服务中心", "政务中心"),
    ("市场监督管理", "市场监管"),
    ("高级人民法院", "高院"),
    ("中级人民法院", "中院"),
    ("退役军人事务", "退役军人"),
    ("人民检察院", "检察院"),
    ("教育委员会", "教委"),
    ("卫生健康局", "卫健局"),
    ("发展和改革", "发改"),
    ("人民法院", "法院"),
    ("文化和旅游", "文旅"),
    ("工业和信息化", "工信"),
    ("应急管理", "应急"),
    ("医疗保障", "医保"),
)
#: The longest name of a division.
_LONGEST_DIVISION: Final = 15


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A registrable label and its source."""

    label: str
    basis: NameBasis


def suggestions(unit: Unit, divisions: Sequence[str]) -> tuple[Suggestion, ...]:
    """The registrable labels of a unit, best first; `divisions` are the names above its own."""
    found: dict[str, Suggestion] = {}
    for label, basis in _forms(unit, divisions):
        plain = normalise_label(label)
        if not label_faults(plain):
            found.setdefault(plain, Suggestion(plain, basis))
    return tuple(found.values())


def _forms(unit: Unit, divisions: Sequence[str]) -> Iterator[tuple[str, NameBasis]]:
    yield unit.name, NameBasis.FULL_NAME
    if unit.short_name:
        yield unit.short_name, NameBasis.SHORT_NAME
    yield abbreviated(unit.name), NameBasis.SHORT_NAME
    short = _without(unit.name, divisions)
    yield short, NameBasis.SHORT_NAME
    yield abbreviated(short), NameBasis.SHORT_NAME


def abbreviated(name: str) -> str:
    """The name with its first abbreviable part abbreviated."""
    part = next(((long, short) for long, short in _ABBREVIATIONS if long in name), None)
    return name.replace(*part) if part else name


def _without(name: str, divisions: Sequence[str]) -> str:
    """The name without the upper divisions at its start."""
    for division in divisions:
        name = name.removeprefix(division)
    return name


def divisions_above(session: Session, code: str | None) -> list[Division]:
    """The division of a code and those above it, the uppermost first."""
    codes = sorted({f"{(code or '')[:2]}0000", f"{(code or '')[:4]}00", code or ""})
    wanted = select(Division).where(Division.code.in_(codes), Division.valid_to.is_(None))
    return list(session.scalars(wanted.order_by(Division.code)))


def find_namesakes(session: Session, label: str, own: Sequence[Division]) -> Namesakes | None:
    """The division's name at the label's start, if several divisions have it today.

    `own` are the unit's divisions, uppermost first: one of them names the prefix to put in front.
    """
    heads = [label[:length] for length in range(2, min(len(label), _LONGEST_DIVISION) + 1)]
    wanted = select(Division).where(Division.name.in_(heads), Division.valid_to.is_(None))
    found = list(session.scalars(wanted))
    longest = max((division.name for division in found), key=len, default="")
    count = sum(division.name == longest for division in found)
    if count < 2:  # noqa: PLR2004  one is no namesake
        return None
    return Namesakes(longest, count, _with_upper(label, longest, own))


def _with_upper(label: str, name: str, own: Sequence[Division]) -> str | None:
    names = [division.name for division in own]
    if name not in names[1:]:
        return None
    return names[names.index(name) - 1] + label
