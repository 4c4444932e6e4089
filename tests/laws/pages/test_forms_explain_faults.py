"""Every form that is refused marks the wrong field, explains it beside it and focuses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from werkzeug.test import TestResponse

from tests.support.pages.clerk import Clerk, clerks
from tests.support.pages.doors import Doors
from tests.support.pages.every_page import Stop, Walk, furnish

#: What stands in every field at once: nothing, and what no field takes.
NONSENSE = ("", "⁂" * 3000)
_CONTROLS = frozenset({"input", "select", "textarea"})
_NEVER_TYPED = frozenset({"hidden", "checkbox", "radio"})
_OF_THE_WHOLE = 'class="alert alert-'
REFUSED = frozenset({400, 401, 409, 422})


@dataclass
class Form:
    """A form as it is drawn: where it goes, what it hides, what may be typed, its buttons."""

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    def add(self, tag: str, given: dict[str, str]) -> None:
        """One of its controls."""
        name, kind = given["name"], given.get("type")
        if tag == "button":
            self.buttons.append(name)
        elif kind == "hidden" or (kind == "radio" and "checked" in given):
            self.hidden.append((name, given.get("value", "")))
        elif kind == "file":
            self.files.append(name)
        elif tag in _CONTROLS and kind not in _NEVER_TYPED:
            self.typed.append(name)


class Page(HTMLParser):
    """The posted forms of a page's main part, its marked fields, its ids and its focus."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.wrong: list[dict[str, str]] = []
        self.focused: list[dict[str, str]] = []
        self.ids: set[str] = set()
        self._open: Form | None = None
        self._is_main = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._is_main = self._is_main or tag == "main"
        self.ids.add(given.get("id", ""))
        self.focused += [given] if "autofocus" in given else []
        self.wrong += [given] if given.get("aria-invalid") == "true" else []
        if tag == "form":
            is_posted = self._is_main and given.get("method") == "post"
            self._open = Form(given.get("action", "")) if is_posted else None
            self.forms += [self._open] if self._open else []
        elif self._open and "name" in given:
            self._open.add(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def faults(answer: TestResponse) -> list[str]:
    """What a refused form's page lacks."""
    text = answer.get_data(as_text=True)
    page = Page(text)
    if not page.wrong and _OF_THE_WHOLE in text and "fault-status" not in text:
        # No field is wrong: the rows, or all of it, are refused in words above the form.
        return []
    found = [] if page.wrong else ["nothing is marked"]
    for each in page.wrong:
        said = [name for name in each.get("aria-describedby", "").split() if "error" in name]
        said += [n for n in each.get("aria-describedby", "").split() if n == "cell-said"]
        if not said or not set(said) <= page.ids:
            found.append(f"{each.get('name')} is not explained")
    if [each.get("aria-invalid") for each in page.focused] != ["true"]:
        found.append("the focus is not on the first wrong field")
    return found


def sent(clerk: Clerk, stop: Stop, form: Form, nonsense: str) -> TestResponse:
    """The form with the same in every field, by the button that confirms."""
    given: dict[str, list[str]] = {}
    for name, value in [*form.hidden, *((name, nonsense) for name in form.typed)]:
        given.setdefault(name, []).append(value)
    given |= {"confirm": ["1"]} if "confirm" in form.buttons else {}
    action = form.action or stop.address
    url = action if action.startswith("/") else stop.address.partition("?")[0] + action.lstrip(".")
    return clerk.client.post(url.replace("//", "/"), data=given, buffered=True)


@pytest.fixture
def walk(sqlite_doors: Doors) -> Walk:
    published = furnish(sqlite_doors.world)
    return Walk(sqlite_doors.app, sqlite_doors.world, published)


def asking(page: Page) -> list[Form]:
    """The forms that somebody fills in."""
    return [form for form in page.forms if form.typed or form.files]


def test_every_form_marks_explains_and_focuses_what_is_wrong(walk: Walk) -> None:
    with walk.app.test_request_context():
        stops = [stop for stop in walk.stops() if stop.status == 200]
    readers = clerks(walk, stops, "zh_CN")
    tried: set[str] = set()
    faulty: list[tuple[object, ...]] = []
    for stop in stops:
        clerk = readers[stop.username]
        page = Page(clerk.get(stop.address).get_data(as_text=True))
        for form in asking(page):
            for nonsense in NONSENSE:
                answer = sent(clerk, stop, form, nonsense)
                if answer.status_code in REFUSED:
                    tried.add(stop.endpoint)
                    said = (stop.address, nonsense[:1], answer.status_code, faults(answer))
                    faulty += [said] if said[-1] else []
    assert faulty == [], "\n".join(map(str, faulty))
    assert {"contact.own", "login.password", "enrolment.ask"} <= tried


def test_a_wrong_password_is_explained_at_the_field(sqlite_doors: Doors) -> None:
    clerk = Clerk(sqlite_doors.app.test_client())
    answer = clerk.sign_in("zhuoni", "wrong")
    assert answer.status_code == 401
    assert faults(answer) == []
