"""What `flask scaffold` refuses; tests/laws/test_growth.py tries what it writes on a clone."""

from __future__ import annotations

import pytest
from flask import Flask

ENTITY = (
    *("entity", "course", "--noun", "units", "--label", "课程", "--label-en", "Course"),
    *("--field", "subject:text:required", "--word", "subject=主题/Subject"),
)
ACTION = ("action", "praise_unit", "--entity", "unit", "--label", "表扬", "--label-en", "Praise")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*ENTITY, "--field", "held_on:date"), "Say --word NAME=CHINESE/ENGLISH of held_on"),
        ((*ENTITY, "--move", "hold:planned:held"), "of held, planned"),
        ((*ENTITY, "--move", "hold"), "write event:from:to"),
        ((*ENTITY, "--word", "held_on=Held/Held"), "write name=Chinese/English"),
        ((*ENTITY, "--label", "Course"), "the label is Chinese"),
        ((*ENTITY, "--noun", "Units"), "use lower case letters"),
        ((*ENTITY, "--from-table", "gone"), "The database has no table gone"),
        (("entity", "unit", *ENTITY[2:]), "There is a table unit already"),
        (ACTION, "Say --from-state and --to-state, or --set"),
        ((*ACTION, "--set", "state"), "state of unit cannot be set"),
        ((*ACTION, "--set", "gone"), "gone of unit cannot be set"),
        ((*ACTION, "--entity", "gone", "--set", "name"), "No entity has a table gone"),
        (
            (*ACTION, "--from-state", "merged", "--to-state", "active"),
            "Nothing leads a row of Unit",
        ),
        (("action", "renew", *ACTION[2:]), "There is an action renew already"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(
    sqlite_app: Flask, arguments: tuple[str, ...], message: str
) -> None:
    refused = sqlite_app.test_cli_runner().invoke(args=["scaffold", *arguments])

    assert refused.exit_code == 2
    assert message in refused.output
    assert "Wrote" not in refused.output
