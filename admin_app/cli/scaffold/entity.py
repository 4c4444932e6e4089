"""A new entity as its description says: its fields, its states, its words, the files it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click

from admin_app.cli.scaffold.fields import Field
from admin_app.cli.scaffold.source_tree import SourceTree


@dataclass(frozen=True)
class Move:
    """What happens to a row, from which state to which."""

    event: str
    source: str
    target: str

    @classmethod
    def parse(cls, text: str) -> Move:
        """The move of `event:from:to`; raises click.UsageError."""
        if not re.fullmatch(r"[a-z][a-z_]*(:[a-z][a-z_]*){2}", text):
            raise click.UsageError(f"{text}: write event:from:to.")
        return cls(*text.split(":"))


@dataclass(frozen=True)
class Entity:
    """An entity to be written."""

    name: str
    noun: str
    label: str
    english: str
    fields: Sequence[Field]
    moves: Sequence[Move]
    #: Name of a field or state → (Chinese, English).
    words: dict[str, tuple[str, str]]

    @property
    def model(self) -> str:
        """The name of the class."""
        return class_name(self.name)

    @property
    def states(self) -> list[str]:
        """The states in the order in which the moves name them; the first is where rows begin."""
        return list(dict.fromkeys(state for m in self.moves for state in (m.source, m.target)))

    @property
    def named_by(self) -> Field | None:
        """The field that a row is called by."""
        return next((f for f in self.fields if f.is_required and f.annotation == "str"), None)

    def write(self, tree: SourceTree) -> None:
        """Write everything it needs below the root of a tree."""
        for place in ("models", "admin_app/views"):
            tree.open_noun(place, self.noun)
        files = {
            f"models/{self.noun}/{self.name}.py": "model",
            f"admin_app/views/{self.noun}/{self.name}.py": "view",
            tree.words_path(self.noun, self.name): "words",
            f"tests/models/{self.noun}/test_{self.name}.py": "test_entity",
        }
        tree.write(files, entity=self)
        tree.add_line("docs/glossary.md", f"| {self.label} | `{self.model}` | {self.english} |")
        english = {self.label: self.english, **dict(self.words.values())}
        tree.finish(english, migration=f"Add the {self.english.lower()}")


def class_name(name: str) -> str:
    """A name in lower case with underscores, as the name of a class."""
    return "".join(part.capitalize() for part in name.split("_"))


def parse_words(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name → (Chinese, English) of `name=中文/English`; raises click.UsageError."""
    words = {}
    for text in texts:
        found = re.fullmatch(r'(\w+)=([^/"\\]+)/([^"\\]+)', text)
        if found is None or found[2].isascii():
            raise click.UsageError(f"{text}: write name=Chinese/English.")
        words[found[1]] = (found[2], found[3])
    return words
