"""Who is concerned is told: every action says whom it tells, and each notice can be followed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions import permissions
from actions.activities import UNLISTED
from actions.audiences.table import AUDIENCES
from actions.core.announcement import Announcement, Audience, NobodyElse
from actions.permissions import CATALOG
from admin_app.labels import SENTENCES
from admin_app.pages.workspace.notice_lines import LINKS, NoticeLine, notice_line
from admin_app.views import GRIDS
from models.users.user import Role, User
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.laws.rows.test_every_verb import ONCE
from tests.support.pages.doors import Doors, End, told
from tests.support.world.cast_names import LOGINS

#: Written by the action itself, which tells the administrators of the sheet's office alone.
BY_ITSELF = {Topic.IMPORT_FINISHED, Topic.RULE_FIRED, Topic.RULE_PAUSED}


def announced() -> list[Announcement]:
    return [one for told in AUDIENCES.values() if isinstance(told, tuple) for one in told]


def notices(doors: Doors) -> list[tuple[str, Notification]]:
    """Every notice with its reader's login."""
    with doors.world.session() as session:
        wanted = select(User.username, Notification).join(User, User.id == Notification.user_id)
        return [(name, row) for name, row in session.execute(wanted.order_by(Notification.id))]


def test_every_action_says_whom_it_tells_or_why_nobody() -> None:
    known = {action.key for action in (*CATALOG, *UNLISTED)}
    assert {action.key for action in AUDIENCES} == known
    silent = [key.key for key, found in AUDIENCES.items() if found == ()]
    assert not silent, f"give a reason of NobodyElse: {silent}"


def test_every_topic_is_announced_said_and_linked() -> None:
    assert {one.topic for one in announced()} | BY_ITSELF == set(Topic)
    assert set(Topic) <= set(SENTENCES)
    assert set(LINKS) == set(Topic)


def test_every_link_leads_to_a_list_that_its_readers_may_open() -> None:
    for one in announced():
        if one.to in {Audience.UNIT, Audience.FORMER_UNIT} and (link := LINKS[one.topic]):
            assert Role.UNIT_USER in GRIDS[link[0]].readers, one.topic


def test_an_action_without_an_audience_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without_first = dict(list(AUDIENCES.items())[1:])
    monkeypatch.setattr(f"{__name__}.AUDIENCES", without_first)
    with pytest.raises(AssertionError):
        test_every_action_says_whom_it_tells_or_why_nobody()


@pytest.mark.parametrize("key", sorted(ONCE))
def test_every_notice_is_read_by_others_and_opens_what_it_is_about(doors: Doors, key: str) -> None:
    username, arrange, given = ONCE[key]
    action = permissions.action_of(key)
    assert action is not None
    rows = arrange(doors)
    before = len(notices(doors))
    done = doors.call(action, username, rows, given)
    assert done.end is End.DONE, done.said
    written = notices(doors)[before:]
    # A follow-up may tell of itself.
    assert username not in {name for name, _row in written}
    if isinstance(AUDIENCES[action], NobodyElse):
        assert written == []
    for name, row in written:
        line = in_words(doors, name, row) if name in LOGINS else None
        if line is not None:
            assert "%(" not in line.said
            assert row.kind not in line.said
        if line is not None and row.kind != Topic.PASSWORD_RESET:
            check_page(doors, name, line)


def check_page(doors: Doors, username: str, line: NoticeLine) -> None:
    """The reader finds the notice, and what it leads to."""
    assert line.said in told(doors.clerk(username).get("/admin/notice/"))
    if line.url is not None:
        opened = doors.clerk(username).get(line.url)
        assert opened.status_code == 200, line
        assert "没有符合条件" not in told(opened), line


def in_words(doors: Doors, username: str, row: Notification) -> NoticeLine:
    role = doors.world.actor(username).role
    with doors.app.test_request_context("/admin/notice/"):
        return notice_line(row, role)
