"""A province words a paper, looks at it, uses it and returns to the default."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn

OPENING = "今收到贵单位域名注册费"


def test_a_paper_is_worded_previewed_used_and_put_back(sign_in: SignIn) -> None:
    clerk = sign_in("gansu")
    page = clerk.page
    clerk.menu("自定义", "措辞和单据样式")
    clerk.follow("业务单")
    clerk.press("修改")
    clerk.fill("表前文字", OPENING)
    clerk.press("重新核对")
    clerk.follow("查看现行文字、可用变量和效果预览")
    clerk.follow("预览“业务单”")
    clerk.sees(OPENING)
    clerk.sees("预览，不是正式单据")
    clerk.menu("自定义", "措辞和单据样式")
    clerk.follow("业务单")
    clerk.press("修改")
    clerk.fill("表前文字", OPENING)
    clerk.confirm("确认修改")
    # The receipt of the change itself is the first paper with the new words.
    worded = page.locator("article.paper p.paper-note", has_text=OPENING)
    expect(worded).to_have_count(1)
    clerk.menu("自定义", "措辞和单据样式")
    clerk.follow("业务单")
    clerk.follow("恢复默认")
    clerk.confirm("确认恢复默认")
    clerk.sees("办理完成")
    expect(worded).to_have_count(0)
