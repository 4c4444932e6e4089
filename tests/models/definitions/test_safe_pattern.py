"""Patterns that people type are limited to those that cannot take long."""

from __future__ import annotations

import time

import pytest

from models.definitions.safe_pattern import PatternFault, matches, pattern_fault


class TestSafePattern:
    @pytest.mark.parametrize(
        ("pattern", "text", "is_match"),
        [
            ("[A-Z]{2}[0-9]{3}", "AB123", True),
            ("[A-Z]{2}[0-9]{3}", "AB1234", False),
            (r"\d+-\d+", "12-3", True),
            ("(甲|乙)第[0-9]{1,4}号", "乙第12号", True),
            ("(?:a|b)?c", "c", True),
            (r"\.政务", "x政务", False),
        ],
    )
    def test_plain_patterns_match_the_whole_text(
        self, pattern: str, text: str, is_match: bool
    ) -> None:
        assert pattern_fault(pattern) is None
        assert matches(pattern, text) is is_match

    @pytest.mark.parametrize(
        ("pattern", "fault"),
        [
            ("(a+)+", PatternFault.MALFORMED),
            ("(a|a)*", PatternFault.MALFORMED),
            ("(a{1,9}){1,9}", PatternFault.MALFORMED),
            (r"(a)\1", PatternFault.MALFORMED),
            ("(?=a)a", PatternFault.MALFORMED),
            ("a{1,999}", PatternFault.MALFORMED),
            ("[", PatternFault.MALFORMED),
            ("a)", PatternFault.MALFORMED),
            ("a*a*a*b", PatternFault.TOO_MANY_WAYS),
            ("(a|a)" * 20, PatternFault.TOO_MANY_WAYS),
            ("(a|aa)?" * 14, PatternFault.TOO_MANY_WAYS),
        ],
    )
    def test_patterns_that_may_explode_are_refused(self, pattern: str, fault: PatternFault) -> None:
        assert pattern_fault(pattern) is fault

    @pytest.mark.parametrize("pattern", [".*a.*", "(a|a)" * 16, "a?" * 16 + "a{16}", "a*a*"])
    def test_the_slowest_pattern_that_is_allowed_takes_no_time(self, pattern: str) -> None:
        assert pattern_fault(pattern) is None
        begun = time.perf_counter()
        matches(pattern, "a" * 199 + "!")
        assert time.perf_counter() - begun < 1
