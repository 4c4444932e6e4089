"""Names of divisions, full, short and bare, and how to find them in a label.

甘南藏族自治州 is called 甘南州 and 甘南, 北京市 is called 北京. Forms are compared folded, as
variants are; a form several divisions share (城关区) belongs to each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.offices.division import Division
from models.values.variant import variant_key

#: Ethnic groups in names of autonomous places: written with 族, in Xinjiang some without it.
_WITH_ZU = (
    "哈萨克|裕固|蒙古|土家|达斡尔|保安|东乡|撒拉|朝鲜|布朗|拉祜|哈尼|傈僳|景颇|独龙|普米|纳西|布依"
    "|仡佬|毛南|仫佬|各|回|藏|苗|彝|壮|侗|瑶|白|傣|黎|佤|畲|水|羌|怒|满|土"
)
_PEOPLES = rf"(?:(?:{_WITH_ZU})族|柯尔克孜|哈萨克|塔吉克|维吾尔|蒙古|锡伯)"
_AUTONOMOUS = re.compile(rf"^(.+?){_PEOPLES}*自治(区|州|县|旗)$")
_ETHNIC_DISTRICT = re.compile(rf"^(.+?){_PEOPLES}+(区)$")
#: Autonomous places named only after the ethnic group.
IRREGULAR = {"东乡族自治县": "东乡县", "鄂温克族自治旗": "鄂温克旗", "内蒙古自治区": "内蒙古"}
#: Suffixes by kind of place; at least two characters must remain without one.
_RANK = re.compile(r"(?<=..)(?:特别行政区|地区|林区|特区|省|市|州|盟|县|旗|区)$")
#: 城区, 郊区, 矿区 are names of districts, but also common words.
_COMMON_WORD = re.compile(r"^.区$")

#: (code, name, successor's code) of a division.
Row = tuple[str, str, str | None]


def short_form(name: str) -> str:
    """Drops the ethnic groups from the name of an autonomous place: 甘南藏族自治州 → 甘南州."""
    if name in IRREGULAR:
        return IRREGULAR[name]
    autonomous = _AUTONOMOUS.match(name)
    ethnic = autonomous or _ETHNIC_DISTRICT.match(name)
    if ethnic is None:
        return name
    stem, rank = ethnic.groups()
    return stem if autonomous and rank == "区" else f"{stem}{rank}"


def forms(name: str) -> tuple[str, ...]:
    """The names of a division: full, short, and bare if two characters remain."""
    short = short_form(name)
    return tuple(dict.fromkeys((name, short, _RANK.sub("", short))))


def line_of(code: str) -> frozenset[str]:
    """The codes of a division and of those above it."""
    return frozenset({code, f"{code[:2]}0000", f"{code[:4]}00"})


@dataclass(frozen=True, slots=True)
class Places:
    """All divisions by their names; every key is folded."""

    #: Any form → codes of the divisions with that name, and of their successors.
    codes: Mapping[str, frozenset[str]]
    #: Forms with the kind of place: these are never common words.
    plain: frozenset[str]
    #: Code → its forms, the longest first.
    called: Mapping[str, tuple[str, ...]]
    longest: int
    #: Every form of every division: no label may equal one.
    reserved: frozenset[str]

    def named_at_head(self, key: str) -> Iterator[str]:
        """The names of divisions at the start of a label, one after the other."""
        while True:
            found = next(
                (key[:size] for size in range(self.longest, 1, -1) if key[:size] in self.plain), ""
            )
            if not found:
                return
            yield found
            key = key.removeprefix(found)


NOWHERE = Places({}, frozenset(), {}, 0, frozenset())


def places(session: Session) -> Places:
    """All divisions, present and retired, by name."""
    wanted = select(Division.code, Division.name, Division.successor_code).order_by(Division.code)
    return places_of(tuple((code, name, after) for code, name, after in session.execute(wanted)))


@lru_cache(maxsize=4)
def places_of(rows: tuple[Row, ...]) -> Places:
    """The same from (code, name, successor's code) of each division."""
    # Cached: folding thousands of names takes too long for every filing.
    codes: dict[str, set[str]] = {}
    plain: set[str] = set()
    called: dict[str, tuple[str, ...]] = {}
    for code, name, successor in rows:
        keys = tuple(map(variant_key, forms(name)))
        called[code] = tuple(sorted(keys, key=len, reverse=True))
        for key in keys:
            codes.setdefault(key, set()).update({code, successor or code})
        plain.update(map(variant_key, _ranked(name)))
    return Places(
        {key: frozenset(found) for key, found in codes.items()},
        frozenset(plain),
        called,
        max(map(len, plain), default=0),
        frozenset(codes),
    )


def _ranked(name: str) -> Iterable[str]:
    return (form for form in (name, short_form(name)) if not _COMMON_WORD.match(form))
