"""A new action as its description says: what it asks, what it changes, the files it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.row_facts.records import record_facts
from admin_app.cli.scaffold.entity import class_name
from admin_app.cli.scaffold.fields import Field
from admin_app.cli.scaffold.source_tree import SourceTree


@dataclass(frozen=True)
class StateChange:
    """The names by which a model's module knows a move from one state to another."""

    lifecycle: str
    states: str
    source: str
    target: str
    events: str
    event: str


@dataclass(frozen=True)
class NewAction:
    """An action to be written, on rows of a model."""

    key: str
    noun: str
    label: str
    english: str
    #: The model's class and the module it is defined in.
    model: str
    module: str
    change: StateChange | None
    #: The columns whose new values it asks for, with their headings.
    fields: Sequence[Field]

    @property
    def constant(self) -> str:
        """The name of the action in Python."""
        return self.key.upper()

    @property
    def input(self) -> str:
        """The name of the class of its input."""
        return f"{class_name(self.key)}Input" if self.fields else "Nothing"

    def write(self, tree: SourceTree) -> None:
        """Write everything it needs below the root of a tree."""
        tree.open_noun("actions", self.noun)
        files = {
            f"actions/{self.noun}/{self.key}.py": "action",
            tree.words_path(self.noun, self.key): "action_words",
            f"tests/actions/{self.noun}/test_{self.key}.py": "test_action",
        }
        # Replace them by facts of the entity's own; see actions/core/row_facts.
        tree.write(files, action=self, row_facts=record_facts.__name__)
        for path, table, entry in (
            ("actions/permissions.py", "CATALOG", "_OFFICES"),
            ("actions/audiences/table.py", "AUDIENCES", "NobodyElse.INTERNAL"),
        ):
            imported = f"from actions.{self.noun}.{self.key} import {self.constant}\n"
            tree.change(path, r"(?=from actions\.)", imported)
            line = rf"\1\n    {self.constant}: {entry},\n}}\n"
            tree.change(path, rf"({table}: (?:.|\n)*?)\n}}\n", line)
        tree.add_line("docs/glossary.md", f"| {self.label} | `{self.key}` | {self.english} |")
        tree.finish({self.label: self.english})
