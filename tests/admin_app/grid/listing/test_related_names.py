"""Joins are made of aliases that every thread of a server shares."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from admin_app.grid.listing.related_names import once

THREADS = 8


class TestOnce:
    def test_related_names_once_makes_one_thing_though_threads_ask_together(self) -> None:
        start = Barrier(THREADS)

        @once
        def made(name: str) -> object:
            time.sleep(0.02)
            return object()

        def ask(_number: int) -> object:
            start.wait()
            return made("its_office")

        with ThreadPoolExecutor(THREADS) as threads:
            assert len(set(threads.map(ask, range(THREADS)))) == 1

    def test_related_names_once_keeps_what_it_made_apart_by_what_was_asked(self) -> None:
        made = once(lambda *_of: object())

        assert made("a") is made("a")
        assert made("a") is not made("b")
