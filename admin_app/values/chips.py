"""Coloured chips: labels, and words that an office gave a colour."""

from __future__ import annotations

from markupsafe import Markup

from models.definitions.label import LabelColour


def chip(name: str, colour: LabelColour | None) -> Markup:
    """A name in its colour, as a page shows it."""
    return Markup('<b class="label is-{}">{}</b>').format(colour or LabelColour.GREY, name)
