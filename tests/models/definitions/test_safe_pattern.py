"""Patterns that people type take a time linear in the text, or are refused."""

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
            ("([0-9]{2}-)+[0-9]", "12-34-5", True),
            ("甲|甲乙", "甲乙", True),
            (r"\.政务", "x政务", False),
        ],
    )
    def test_patterns_match_the_whole_text(self, pattern: str, text: str, is_match: bool) -> None:
        assert pattern_fault(pattern) is None
        assert matches(pattern, text) is is_match

    @pytest.mark.parametrize(
        "pattern", [r"(a)\1", "(?=a)a", "a{1,9999}", "((a{1,99}){1,99}){1,99}", "[", "a)", "*a"]
    )
    def test_what_is_no_pattern_of_re2_is_refused(self, pattern: str) -> None:
        assert pattern_fault(pattern) is PatternFault.MALFORMED

    @pytest.mark.parametrize(
        "pattern", ["(a+)+", "(a|a)*", "(a|aa)+", "(.*a){12}", "a*a*a*a*b", "(a?){90}a{90}"]
    )
    def test_patterns_that_would_explode_elsewhere_take_no_time(self, pattern: str) -> None:
        assert pattern_fault(pattern) is None
        begun = time.perf_counter()
        assert not matches(pattern, "a" * 1999 + "!")
        assert time.perf_counter() - begun < 1
