"""Mutation checks: breaks one guarantee at a time and expects a failing test (`python -m
tests.mutations`).

Each is tried in a copy of the working tree, with the tests of the SQLite run. `test_mutations`
in tests/laws holds the texts to the code, so a guarantee that moves takes its line here along.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Exit code of pytest when a test failed; others tell of a run that did not begin.
FAILED = 1
_QUIETLY = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider")
MARKS = "not postgres and not browser and not long"
#: What no test reads, and the copy can do without.
_LEFT = (".git", ".venv", "instance", "var", "docs/screenshots", "htmlcov", "test-results")


@dataclass(frozen=True)
class Mutation:
    """What is broken, by which change of which file, and the tests that are to notice."""

    name: str
    path: str
    old: str
    new: str
    tests: str


MUTATIONS = (
    Mutation(
        "queries are not narrowed to the scope",
        "models/core/scope.py",
        '@event.listens_for(Session, "do_orm_execute")\n',
        "",
        "tests/models/core/test_scope.py",
    ),
    Mutation(
        "a balance changes without a transfer",
        "models/core/database_guards.py",
        "WHEN NEW.balance_fen IS NOT OLD.balance_fen"
        " OR NEW.last_transfer_id <> OLD.last_transfer_id",
        "WHEN 0",
        "tests/models/ledger/test_ledger.py",
    ),
    Mutation(
        "the journal can be rewritten",
        "models/core/database_guards.py",
        "{table}_append_only_{verb} BEFORE {VERB} ON {table}\nBEGIN",
        "{table}_append_only_{verb} BEFORE {VERB} ON {table} WHEN 0\nBEGIN",
        "tests/models/core/test_journal.py",
    ),
    Mutation(
        "changes are not journaled",
        "models/core/change_listener.py",
        "    if rows:\n        session.connection().execute(insert(JournalChange), rows)",
        "    del rows",
        "tests/laws/rows/test_every_write_is_journaled.py tests/models/core/test_journal.py",
    ),
    Mutation(
        "a request sent twice is carried out twice",
        "actions/perform.py",
        'if (seen := find_outcome(session, caller.actor.key, entry_facts["key"])) is not None:',
        "if (seen := None) is not None:",
        "tests/actions/test_perform.py",
    ),
    Mutation(
        "a role may do more than the table says",
        "actions/permissions.py",
        "    HOLD: {Role.REGISTRY_ADMIN: _SCOPE},\n",
        "    HOLD: {Role.REGISTRY_ADMIN: _SCOPE, Role.COUNTY_ADMIN: _SCOPE},\n",
        "tests/laws/access/test_permissions.py",
    ),
    Mutation(
        "a batch has no limit",
        "actions/authorise.py",
        "if len(wanted) > action.maximum_rows:",
        "if False:",
        "tests/actions/test_perform.py",
    ),
    Mutation(
        "a state follows that no lifecycle leads to",
        "models/core/lifecycle.py",
        "elif value != old and (old, value) not in allowed:",
        "elif False:",
        "tests/models/core/test_lifecycle.py",
    ),
    Mutation(
        "a second login of one person confirms what the first proposed",
        "models/users/custody.py",
        "            found[each.by] = each\n",
        "            pass\n",
        "tests/models/users/test_custody.py",
    ),
    Mutation(
        "a page is open to anybody",
        "admin_app/auth/current_actor.py",
        '        "static",\n',
        '        "static",\n        "unit.export",\n',
        "tests/laws/access/test_every_route_has_an_actor.py",
    ),
    Mutation(
        "a GET writes",
        "admin_app/web/request_guard.py",
        'event.listen(engine, "begin", _refuse_write, insert=True)',
        "pass",
        "tests/laws/access/test_safe_methods.py",
    ),
    Mutation(
        "an action has no words",
        "admin_app/labels/billing.py",
        '    "cancel_remittance": ActionWords(',
        '    "cancel_remittances": ActionWords(',
        "tests/laws/words/test_every_identifier_has_a_label.py",
    ),
    Mutation(
        "a page runs a script of its own",
        "admin_app/templates/admin/base.html",
        "{% include '_head.html' %}\n",
        "{% include '_head.html' %}\n<script>go()</script>\n",
        "tests/laws/pages/test_every_page.py",
    ),
)


def times_found(mutation: Mutation) -> int:
    """How often the text that is to be changed stands in its file; once is right."""
    path = ROOT / mutation.path
    return path.read_text(encoding="utf-8").count(mutation.old) if path.exists() else 0


def survives(mutation: Mutation, tree: Path) -> str:
    """Why the change went unnoticed in the copy; nothing if a test failed."""
    path = tree / mutation.path
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutation.old, mutation.new), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "pytest", *_QUIETLY, "-m", MARKS, *mutation.tests.split()],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    path.write_text(whole, encoding="utf-8")
    return "" if told.returncode == FAILED else told.stdout[-2000:] + told.stderr[-2000:]


def main() -> int:
    """The number of guarantees that no test holds."""
    alive = 0
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, symlinks=True, ignore=_left_out)
        for mutation in MUTATIONS:
            told = survives(mutation, tree)
            alive += bool(told)
            sys.stdout.write(f"{'SURVIVES' if told else 'noticed '}  {mutation.name}\n{told}")
            sys.stdout.flush()
    return alive


def _left_out(folder: str, names: list[str]) -> set[str]:
    inside = Path(folder).relative_to(ROOT)
    return {name for name in names if name == "__pycache__" or str(inside / name) in _LEFT}


if __name__ == "__main__":
    sys.exit(main())
