"""How scaffolds change the source tree: new files from templates, and lines in a few others."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from jinja2 import Environment, PackageLoader, StrictUndefined

#: (where a package of a noun stands, what its first line says)
_PACKAGES = {
    "models": "The only place for the tables of {noun}.",
    "actions": "What may be done with {noun}, one verb a file.",
    "admin_app/views": "The only place for the lists of {noun}.",
    "admin_app/labels": "Words of {noun}.",
}
#: Contract of import-linter → how a new noun enters its list: what is found, what replaces it.
_CONTRACTS = {
    "models": (r'(  "invariants",\n  "reports",\n)', r'\1  "{noun}",\n'),
    "actions": (r'(  "billing : [a-z_ :]+)"', r'\1 : {noun}"'),
    "verbs": (r'((?:  "actions\.[a-z_]+\.\*",\n)+)', r'\1  "actions.{noun}.*",\n'),
}
_CONTRACTS_OF = {"models": ("models",), "actions": ("actions", "verbs")}


class SourceTree:
    """The tree below `root`; every method raises click.UsageError rather than overwrite."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._templates = Environment(
            loader=PackageLoader("admin_app.cli.scaffold", "templates"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701  what is written is Python, not HTML
        )

    def write(self, files: Mapping[str, str], **given: object) -> None:
        """Write each file from its template, by path; none if one of them exists."""
        for path in files:
            if (self.root / path).exists():
                raise click.UsageError(f"{path} exists.")
        for path, template in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            text = self._templates.get_template(f"{template}.py.jinja").render(**given)
            target.write_text(text, encoding="utf-8")
            click.echo(f"Wrote {path}")

    def open_noun(self, place: str, noun: str) -> None:
        """Make the package of a noun, unless it is there, and give it its layer."""
        package = self.root / place / noun
        if package.exists():
            return
        package.mkdir()
        said = _PACKAGES[place].format(noun=noun)
        (package / "__init__.py").write_text(f'"""{said}"""\n', encoding="utf-8")
        for contract in _CONTRACTS_OF.get(place, ()):
            pattern, replacement = _CONTRACTS[contract]
            self.change("pyproject.toml", pattern, replacement.format(noun=noun))

    def words_path(self, noun: str, name: str) -> str:
        """Where a module of words stands: in its noun's folder, if the noun has one."""
        if (self.root / "admin_app/labels" / f"{noun}.py").exists():
            return f"admin_app/labels/{name}.py"
        self.open_noun("admin_app/labels", noun)
        return f"admin_app/labels/{noun}/{name}.py"

    def change(self, path: str, pattern: str, replacement: str) -> None:
        """Change the first place a pattern finds; raises click.UsageError if it finds none."""
        target = self.root / path
        changed, count = re.subn(pattern, replacement, target.read_text(encoding="utf-8"), count=1)
        if not count:
            raise click.UsageError(f"{path} has no place for it: {pattern}")
        target.write_text(changed, encoding="utf-8")
        click.echo(f"Changed {path}")

    def add_line(self, path: str, line: str) -> None:
        """Add a line at the end of a file."""
        target = self.root / path
        target.write_text(f"{target.read_text(encoding='utf-8').rstrip()}\n{line}\n", "utf-8")
        click.echo(f"Changed {path}")

    def finish(self, english: Mapping[str, str], migration: str | None = None) -> None:
        """Draw what is drawn from the code, and say the new texts in English.

        The migration is drafted on an empty database of its own, brought to the newest revision.
        """
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/scaffold.sqlite3"
            self._make("format", url)
            if migration is not None:
                self._make("migration", url, f"m={migration}")
            self._make("translations", url)
            self._translate(english)
            self._make("docs", url)

    def _make(self, target: str, url: str, *given: str) -> None:
        """Run a target of the Makefile; raises click.ClickException with what it printed."""
        click.echo(f"make {target}")
        done = subprocess.run(  # noqa: S603  the project's own Makefile
            ["make", "-s", target, f"DATABASE_URL={url}", "APP_ENV=demo", *given],  # noqa: S607
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise click.ClickException(f"make {target} failed:\n{done.stdout}{done.stderr}")

    def _translate(self, english: Mapping[str, str]) -> None:
        """Fill in the empty translations of the texts given."""
        path = self.root / "admin_app/translations/en/LC_MESSAGES/messages.po"
        catalogue = path.read_text(encoding="utf-8")
        for chinese, said in english.items():
            empty = f'msgid "{chinese}"\nmsgstr ""\n'
            catalogue = catalogue.replace(empty, f'msgid "{chinese}"\nmsgstr "{said}"\n')
        path.write_text(catalogue, encoding="utf-8")
