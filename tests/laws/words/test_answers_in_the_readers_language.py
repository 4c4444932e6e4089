"""Responses to submitted forms are in the reader's language too: faults, verdicts, receipts.

Each verb's form is sent in both languages as it opens, empty, with nonsense, and with the least
lawful input, by the first who may; so is each form that creates or edits a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin

import pytest

from actions.core.action import Action
from actions.permissions import CATALOG, action_of, grants_of
from admin_app.views import GRIDS
from models.users.user import Role
from tests.support.pages.clerk import Clerk, clerks
from tests.support.pages.doors import as_form
from tests.support.pages.every_page import Stop, Walk
from tests.support.pages.languages import chinese_left, english_left, holes_left, stored
from tests.support.pages.sample_inputs import sample_input
from tests.support.pages.sent_forms import SentForm, form_of
from tests.support.world.neighbours import neighbours

#: Verbs whose form stands on no page that a link leads to, and what sends it.
WITHOUT_A_FORM = {
    "settle": "no list of accounts is kept",
    "save_view": "a list's strip of views",
    "change_view": "a line of 管理视图",
    "delete_view": "a line of 管理视图",
    "withdraw_note": "a button of the timeline",
    "withdraw_file": "a button of the timeline",
}
#: Verbs that are asked and planned, not carried out: the walk's sheet came from no lot.
NOT_CONFIRMED = {"void_invoice"}
#: Pages with a form that is no plan of a verb.
FORMS = {"edit_view", "create_view", "note", "attach", "ask"}
#: What nobody should type: below every minimum and no date, and longer than every field.
NONSENSE = ("", "-1", "9" * 501)
MOST_ROWS = 12
_LEFT: dict[str, Callable[[str, str], set[str]]] = {"en": chinese_left, "zh_CN": english_left}


def verb_of(stop: Stop) -> Action[Any, Any, Any] | None:
    """The verb whose form the page is."""
    found = re.search(r"\baction=(\w+)", stop.address)
    return action_of(found[1]) if found else None


def has_form(stop: Stop) -> bool:
    """Whether the page is a verb's form, or one that creates or edits."""
    return verb_of(stop) is not None or stop.endpoint.rpartition(".")[2] in FORMS


@dataclass
class Sender:
    """Sends forms in one language and keeps what is said amiss."""

    walk: Walk
    locale: str
    readers: dict[str, Clerk]

    def __post_init__(self) -> None:
        self.data = stored(self.walk.world)
        self.faults: dict[str, None] = {}

    def send(self, stop: Stop) -> None:
        """The form of the page, in every way."""
        reader, verb = self.readers[stop.username], verb_of(stop)
        form = form_of(reader.get(stop.address).get_data(as_text=True))
        if form is None:
            return
        where = urljoin(stop.address, form.action)
        for typed in NONSENSE:
            for press in ("recalculate", "confirm"):
                self._judge(stop, reader.post(where, {**form.filled(typed), press: "1"}))
        if verb is None:
            return
        self._judge(stop, reader.post(where, {**self._lawful(form, verb), "recalculate": "1"}))
        self._of_many(stop, verb)
        if verb.key not in NOT_CONFIRMED:
            self._judge(stop, reader.post(where, {**self._lawful(form, verb), "confirm": "1"}))

    def _lawful(self, form: SentForm, verb: Action[Any, Any, Any]) -> dict[str, Any]:
        return {**form.hidden, **as_form(sample_input(verb.input))}

    def _of_many(self, stop: Stop, verb: Action[Any, Any, Any]) -> None:
        """The verb's plan over rows of all states: verdicts of every kind."""
        entity = stop.endpoint.partition(".")[0]
        if entity not in GRIDS or verb.maximum_rows == 0:
            return
        rows = neighbours(self.walk.world, GRIDS[entity], stop.username).own[-MOST_ROWS:]
        given = {"ids": rows, **as_form(sample_input(verb.input)), "typed": "1"}
        where = stop.address.partition("?")[0]
        reader = self.readers[stop.username]
        self._judge(stop, reader.post(where, {"action": verb.key, **given}))

    def _judge(self, stop: Stop, answer: Any) -> None:
        if answer.status_code in {302, 303}:
            answer = self.readers[stop.username].get(answer.location)
        if answer.status_code >= 500:
            self.faults[f"{stop.username} {stop.address} {answer.status}"] = None
        if answer.mimetype != "text/html":
            return
        page = answer.get_data(as_text=True)
        known = f"{self.data} 甲 {unquote(stop.address)}"
        if left := _LEFT[self.locale](page, known):
            # What was written meanwhile is data as well.
            self.data = stored(self.walk.world)
            left = _LEFT[self.locale](page, f"{self.data} {known}")
        for word in sorted(left | holes_left(page)):
            self.faults[f"{stop.username} {stop.address} {word}"] = None


@pytest.fixture
def forms(stops: list[Stop]) -> list[Stop]:
    return [stop for stop in stops if has_form(stop)]


def keys(forms: list[Stop]) -> Iterator[str]:
    return (verb.key for stop in forms if (verb := verb_of(stop)) is not None)


class TestTheWalk:
    def test_the_walk_comes_to_every_verb(self, forms: list[Stop]) -> None:
        ours = {a.key for a in CATALOG if set(grants_of(a)) != {Role.SYSTEM}}
        apart = {"add_note": "timeline.note", "attach_file": "timeline.attach"}
        assert set(apart.values()) <= {stop.endpoint for stop in forms}
        assert set(keys(forms)) == ours - set(apart) - set(WITHOUT_A_FORM)


@pytest.mark.slow
@pytest.mark.parametrize("locale", _LEFT)
class TestWhatIsSaid:
    def test_what_is_said_is_in_the_reader_s_language(
        self, walk: Walk, forms: list[Stop], locale: str
    ) -> None:
        sender = Sender(walk, locale, clerks(walk, forms, locale))
        for stop in forms:
            sender.send(stop)
        assert not sender.faults, "\n".join(sender.faults)


def test_a_hole_would_be_caught() -> None:
    page = "<main>%(name)s is office_approved, <b>&lt;models.Job object</b> of None"
    assert holes_left(page) == {"%(name)s", "office_approved", "<models.Job object", "None"}
