"""Runs an action through each interface: the grid, the API and the command line.

`Doors.call` runs an action as a user and returns a uniform result, so that a test written once
applies to every interface.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from actions.core.action import Action
from actions.core.input_parsing import canonical
from admin_app.views import GRIDS
from models.core.journal import Door, JournalEntry, JournalReceipt
from models.users.user import ApiToken
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import NOW, PASSWORD, World
from tests.support.world.factories import serial

DOORS = (Door.GRID, Door.API, Door.CLI)


class End(StrEnum):
    """How a call ended."""

    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """The uniform result of a call."""

    end: End
    #: (name, facts) of each row of the receipt.
    rows: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    totals: Mapping[str, Any] = field(default_factory=dict)
    #: The journal entry: (action, door, input).
    kept: tuple[str, Door, Mapping[str, Any]] | None = None
    #: The whole response as text, to search for messages.
    said: str = ""
    #: The code of the warnings that must be answered, if it was refused for that.
    code: str = ""


@dataclass
class Doors:
    """The three interfaces of one application over one database."""

    app: Flask
    world: World
    clerks: dict[str, Clerk] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def clerk(self, username: str) -> Clerk:
        """The user at a browser, signed in."""
        if username not in self.clerks:
            self.clerks[username] = found = Clerk(self.app.test_client())
            assert found.sign_in(username, PASSWORD).status_code == 302
        return self.clerks[username]

    def bearer(self, username: str) -> dict[str, str]:
        """The header of a program that acts for the user."""
        if username not in self.tokens:
            token = self.tokens[username] = f"token-of-{username}"
            actor = self.world.actor(username)
            with self.world.writing() as session:
                row = ApiToken(
                    token_hash=hashlib.sha256(token.encode()).hexdigest(),
                    user_id=actor.user_id,
                    name="对账程序",
                    created_at=NOW,
                )
                row.belong_to(actor)
                session.add(row)
        return {"Authorization": f"Bearer {self.tokens[username]}"}

    def call(
        self,
        action: Action[Any, Any, Any],
        username: str,
        ids: Sequence[int],
        given: Mapping[str, Any] | None = None,
        *,
        door: Door = Door.GRID,
        entity: str | None = None,
        key: str = "",
        reason: str = "",
        ticks: bool = True,
        answer: Mapping[str, str] | None = None,
    ) -> Told:
        """Carries an action out; `given` holds texts as people type them.

        Warnings that must be answered are ticked by a second call, with the `reason` if there is
        one; not with `ticks` false.
        """
        given = dict(given or {})
        key = key or f"call-{serial()}"
        if door is Door.GRID:
            found = self._by_grid(
                action, username, ids, given, entity or entity_of(action), answer or {}
            )
        else:
            ways = {Door.API: self._by_api, Door.CLI: self._by_cli}
            found = ways[door](action, username, ids, given, key, answer or {})
        if not (found.code and ticks and answer is None):
            return found
        checked = {"code": found.code, **({"reason": reason} if reason else {})}
        return self.call(
            action, username, ids, given, door=door, entity=entity, key=key, answer=checked
        )

    def plan(
        self, action: Action[Any, Any, Any], username: str, ids: Sequence[int], entity: str = ""
    ) -> TestResponse:
        """The plan page, as it opens."""
        url = f"/admin/{entity or entity_of(action)}/action/"
        return self.clerk(username).post(url, {"action": action.key, "ids": list(ids)})

    def confirm(
        self,
        action: Action[Any, Any, Any],
        username: str,
        page: TestResponse,
        given: Mapping[str, Any],
        *,
        press: str = "confirm",
        entity: str = "",
    ) -> TestResponse:
        """Presses a button of a plan page; the fields it came with are sent back."""
        url = f"/admin/{entity or entity_of(action)}/action/?action={action.key}"
        return self.clerk(username).post(url, {**carried(page), **as_form(given), press: "1"})

    def confirm_ticking(
        self,
        action: Action[Any, Any, Any],
        username: str,
        page: TestResponse,
        given: Mapping[str, Any],
    ) -> TestResponse:
        """Confirms a plan page, and ticks the warnings where it asks for that."""
        answer = self.confirm(action, username, page, given)
        if asked_code(answer):
            answer = self.confirm(action, username, answer, {**given, **ticked(answer)})
        return answer

    def _by_grid(
        self,
        action: Action[Any, Any, Any],
        username: str,
        ids: Sequence[int],
        given: Mapping[str, Any],
        entity: str,
        answer: Mapping[str, str],
    ) -> Told:
        page = self.plan(action, username, ids, entity)
        if page.status_code != 200 or "key" not in carried(page):
            return Told(End.REFUSED, said=told(page))
        typed = {**given, **{f"answer_{name}": text for name, text in answer.items()}}
        shown = self.confirm(action, username, page, typed, entity=entity)
        if shown.status_code != 303:
            return Told(End.REFUSED, said=told(shown), code=asked_code(shown))
        (number,) = re.findall(r"receipt/\?id=(\d+)", shown.location)
        return self._receipt(int(number))

    def _by_api(
        self,
        action: Action[Any, Any, Any],
        username: str,
        ids: Sequence[int],
        given: Mapping[str, Any],
        key: str,
        answer: Mapping[str, str],
    ) -> Told:
        body = {"ids": list(ids), "input": given, "key": key}
        found = self.app.test_client().post(
            f"/api/actions/{action.key}",
            json=body | ({"answer": dict(answer)} if answer else {}),
            headers=self.bearer(username),
        )
        if found.status_code != 200:
            assert found.json is not None
            code = found.json.get("error", {}).get("answered", "")
            return Told(End.REFUSED, said=json.dumps(found.json, ensure_ascii=False), code=code)
        return self._as_told(found.json)

    def _by_cli(
        self,
        action: Action[Any, Any, Any],
        username: str,
        ids: Sequence[int],
        given: Mapping[str, Any],
        key: str,
        answer: Mapping[str, str],
    ) -> Told:
        words = ["act", action.key, *map(str, ids), "--as", username, "--key", key]
        words += [f"--answer={name}={text}" for name, text in answer.items()]
        found = self.app.test_cli_runner().invoke(args=[*words, "--json", json.dumps(given)])
        if found.exit_code != 0:
            assert found.exit_code == 1, found.output
            code = re.search(r"核对码 (\w{8})", found.output)
            return Told(End.REFUSED, said=found.output, code=code[1] if code else "")
        return self._as_told(json.loads(found.stdout))

    def _as_told(self, answer: Mapping[str, Any]) -> Told:
        with self.world.session() as session:
            entry_id = session.scalar(
                select(JournalReceipt.id).where(JournalReceipt.receipt_no == answer["receipt_no"])
            )
        assert entry_id is not None
        found = self._receipt(entry_id)
        rows = [(row["name"], row["facts"]) for row in answer["rows"]]
        assert (rows, answer["totals"]) == (found.rows, found.totals)
        return found

    def _receipt(self, entry_id: int) -> Told:
        with self.world.session() as session:
            entry = session.get_one(JournalEntry, entry_id)
            outcome = session.get_one(JournalReceipt, entry_id).outcome
            return Told(
                End.DONE,
                rows=[(row["name"], row["facts"]) for row in outcome["rows"]],
                totals=canonical(outcome["totals"]),
                kept=(entry.action, entry.door, dict(entry.input)),
            )


def entity_of(action: Action[Any, Any, Any]) -> str:
    """The list whose rows the action ticks."""
    return next(grid.entity for grid in GRIDS.values() if grid.model is action.model)


def as_form(given: Mapping[str, Any]) -> dict[str, Any]:
    """An input as a browser sends it: lines are numbered, several choices are repeated."""
    sent: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, line in enumerate(value):
                sent |= {f"{name}-{number}-{part}": text for part, text in line.items()}
        elif value is not None and value is not False:
            sent[name] = value
    return sent


_HIDDEN = re.compile(r'<input type="hidden" name="(key|selection|shown)" value="([^"]*)"')
_TICK = re.compile(r'name="answer_code" value="([^"]*)"')


def carried(page: TestResponse) -> dict[str, str]:
    """The one-time key and the signed selection of a plan page."""
    return dict(_HIDDEN.findall(page.get_data(as_text=True)))


def asked_code(page: TestResponse) -> str:
    """The code of the warnings that a plan page asks to be answered; empty: none."""
    found = _TICK.search(page.get_data(as_text=True))
    return found[1] if found else ""


def ticked(page: TestResponse) -> dict[str, str]:
    """What a plan page carries, with its warnings ticked."""
    return {**carried(page), "answer_code": asked_code(page)}


def told(page: TestResponse) -> str:
    """The text of a page's main part, without its tags."""
    main = page.get_data(as_text=True).partition("<main")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", f"<{main}").split()))


#: What differs between two showings of one page.
_PASSING = re.compile(r"(?:value=\"|selection=|key=)[A-Za-z0-9_.\-]{16,}|incident [0-9a-f]{8}")


def alike(page: TestResponse, row_id: int) -> tuple[int, list[str]]:
    """Status and lines of an answer, without its frame, what is new each time, and the id."""
    text = page.get_data(as_text=True)
    body = _PASSING.sub("", text.partition("<main")[2] or text)
    named = re.compile(rf"((?:\bids?|\bunit|_id)=|%3D|#|value=\"?|\"id\":\s*){row_id}\b")
    return page.status_code, named.sub(r"\1ID", body).splitlines()


def differences(one: tuple[int, list[str]], other: tuple[int, list[str]]) -> list[str]:
    """What two answers do not have in common."""
    (status, lines), (other_status, other_lines) = one, other
    changed = difflib.unified_diff(lines, other_lines, lineterm="", n=0)
    return [] if one == other else [f"{status} {other_status}", *changed]
