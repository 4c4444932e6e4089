"""What people read is in the labels, not in the rules; domain values are named, with a reason."""

from __future__ import annotations

import ast
import re

from tests.support.texts.sources import chinese_texts, modules

#: A step of the guide, by which a verb says what it carries out.
_GUIDE_STEP = re.compile(r"(新|续)-\d{3}|注[①②③]")

#: File → why Chinese stands in it as a value.
VALUES = {
    "actions/core/actor.py": "The system's name as an actor, kept in the journal as any name is.",
    "models/definitions/conversion.py": "Yes and no as they are typed in a text.",
    "models/remittances/bank_direction.py": "Words by which banks take a booking back.",
    "models/registration/name_belonging.py": "Endings of names that do not tell whose they are.",
    "models/remittances/bank_identity.py": "What banks write where there is no number.",
    "models/invariants/money.py": "The unit of amounts, in a rule that operators read.",
    "models/invariants/payments.py": "The transfer's own word, in rules that operators read.",
    "models/values/calendar.py": "What stands between year, month and day as they are typed.",
    "models/values/contact_address.py": "How an extension is written in a telephone number.",
    "models/values/label.py": "〇 and the edges of the table of characters.",
    "models/values/money.py": "Amounts are read and written in 大写.",
    "models/registration/name_suggestions.py": "What bodies are called, long and short.",
    "models/registers/numbering.py": "Brackets and words that numbers are written with.",
    "models/registers/templates.py": "Words that become those of the office that opens one.",
    "models/values/password.py": "Words that make a password easy to guess.",
    "models/offices/place_name.py": "What divisions are called, and the peoples in their names.",
    "models/values/tld.py": "The top-level names themselves.",
    "models/values/uscc.py": "Names of the departments that give out codes.",
}


def bare(path: str, tree: ast.Module) -> list[tuple[str, int, str]]:
    return [
        (path, line, text)
        for line, text in chinese_texts(tree)
        if path not in VALUES and not _GUIDE_STEP.fullmatch(text)
    ]


def test_the_rules_speak_no_chinese() -> None:
    assert [
        found for path, tree in modules("models", "actions") for found in bare(path, tree)
    ] == []


def test_every_exception_is_still_needed() -> None:
    speaking = {path for path, tree in modules("models", "actions") if chinese_texts(tree)}

    assert set(VALUES) <= speaking


def test_a_sentence_in_a_verb_is_found() -> None:
    source = (
        '"""续费。"""\ndef check(row):\n    "说明"\n    return Refusal("余额不足"), f"差{row}元"\n'
    )

    assert [text for _, _, text in bare("actions/domains/renew.py", ast.parse(source))] == [
        "余额不足",
        "差",
        "元",
    ]
