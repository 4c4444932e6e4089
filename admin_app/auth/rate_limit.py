"""A coarse limit on how often one caller may try, per worker and per minute.

It only keeps a flood off the exact rules behind it (five wrong passwords lock an account, in
the database); it forgets on restart, and that is no harm.
"""

from __future__ import annotations

from collections import Counter

from flask import abort, current_app

from admin_app.auth.current_actor import the_clock

_MOST_CALLERS = 10_000


def slow_down(kind: str, who: str, most: int) -> None:
    """Answer 429 when `who` has tried more than `most` times this minute."""
    minute = int(the_clock().now().timestamp() // 60)
    kept = current_app.extensions.setdefault("throttle", {})
    if kept.get("minute") != minute or len(kept["attempts"]) > _MOST_CALLERS:
        kept.update(minute=minute, attempts=Counter())
    kept["attempts"][kind, who] += 1
    if kept["attempts"][kind, who] > most:
        abort(429)
