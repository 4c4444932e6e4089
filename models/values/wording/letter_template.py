"""Word templates: the placeholders of a checked file, and the letters drawn from it.

Placeholders name values of a given list, and go through one given list at most. The template is
parsed and each of its nodes compared with what is allowed, so that no attribute, call, filter or
calculation is ever reached; letters are drawn in Jinja's sandbox, without its own functions.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from models.values.wording.letter_file import (
    LetterError,
    LetterFault,
    checked_parts,
    is_drawn,
    parsed_part,
    unpacked,
)

#: The date of every part of a letter: the same letter is the same file.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def check_letter(content: bytes, names: Collection[str], listed: str | None) -> None:
    """Raises LetterError for a file that may not be kept, or names what it may not.

    `names` are the values of a letter, `listed` the one list that it may go through.
    """
    parts = checked_parts(content)
    _check_sources(_sources(content, parts), frozenset(names), listed)


def _environment() -> ImmutableSandboxedEnvironment:
    """Without the functions, filters and tests that Jinja brings along."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def _check_sources(sources: Mapping[str, str], names: frozenset[str], listed: str | None) -> None:
    environment = _environment()
    lists: list[str] = []
    for source in sources.values():
        try:
            parsed = environment.parse(source)
        except TemplateError as error:
            raise LetterError(LetterFault.MALFORMED, str(error.message)) from error
        except RecursionError as error:
            raise LetterError(LetterFault.MALFORMED) from error
        for node in parsed.body:
            lists += _check_node(node, names, listed)
    if len(lists) > 1:
        raise LetterError(LetterFault.TWO_LISTS, listed or "")


def _sources(content: bytes, parts: Mapping[str, bytes]) -> dict[str, str]:
    """The templates that docxtpl makes of the text, the headers and the footers, by part."""
    template = DocxTemplate(io.BytesIO(content))
    return {
        name: template.patch_xml(etree.tostring(parsed_part(name, part), encoding="unicode"))
        for name, part in parts.items()
        if is_drawn(name)
    }


def _check_node(node: nodes.Node, names: frozenset[str], listed: str | None) -> list[str]:
    """The lists that a node goes through. Raises LetterError for anything else than is allowed."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                _check_name(part, names)
        return []
    if not isinstance(node, nodes.For):
        raise LetterError(LetterFault.NOT_ALLOWED, type(node).__name__)
    return _check_loop(node, names, listed)


def _check_name(node: nodes.Node, names: frozenset[str]) -> None:
    if not isinstance(node, nodes.Name):
        raise LetterError(LetterFault.NOT_ALLOWED, _said(node))
    if node.name not in names:
        raise LetterError(LetterFault.UNKNOWN_NAME, node.name)


def _check_loop(node: nodes.For, names: frozenset[str], listed: str | None) -> list[str]:
    if node.test is not None or node.recursive or node.else_:
        raise LetterError(LetterFault.NOT_ALLOWED, "for … if")
    if not isinstance(node.target, nodes.Name) or not isinstance(node.iter, nodes.Name):
        raise LetterError(LetterFault.NOT_ALLOWED, _said(node.iter))
    if node.iter.name != listed:
        raise LetterError(LetterFault.UNKNOWN_LIST, node.iter.name)
    within = names | {node.target.name}
    inner = [found for child in node.body for found in _check_node(child, within, None)]
    return [node.iter.name, *inner]


def _said(node: nodes.Node) -> str:
    """What stands where a name is expected, in words."""
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem | nodes.Call):
        sign = "[…]" if isinstance(node, nodes.Getitem) else "(…)"
        return f"{_said(node.node)}{sign}"
    if isinstance(node, nodes.Name | nodes.Filter):
        return node.name
    return repr(node.value) if isinstance(node, nodes.Const) else type(node).__name__


class Letter:
    """A checked Word template, read once, from which letters are drawn."""

    def __init__(self, content: bytes) -> None:
        """Raises LetterError for a file that cannot be read."""
        environment = _environment()
        self._parts = unpacked(content)
        try:
            self._templates = {
                name: environment.from_string(source)
                for name, source in _sources(content, self._parts).items()
            }
        except TemplateError as error:
            raise LetterError(LetterFault.MALFORMED, str(error.message)) from error

    def draw(self, values: Mapping[str, str | Sequence[str]]) -> bytes:
        """One letter as .docx. Raises LetterError if a value is missing."""
        drawn = io.BytesIO()
        with zipfile.ZipFile(drawn, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, part in self._parts.items():
                packed.writestr(zipfile.ZipInfo(name, _EPOCH), self._drawn(name, part, values))
        return drawn.getvalue()

    def _drawn(self, name: str, part: bytes, values: Mapping[str, str | Sequence[str]]) -> bytes:
        if (template := self._templates.get(name)) is None:
            return part
        try:
            filled = template.render(values).encode()
            etree.fromstring(filled)
        except (TemplateError, etree.XMLSyntaxError) as error:
            raise LetterError(LetterFault.MALFORMED, str(error)) from error
        return filled
