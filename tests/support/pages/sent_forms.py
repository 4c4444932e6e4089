"""A form as a browser would send it: what it hides, and the names of what may be typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class SentForm:
    """The fields of a form that is posted."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def filled(self, typed: str) -> dict[str, str]:
        """What is sent with the same text in every field."""
        return {**self.hidden, **dict.fromkeys(self.names, typed)}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[SentForm] = []
        self.is_main = self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.is_main = self.is_main or tag == "main"
        if tag == "form":
            self.is_open = self.is_main and given.get("method") == "post"
            if self.is_open:
                self.found.append(SentForm(given.get("action", "")))
        elif self.is_open and (name := given.get("name")) and tag != "button":
            if given.get("type") == "hidden":
                self.found[-1].hidden[name] = given.get("value", "")
            elif tag in {"input", "select", "textarea"} and given.get("type") != "file":
                self.found[-1].names.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_open = False


def form_of(page: str) -> SentForm | None:
    """The first form of a page's main part that is posted and asks something, else the first."""
    reader = _Forms()
    reader.feed(page)
    asking = [form for form in reader.found if form.names]
    return next(iter([*asking, *reader.found]), None)
