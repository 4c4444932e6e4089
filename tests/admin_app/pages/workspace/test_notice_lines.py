"""A notice in words, and where it leads."""

from __future__ import annotations

from flask import Flask

from admin_app.pages.workspace.notice_lines import kind_of, notice_line, topics_of
from models.users.user import Role
from models.workspace.notification import Notification
from models.workspace.notify import NoticeKind, Topic
from tests.support.world.cast import NOW


def notice(topic: Topic, **facts: object) -> Notification:
    return Notification(id=1, kind=topic.value, facts=facts, at=NOW)


class TestNoticeLine:
    def test_stored_keys_are_said_in_words(self, sqlite_app: Flask) -> None:
        facts = {
            "tld": "政务",
            "operation": "renew",
            "valid_from": "2026-07-01",
            "price_fen": 10000,
        }
        with sqlite_app.test_request_context():
            line = notice_line(notice(Topic.PRICE_SET, **facts), Role.COUNTY_ADMIN)
        assert line.said == "“.政务”域名续费的收费标准自 2026-07-01 起为每年 ¥100.00。"
        assert line.url is None

    def test_a_reader_who_may_not_open_the_list_gets_no_link(self, sqlite_app: Flask) -> None:
        row = notice(Topic.TOPPED_UP, amount_fen=100, balance_fen=200, entry_id=7)
        with sqlite_app.test_request_context():
            links = {role: notice_line(row, role).url for role in Role}
        assert links[Role.CASHIER] == "/admin/transfer/?run=7"
        assert links[Role.REGISTRY_REVIEWER] is links[Role.UNIT_USER] is None


def test_every_topic_is_of_one_kind() -> None:
    assert sorted(topic for kind in NoticeKind for topic in topics_of(kind)) == sorted(Topic)
    assert kind_of(Topic.CHARGED) is NoticeKind.MONEY
