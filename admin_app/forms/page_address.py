"""The address of a page as people and messengers leave it: parameters nobody reads, or bad ones.

A page is shown without what it cannot follow, and says so. The API answers such an address with an
error instead: a program is not to be given other rows than it asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from flask import Request, flash, request
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict

#: Most names of unread parameters in one sentence, and the most characters of each.
_MOST_NAMED, _LONGEST_NAME = 5, 40


class Parameters(ImmutableMultiDict[str, str]):
    """The parameters of an address; remembers which of them were read."""

    @property
    def names_read(self) -> set[str]:
        """The names that somebody asked for."""
        found: set[str] = vars(self).setdefault("_names_read", set())
        return found

    def __getitem__(self, key: str) -> str:
        self.names_read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.names_read.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.names_read.update(super().keys())
        return super().__iter__()

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002  werkzeug's name
        """The values of a parameter that may be repeated."""
        self.names_read.add(key)
        return super().getlist(key, type)


class PageRequest(Request):
    """A request whose parameters remember who read them."""

    parameter_storage_class = Parameters


def leave_out(names: Collection[str], said: str) -> bool:
    """Go on without these parameters, with a word; False where the address has none of them."""
    pairs = list(request.args.items(multi=True))
    kept = [pair for pair in pairs if pair[0] not in names]
    if len(kept) == len(pairs):
        return False
    request.args = Parameters(kept)
    # It was made of the parameters that were there before.
    vars(request).pop("values", None)
    flash(said, "warning")
    return True


def unread() -> list[str]:
    """Names of the parameters that the page has not read."""
    found = request.args
    return sorted(set(found.keys()) - found.names_read) if isinstance(found, Parameters) else []


def say_unread() -> None:
    """Say which parameters of the address the page did not use."""
    if request.method == "GET" and (names := unread()):
        flash(_("地址中的“%(names)s”与本页无关，没有采用。", names=named(names)), "warning")


def named(names: Collection[str]) -> str:
    """The first names of some parameters, in one line."""
    return _("、").join(name[:_LONGEST_NAME] for name in list(names)[:_MOST_NAMED])
