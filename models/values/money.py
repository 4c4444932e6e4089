"""The only place that turns yuan written by people into integer 分 (fen) and back.

Amounts are ``int`` fen everywhere else. 大写 follows 《支付结算办法》 annex 1, 正确填写票据和结算
凭证的基本规定; where the annex leaves a 零 to the writer, none is written.
"""

import re
from enum import StrEnum
from typing import Final

#: The largest amount that can be written in words: below one hundred million 亿 yuan.
LARGEST_FEN: Final = 10**18 - 1
#: The largest amount a person may type; 900,000 of them still add up inside a BIGINT.
LARGEST_TYPED_FEN: Final = 10**13 - 1

_LONGEST_TYPED: Final = 40

# Only the full-width forms of ASCII are folded: NFKC would read 10² as 102 and ① as 1.
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xFFE5: "¥",
    0x2212: "-",
}

_AMOUNT = re.compile(
    r"(?P<sign>-?¥? ?|¥ ?-)"
    r"(?P<yuan>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<decimals>[0-9]*))? ?元?"
)
_EXPONENT = re.compile(r"[-¥ ]*[0-9.,]+[eE][-+]?[0-9]+")


class MoneyFault(StrEnum):
    """Why a text is not an amount of yuan."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    EXPONENT = "exponent"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"


class MoneyError(ValueError):
    """Raised for an amount that cannot be read or written; ``fault`` says why."""

    def __init__(self, fault: MoneyFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def parse_yuan(text: str, *, allow_negative: bool = False) -> int:
    """Reads typed yuan such as ``1,234.5``, ``￥400`` or ``４００元`` and returns fen.

    Raises MoneyError; commas must stand before groups of three digits.
    """
    amount = text.strip()
    if not amount:
        raise MoneyError(MoneyFault.EMPTY)
    if len(amount) > _LONGEST_TYPED:
        raise MoneyError(MoneyFault.NOT_A_NUMBER)
    fen = _read(amount.translate(_NARROW))
    if fen < 0 and not allow_negative:
        raise MoneyError(MoneyFault.NEGATIVE)
    if abs(fen) > LARGEST_TYPED_FEN:
        raise MoneyError(MoneyFault.TOO_LARGE)
    return fen


def plain_yuan(fen: int) -> str:
    """Returns ``1234.50``: no sign of currency, no grouping, for files and forms."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{_minus(fen)}{yuan}.{rest:02}"


def format_yuan(fen: int) -> str:
    """Returns ``¥1,234.50``, for people to read; a negative amount is ``-¥1,234.50``."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{_minus(fen)}¥{yuan:,}.{rest:02}"


def yuan_in_words(fen: int) -> str:
    """Returns the amount in 大写, such as 壹仟贰佰叁拾肆元伍角整; a negative one begins with 负.

    Raises MoneyError beyond LARGEST_FEN.
    """
    if abs(fen) > LARGEST_FEN:
        raise MoneyError(MoneyFault.TOO_LARGE)
    yuan, rest = divmod(abs(fen), 100)
    sign = "负" if fen < 0 else ""
    if not rest:
        return f"{sign}{_number_in_words(yuan) or '零'}元整"
    return sign + (f"{_number_in_words(yuan)}元" if yuan else "") + _rest_in_words(yuan, rest)


_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
#: Units of Chinese numerals, largest first: value and character.
_CUTS: Final = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def _read(amount: str) -> int:
    match = _AMOUNT.fullmatch(amount)
    if match is None:
        raise MoneyError(_fault_of(amount))
    decimals = match["decimals"] or ""
    if len(decimals) > 2:  # noqa: PLR2004 -- a yuan has two decimals
        raise MoneyError(MoneyFault.TOO_MANY_DECIMALS)
    fen = int(match["yuan"].replace(",", "") + decimals.ljust(2, "0"))
    return -fen if "-" in match["sign"] else fen


def _fault_of(amount: str) -> MoneyFault:
    if _EXPONENT.fullmatch(amount):
        return MoneyFault.EXPONENT
    return MoneyFault.NOT_A_NUMBER


def _minus(fen: int) -> str:
    return "-" if fen < 0 else ""


def _number_in_words(number: int) -> str:
    """Writes an integer; zero is the empty text."""
    for value, unit in _CUTS:
        if number >= value:
            high, low = divmod(number, value)
            # A gap in the digits is one 零, however long; a full next digit needs none.
            gap = "零" if 0 < low < value // 10 else ""
            return f"{_number_in_words(high)}{unit}{gap}{_number_in_words(low)}"
    return _DIGITS[number] if number else ""


def _rest_in_words(yuan: int, rest: int) -> str:
    jiao, fen = divmod(rest, 10)
    if not fen:
        return f"{_DIGITS[jiao]}角整"
    if jiao:
        return f"{_DIGITS[jiao]}角{_DIGITS[fen]}分"
    return f"{'零' if yuan else ''}{_DIGITS[fen]}分"
