"""A coarse rate limit per caller, worker process and minute.

It only protects the exact rules in the database (five wrong passwords lock a source) from floods;
losing its state on restart does no harm.
"""

from __future__ import annotations

from collections import Counter

from flask import abort, current_app

from admin_app.auth.current_actor import the_clock

_MOST_CALLERS = 10_000


def slow_down(kind: str, who: str, most: int) -> None:
    """Abort with 429 when `who` has made more than `most` attempts this minute."""
    minute = int(the_clock().now().timestamp() // 60)
    kept = current_app.extensions.setdefault("throttle", {})
    if kept.get("minute") != minute or len(kept["attempts"]) > _MOST_CALLERS:
        kept.update(minute=minute, attempts=Counter())
    kept["attempts"][kind, who] += 1
    if kept["attempts"][kind, who] > most:
        abort(429)
