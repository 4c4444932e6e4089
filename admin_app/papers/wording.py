"""The words of an office on a paper: those that held when the record was made.

A paper drawn again in a year is the same paper, whatever was worded since.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from models.definitions.own_words import known_language
from models.definitions.template import Wording, known_wordings
from models.definitions.template_subject import PARTS
from models.values.money import format_yuan
from models.values.wording.named_text import fill_in

if TYPE_CHECKING:
    from admin_app.papers.paper import Paper


def worded(session: Session, paper: Paper) -> Paper:
    """The paper with the words that held for its office at its instant."""
    if paper.subject is None or paper.made_at is None:
        return paper
    language = known_language(session)
    known = known_wordings(session, [paper.subject], language, paper.office_code, paper.made_at)
    found = known.at(paper.subject, paper.made_at)
    return paper if found is None else worded_as(paper, found)


def worded_as(paper: Paper, wording: Wording) -> Paper:
    """The paper in these words, whatever holds."""
    values = paper_values(paper)
    texts = {part: fill_in(getattr(wording, part) or "", values) for part in PARTS}
    filled = dataclasses.replace(wording, **texts)
    return dataclasses.replace(paper, subject=None, wording=filled)


def paper_values(paper: Paper) -> Mapping[str, str]:
    """The values that the texts of a paper may name."""
    amount = "" if paper.amount_fen is None else format_yuan(paper.amount_fen)
    return {
        "office_name": paper.office,
        "paper_title": paper.title,
        "paper_number": paper.number,
        "paper_day": paper.day,
        "amount": amount,
        "amount_words": paper.amount_words or "",
    }
