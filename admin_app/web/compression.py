"""Compresses responses and serves static files under addresses that never change their content.

Static URLs contain a hash of the contents (`?v=`), so browsers cache them forever and a new release
never uses old scripts. Text is compressed with gzip.

Pages contain a CSRF token and private data, so their compressed length must not leak (BREACH).
Three measures: the token is signed anew each second; other sites cannot send our cookie with a
guess (SameSite); and each page has up to a hundred bytes of random padding in its gzip header, as
in Django.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import secrets
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, g, request

#: Shorter texts fit in one packet anyway.
SHORTEST_BYTES = 1000
_TEXTS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    }
)
_FOR_GOOD = "public, max-age=31536000, immutable"
_STATIC = "static"
_GOOD = frozenset({200, 304})
#: Most bytes of random padding, which hides the compressed length.
_MAXIMUM_PADDING_BYTES = 100
_PAGE_LEVEL, _FILE_LEVEL = 6, 9


def install(app: Flask) -> None:
    """Version static URLs by content, and compress text."""
    folder = Path(app.static_folder or "")

    @app.url_defaults
    def _add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == _STATIC and "v" not in values:
            name = str(values.get("filename", ""))
            # Cached: a page refers to its icon sprite dozens of times.
            known = g.setdefault("file_versions", {})
            if name not in known:
                known[name] = _version_in(folder, name)
            version = known[name]
            values.update({"v": version} if version else {})

    @app.after_request
    def _deliver(response: Response) -> Response:
        if request.endpoint == _STATIC and response.status_code in _GOOD:
            return _deliver_file(response, folder)
        return _deliver_page(response)


def _deliver_file(response: Response, folder: Path) -> Response:
    name = (request.view_args or {}).get("filename", "")
    path = folder / name
    version = _version_in(folder, name)
    if version and request.args.get("v") == version:
        response.headers["Cache-Control"] = _FOR_GOOD
    if response.status_code != 200 or response.mimetype not in _TEXTS:  # noqa: PLR2004  OK
        return response
    response.vary.add("Accept-Encoding")
    if request.method == "GET" and _takes_gzip():
        opened = response.response
        response.direct_passthrough = False
        response.set_data(_pressed(path, path.stat().st_mtime_ns))
        if (close := getattr(opened, "close", None)) is not None:
            close()
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("Accept-Ranges", None)
        _weaken(response)
    return response


def _deliver_page(response: Response) -> Response:
    """Compress a page unless it is streamed, short or compressed already."""
    is_text = response.mimetype in _TEXTS and not response.is_streamed
    if not is_text or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if not _takes_gzip() or len(response.get_data()) < SHORTEST_BYTES:
        return response
    response.set_data(_gzip_with_random_padding(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    _weaken(response)
    return response


def _weaken(response: Response) -> None:
    """Make the ETag weak, since the compressed body is a different representation."""
    tag, _is_weak = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)


def _takes_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0


def _gzip_with_random_padding(plain: bytes) -> bytes:
    """The text as gzip, padded by a file name of random length in the header."""
    pressed = io.BytesIO()
    name = "x" * secrets.randbelow(_MAXIMUM_PADDING_BYTES)
    with gzip.GzipFile(name, "wb", _PAGE_LEVEL, pressed, mtime=0) as file:
        file.write(plain)
    return pressed.getvalue()


@lru_cache(maxsize=256)
def _pressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), _FILE_LEVEL, mtime=0)


def _version_in(folder: Path, name: str) -> str | None:
    """The version of a file by its contents; None if it does not exist."""
    path = folder / name
    if not name or not path.is_file():
        return None
    return _version(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
