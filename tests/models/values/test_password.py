"""Which passwords may be chosen, and how they are kept."""

from __future__ import annotations

import pytest

from models.values.password import LONGEST, PasswordFault, fault_of, hash_password, matches

GOOD = [
    "Harbour-Sparrow-7",
    "correct-Horse-9!",
    "春江潮水连海平Spring8",
    "Aa1!Aa1!Aa1!",
    "3.14159-Euler-Pi",
    "A9" + "é" * 60,
    "Aa1" * 42,
]

BAD = [
    ("", PasswordFault.TOO_SHORT),
    ("Short-1a", PasswordFault.TOO_SHORT),
    ("Eleven-1aaa", PasswordFault.TOO_SHORT),
    ("Aa1" * 43, PasswordFault.TOO_LONG),
    ("alllowercaseletters", PasswordFault.TOO_PLAIN),
    ("123456789012", PasswordFault.TOO_PLAIN),
    ("lowercase12345", PasswordFault.TOO_PLAIN),
    ("一二三四五六七八九十十一", PasswordFault.TOO_PLAIN),
    ("Password-2026!", PasswordFault.EXPECTED),
    ("P@ssw0rd-2026-x", PasswordFault.EXPECTED),
    ("Xx-1qaz2WSX-xx", PasswordFault.EXPECTED),
    ("Bianban-Zhuoni-1", PasswordFault.EXPECTED),
    ("Abc123456-zzz", PasswordFault.EXPECTED),
    ("Yy9-政务域名管理系统-zz", PasswordFault.EXPECTED),
]


class TestFaultOf:
    @pytest.mark.parametrize("password", GOOD)
    def test_fault_of_accepts(self, password: str) -> None:
        assert fault_of(password) is None

    @pytest.mark.parametrize(("password", "fault"), BAD)
    def test_fault_of_refuses(self, password: str, fault: PasswordFault) -> None:
        assert fault_of(password) is fault

    def test_fault_of_refuses_the_users_own_names(self) -> None:
        assert fault_of("Gannan-Harbour-7", ("gannan", "甘南管理员")) is PasswordFault.EXPECTED
        assert fault_of("Harbour-甘南管理员-7a", ("gannan", "甘南管理员")) is PasswordFault.EXPECTED

    def test_a_name_of_three_letters_forbids_nothing(self) -> None:
        assert fault_of("Harbour-Sparrow-7", ("row",)) is None


class TestKeeping:
    def test_keeping_is_argon2id_with_a_salt_of_its_own(self) -> None:
        first, second = hash_password(GOOD[0]), hash_password(GOOD[0])
        assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert first != second

    def test_no_part_of_a_long_password_is_dropped(self) -> None:
        long = "x" * LONGEST
        kept = hash_password(long)
        assert matches(long, kept)
        assert not matches(long[:-1], kept)
        assert not matches(f"{long[:-1]}y", kept)

    def test_nothing_matches_a_user_who_is_not_there(self) -> None:
        assert not matches("", None)
        assert not matches(GOOD[0], None)

    def test_a_damaged_hash_matches_nothing(self) -> None:
        assert not matches(GOOD[0], "not a hash")
        assert not matches("", "")
