"""Law 1: one place commits."""

from __future__ import annotations

import ast

from tests.support.texts.sources import calls, modules

THE_PLACE = "actions/perform.py"

#: (file, method) → why it may all the same.
ALLOWED = {
    ("models/users/access_refusal.py", "commit"): "A refused run leaves nothing; this tells of it.",
    (
        "admin_app/web/refused_access.py",
        "rollback",
    ): "Ends the page's read before the line is written.",
    ("models/workspace/basket.py", "commit"): "A tick is no fact of any record.",
    ("models/workspace/unfinished_form.py", "commit"): "What was typed is not done yet.",
    ("models/jobs/job_progress.py", "commit"): "How far a job has come is no fact of any record.",
    ("models/jobs/job_progress.py", "rollback"): "Another host enlisted the same run first.",
    (
        "models/jobs/attempts.py",
        "commit",
    ): "How far a letter has come is no fact of any record.",
    (
        "models/users/session_activity.py",
        "commit",
    ): "That a session was seen is no fact of any record.",
    (
        "models/core/write_probe.py",
        "commit",
    ): "It changes no row; the log of it must reach the disk.",
    ("models/core/write_probe.py", "rollback"): "What proves that there is room is taken back.",
    ("admin_app/auth/login.py", "rollback"): "Ends a read, so that hashing holds no connection.",
}


def endings(path: str, tree: ast.Module) -> set[tuple[str, str]]:
    """(file, method) of each commit and rollback that stands outside the place."""
    found = {(path, method) for _, method in calls(tree, "commit", "rollback")}
    return set() if path == THE_PLACE else found


def test_only_perform_ends_a_transaction() -> None:
    found: set[tuple[str, str]] = set()
    for path, tree in modules("models", "actions", "seed", "admin_app"):
        found |= endings(path, tree)

    assert found == set(ALLOWED)


def test_perform_does() -> None:
    trees = dict(modules("actions"))

    assert {method for _, method in calls(trees[THE_PLACE], "commit", "rollback")} == {
        "commit",
        "rollback",
    }


def test_a_commit_in_a_verb_is_found() -> None:
    broken = ast.parse("def run(ctx):\n    ctx.session.commit()\n")

    assert endings("actions/domains/renew.py", broken) == {("actions/domains/renew.py", "commit")}
