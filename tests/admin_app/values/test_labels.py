"""Labels as a page, a file and the API write them, in colours that can be read."""

from __future__ import annotations

import re

import pytest

from admin_app.values.chips import chip
from admin_app.values.labels import LabelsKind
from models.definitions.label import LabelColour
from tests.support.texts.sources import ROOT

_CSS = ROOT / "admin_app" / "static" / "css"
#: WCAG 2.2, 1.4.3: small text against its ground.
_LEAST_CONTRAST = 4.5


def tokens(*sheets: str) -> dict[str, str]:
    """The colours by name, as the last of the sheets sets them."""
    found: dict[str, str] = {}
    for sheet in sheets:
        text = (_CSS / sheet).read_text(encoding="utf-8")
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheets", [("desk.css",), ("desk.css", "dark.css")], ids=["day", "night"])
@pytest.mark.parametrize("colour", LabelColour)
def test_every_colour_can_be_read_in_both_themes(
    colour: LabelColour, sheets: tuple[str, ...]
) -> None:
    rules = (_CSS / "desk.css").read_text(encoding="utf-8")
    pattern = rf"\.label\.is-{colour} {{ color: var\(--([a-z-]+)\); background: var\(--([a-z-]+)\)"
    (names,) = re.findall(pattern, rules)
    known = tokens(*sheets)
    assert contrast(*(known[name] for name in names)) >= _LEAST_CONTRAST


class TestLabelsKind:
    def test_files_and_the_api_have_the_names(self) -> None:
        kind = LabelsKind()
        assert kind.cell("急件、督办") == "急件、督办"
        assert kind.cell(None) == ""
        assert kind.json("急件、督办") == ["急件", "督办"]

    def test_a_chip_has_no_markup_of_a_name(self) -> None:
        assert chip("<i>急</i>", LabelColour.RED) == (
            '<b class="label is-red">&lt;i&gt;急&lt;/i&gt;</b>'
        )
