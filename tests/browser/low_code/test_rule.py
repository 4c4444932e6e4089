"""A province sets a rule, a county acts, and a letter arrives; the sister province sees nothing."""

from __future__ import annotations

from contextlib import contextmanager

from playwright.sync_api import expect

from actions.offices.set_own_contact import SET_OWN_CONTACT, SetOwnContactInput
from admin_app.jobs.mail_sender import send_letters
from config import MailServer
from tests.actions.test_outgoing_messages import renew
from tests.admin_app.jobs.test_reminders import Inbox, inbox
from tests.browser.clerk import Clerk
from tests.browser.conftest import SignIn
from tests.support.definitions.rules import make_round
from tests.support.pages.programs import opened
from tests.support.world.cast import CLOCK, World

__all__ = ["inbox"]

RULE = "续费提醒"


def define(clerk: Clerk) -> None:
    clerk.menu("自定义", "规则")
    clerk.follow("新建规则")
    clerk.fill("规则名称", RULE)
    clerk.choose("触发", "域名：办理“续费”后")
    clerk.fill("条件", "name_u.contains('教育局')")
    clerk.page.get_by_role("main").get_by_label("县编办管理员").check()
    clerk.page.get_by_role("main").get_by_label("同时发邮件").check()
    clerk.fill("附言", "请核对续费年限")
    clerk.confirm("确认新建")


def deliver(world: World, server: MailServer) -> int:
    """One round of the worker of a program with a mail server; the letters that it sent."""
    with contextmanager(opened)(world.engine, CLOCK) as app, app.app_context():
        former, app.extensions["mail_server"] = app.extensions["mail_server"], server
        make_round(world)
        sent = send_letters(world.engine, CLOCK)
        app.extensions["mail_server"] = former
    return sent


def test_a_rule_mails_once_somebody_acts_and_is_unseen_beside(
    sign_in: SignIn, sqlite_world: World, inbox: tuple[Inbox, MailServer]
) -> None:
    own = [sqlite_world.actor("zhuoni").user_id or 0]
    sqlite_world.perform(SET_OWN_CONTACT, "zhuoni", own, SetOwnContactInput("chief@example.cn"))
    define(sign_in("gansu"))
    renew(sqlite_world, "a-due", "b-due")
    assert deliver(sqlite_world, inbox[1]) == 1
    (letter,) = inbox[0].taken
    assert letter["To"] == "chief@example.cn"
    body = letter.get_content()
    assert RULE in body
    assert "请核对续费年限" in body
    clerk = sign_in("zhuoni")
    clerk.menu("自定义", "规则执行记录")
    clerk.sees("卓尼县教育局")
    sister = sign_in("shaanxi")
    for entry in ("规则", "规则执行记录"):
        sister.menu("自定义", entry)
        expect(sister.page.get_by_role("main")).not_to_contain_text(RULE)
