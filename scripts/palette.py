"""Shrinks a screenshot: reduces a PNG to a palette of at most 256 colours.

A page has few colours and many shades of its letters' edges; the nearest shade serves as well.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_COLOURS = 256

Colour = tuple[int, ...]


def with_palette(png: bytes) -> bytes:
    """The same picture (8-bit RGB or RGBA, opaque, not interlaced) with a palette."""
    chunks = list(_chunks(png))
    width, height, depth, kind, *_rest = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in {2, 6}:  # noqa: PLR2004  the two ways a browser writes
        raise ValueError("not a browser's picture")
    size = 4 if kind == 6 else 3  # noqa: PLR2004
    raw = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    pixels = [
        [tuple(line[at : at + 3]) for at in range(0, len(line), size)]
        for line in _lines(raw, width * size, height, size)
    ]
    counted = Counter(pixel for line in pixels for pixel in line)
    palette = [colour for colour, _count in counted.most_common(_MOST_COLOURS)]
    number = {colour: _nearest(colour, palette) for colour in counted}
    packed = b"".join(b"\0" + bytes(number[pixel] for pixel in line) for line in pixels)
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(packed, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    checked = name + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


def _lines(raw: bytes, length: int, height: int, size: int) -> Iterator[bytearray]:
    """The lines with their filters undone (PNG specification, section 9)."""
    above = bytearray(length)
    for row in range(height):
        start = row * (length + 1)
        line = bytearray(raw[start + 1 : start + 1 + length])
        undo = _UNDO[raw[start]]
        for at in range(length) if undo else ():
            left, corner = (line[at - size], above[at - size]) if at >= size else (0, 0)
            line[at] = (line[at] + undo(left, above[at], corner)) & 255
        yield line
        above = line


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


_UNDO = (
    None,
    lambda left, _up, _corner: left,
    lambda _left, up, _corner: up,
    lambda left, up, _corner: (left + up) // 2,
    _paeth,
)


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    def distance(number: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, palette[number], strict=True))

    return min(range(len(palette)), key=distance)
