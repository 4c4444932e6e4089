"""Whether a label is made from a unit's name: contains it, or shortens it in its own order.

中编办's naming guidance knows three bases: 全称, 规范简称 and 网站名称, each with the division in
front. A short name takes characters of the full one in their order (卓尼县机构编制委员会办公室 →
卓尼县编办), so being a subsequence recognises it without a list of abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from models.offices.place_name import Places, line_of
from models.values.variant import variant_key


class Body(Protocol):
    """A unit, or a body not yet registered: its names and its place."""

    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str | None: ...
    @property
    def former_names(self) -> list[dict[str, str]]: ...
    @property
    def division_code(self) -> str: ...


class FilingDoubt(StrEnum):
    """Why a name is doubtful: perhaps not this unit's, though nobody else's for certain."""

    NOT_ITS_NAME = "filing_doubt_not_its_name"
    FORMER_NAME = "filing_doubt_former_name"


#: Suffixes of web site names; they do not tell whose it is.
_SITE = re.compile(
    r"(?:(?:人民)?政府|党政|党建|政务|信息|公众|公共|服务|门户|官方|资讯|新闻)*(?:网站|网|在线|之窗|平台|官网)$"
)
_GOVERNMENT = re.compile(r"(?:人民政府|行政公署)(?:办公厅|办公室)?$")
#: Fewest characters of a name besides the place.
_LEAST = 2


def doubt_on(label_key: str, body: Body, places: Places) -> FilingDoubt | None:
    """Why a folded label is doubtful for the body; None when it is derived from its names."""
    own = [name for name in (body.name, body.short_name) if name]
    if _is_made_from(label_key, own, body, places):
        return None
    former = [entry["name"] for entry in body.former_names or ()]
    if _is_made_from(label_key, former, body, places):
        return FilingDoubt.FORMER_NAME
    return FilingDoubt.NOT_ITS_NAME


def strange_division(label_key: str, body: Body, places: Places) -> str | None:
    """The first division at the start of a label that is neither the body's own nor above it.
    Places in the body's own names (上海路小学, 北京办事处) are allowed.
    """
    line = line_of(body.division_code or "")
    own = [variant_key(name) for name in names_of(body)]
    for form in places.named_at_head(label_key):
        if any(form in name for name in own):
            return None
        if not places.codes[form] & line:
            return form
    return None


def names_of(body: Body) -> Iterator[str]:
    """The body's present and former names."""
    yield from filter(None, (body.name, body.short_name))
    yield from (entry["name"] for entry in body.former_names or ())


def is_government_of(label_key: str, body: Body, places: Places) -> bool:
    """Whether a label is the name of the body's own division, and the body its government."""
    is_own = (body.division_code or "") in places.codes.get(label_key, frozenset())
    return is_own and _is_government(body)


def _is_government(body: Body) -> bool:
    return _GOVERNMENT.search(body.name) is not None


def _is_made_from(label: str, names: Sequence[str], body: Body, places: Places) -> bool:
    own = [variant_key(name) for name in names]
    if any(name in label for name in own):
        return True
    core, forms = _SITE.sub("", label), _places_of(body, places)
    if core != label and any(form in core for form in forms):
        # Web sites may be named after a subject: 卓尼县普法网.
        return True
    rests = {core.replace(form, "", 1) for form in forms if form in core}
    if not rests and not any(form in name for form in forms for name in own):
        # A body without a place in its name needs none in the label.
        rests = {core}
    above = _without(core, forms)
    return any(
        (len(rest) >= _LEAST and _is_shortened(rest, name)) or (not rest and _is_government(body))
        for rest in {*rests, *({above} if rests else ())}
        for name in own
    )


def _places_of(body: Body, places: Places) -> list[str]:
    """The names of the body's division and of those above it, the longest first."""
    found = {
        form for code in line_of(body.division_code or "") for form in places.called.get(code, ())
    }
    return sorted(found, key=lambda form: (-len(form), form))


def _without(core: str, forms: Sequence[str]) -> str:
    """The label without the places of the body, and without 中国 in front."""
    for form in forms:
        core = core.replace(form, "", 1)
    return core.removeprefix("中国")


def _is_shortened(label: str, name: str) -> bool:
    """Whether the label is a subsequence of the name."""
    rest = iter(name)
    return all(char in rest for char in label)
