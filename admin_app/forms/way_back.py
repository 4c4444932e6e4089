"""The way back: the page of this application that a plan, form, record or receipt was opened from.

It travels as the parameter `back`, an address without the prefix of the practice application. Only
addresses that this application answers are followed, so a link cannot lead to another site. Where
no parameter was sent, the browser's own `Referer` counts, if it names a page of ours: so the rows
of a list need no parameter each, and every page that opens an action has its way back.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

BACK = "back"
#: Longest address that is carried: within what browsers and proxies take as a URL.
LONGEST_BACK = 1500
#: Pages that are asked something and answer it: a way back leads past them.
_FORMS = frozenset({"action_view", "edit_view", "create_view"})
#: Pages that show several records, where a clerk takes up the next one.
_LISTS = frozenset({"index_view", "ticked_view"})
#: What every page of somebody signed in begins with.
_PAGES = "/admin/"


def came_from() -> str | None:
    """The address to go back to, without prefix; None where the request names none of ours."""
    given = request.args.get(BACK) or request.form.get(BACK)
    if given is not None and endpoint_of(given) is not None:
        return given
    told = _referrer()
    if told is None or told.partition("?")[0] == request.path:
        return None
    endpoint = endpoint_of(told)
    return None if endpoint is None or endpoint.rpartition(".")[2] in _FORMS else told


def url_back(default: str) -> str:
    """The URL to go back to, with the prefix of the application; else the default."""
    found = came_from()
    return default if found is None else request.script_root + found


def list_behind() -> str | None:
    """The URL of the list or page that the record at the way back was opened from."""
    found = came_from()
    while found is not None and (endpoint := endpoint_of(found)) is not None:
        name = endpoint.rpartition(".")[2]
        if name in _LISTS or (name == "index" and "id" not in _parameters(found)):
            return request.script_root + found
        found = _parameters(found).get(BACK)
    return None


def here() -> str:
    """The address of the present page, as a way back; of a page that answers a form, its own.

    A record's includes where it was opened from, so that a step from there leads back to the list.
    """
    if request.method != "GET":
        return came_from() or ""
    pairs = list(request.args.items(multi=True))
    if (request.endpoint or "").endswith(".details_view") and (behind := came_from()):
        pairs = [*(pair for pair in pairs if pair[0] != BACK), (BACK, behind)]
    found = f"{request.path}?{urlencode(pairs)}" if pairs else request.path
    if len(found) <= LONGEST_BACK:
        return found
    kept = [pair for pair in pairs if pair[0] != BACK]
    found = f"{request.path}?{urlencode(kept)}"
    return found if len(found) <= LONGEST_BACK else request.path


def with_back(url: str, back: str | None) -> str:
    """The URL, from which the page under it leads back to that address."""
    if not back:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({BACK: back})}"


def endpoint_of(address: str) -> str | None:
    """The endpoint that shows the address; None where it is no page of this application."""
    is_plain = address.startswith(_PAGES) and address.isprintable() and "\\" not in address
    if not is_plain or len(address) > LONGEST_BACK:
        return None
    path = address.partition("?")[0].partition("#")[0]
    try:
        endpoint, _values = current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)


def _referrer() -> str | None:
    """Path and query of the page that the browser came from, without prefix, if it is of ours."""
    try:
        told = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    root = request.script_root
    if told.netloc != request.host or not told.path.startswith(f"{root}/"):
        return None
    path = told.path.removeprefix(root)
    return f"{path}?{told.query}" if told.query else path


def _parameters(address: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
