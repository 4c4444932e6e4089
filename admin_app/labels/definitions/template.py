"""Words of 模板: wordings, papers and letters of an office's own, and the values they may name."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.templates.versions import TemplateNote, TemplateRefusal
from actions.definitions.templates.keep_letter import KeepLetterRefusal
from admin_app.labels.definitions.template_subjects import LETTER_TITLES, PAPER_TITLES
from admin_app.labels.words import ActionWords
from models.definitions.template_subject import (
    LetterSubject,
    PaperBlock,
    PaperSubject,
    TemplateKind,
    TemplatePart,
)
from models.values.wording.letter_file import LetterFault

_BESIDE = (_l("查看现行文字、可用变量和效果预览"), "wording.index")

ACTIONS: dict[str, ActionWords] = {
    "change_template": ActionWords(
        _l("修改措辞"),
        _l("确认修改"),
        _l(
            "CONAC 修改的各地适用，省编办修改的本省各级适用。"
            "可以用变量，写法见右边的链接；不填的部分用默认文字。"
        ),
        _BESIDE,
    ),
    "change_paper": ActionWords(
        _l("修改单据样式"),
        _l("确认修改"),
        _l(
            "可以修改抬头、表前和表后的文字、页脚以及各部分的顺序。"
            "事项、明细、合计、大写、说明和签字可以移动，不能去掉。以前的单据仍按当时的样式打印。"
        ),
        _BESIDE,
    ),
    "restore_template": ActionWords(
        _l("恢复旧版本"), _l("确认恢复"), _l("旧版本的内容成为新的版本，从现在起使用。")
    ),
    "reset_template": ActionWords(
        _l("恢复默认"), _l("确认恢复默认"), _l("本版本停用，改用上级编办的或者系统默认的文字。")
    ),
}

ACTIONS["keep_letter"] = ActionWords(
    _l("上传公函模板"),
    _l("上传"),
    _l("在 Word 中写好公函，把要填的地方写成变量，另存为 .docx 后上传。同名的成为新的版本。"),
)

ENTITIES: dict[str, object] = {"template": _l("模板")}

SHARED: dict[str, object] = {
    "body": _l("正文"),
    "closing": _l("表后文字"),
    "footer": _l("页脚"),
    "started_at": _l("启用时间"),
}

_SUBJECT = _l("修改哪一项")

_LANGUAGE, _KIND, _VERSION = _l("语言"), _l("模板种类"), _l("版本")

FIELDS: dict[tuple[str, str], object] = {
    ("change_template", "subject"): _SUBJECT,
    ("change_template", "language"): _LANGUAGE,
    ("change_template", "title"): _l("标题"),
    ("change_paper", "language"): _LANGUAGE,
    ("change_paper", "subject"): _SUBJECT,
    ("keep_letter", "subject"): _l("发给"),
    ("keep_letter", "name"): _l("公函名称"),
    ("keep_letter", "file_name"): _l("文件名"),
    ("keep_letter", "content"): _l("文件内容"),
    ("keep_letter", "language"): _LANGUAGE,
    ("change_paper", "letterhead"): _l("抬头（单位名称处）"),
    ("change_paper", "opening"): _l("表前文字"),
    ("change_paper", "blocks"): _l("各部分的顺序（不填为默认顺序）"),
    ("change_paper", "blocks.block"): _l("部分"),
}

FACTS: dict[str, object] = {
    "template_kind": _KIND,
    "template_language": _LANGUAGE,
    "template_title": _l("标题"),
    "version": _VERSION,
}

COLUMNS: dict[tuple[str, str], object] = {
    ("template", "kind"): _KIND,
    ("template", "subject"): _l("模板代码"),
    ("template", "language"): _LANGUAGE,
    ("template", "name"): _l("模板名称"),
    ("template", "number"): _VERSION,
    ("template", "title"): _l("标题（抬头）"),
    ("template", "body"): _l("正文（表前文字）"),
    ("template", "blocks"): _l("各部分的顺序"),
    ("template", "file_name"): _l("文件名"),
    ("template", "sha256"): _l("文件摘要"),
    ("template", "content"): _l("文件"),
    ("template", "ended_at"): _l("停用时间"),
    ("template", "is_active"): _l("在用"),
    ("template", "by"): _l("经办人"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    TemplateKind: {
        TemplateKind.NOTICE: _l("通知"),
        TemplateKind.MAIL: _l("邮件"),
        TemplateKind.HELP: _l("帮助"),
        TemplateKind.PAPER: _l("单据"),
        TemplateKind.LETTER: _l("公函（Word）"),
    },
    TemplatePart: {
        TemplatePart.TITLE: _l("标题"),
        TemplatePart.BODY: _l("正文"),
        TemplatePart.CLOSING: _l("表后文字"),
        TemplatePart.FOOTER: _l("页脚"),
    },
    PaperBlock: {
        PaperBlock.OPENING: _l("表前文字"),
        PaperBlock.FACTS: _l("事项"),
        PaperBlock.TABLES: _l("明细表"),
        PaperBlock.TOTALS: _l("合计"),
        PaperBlock.AMOUNT_WORDS: _l("大写金额"),
        PaperBlock.NOTES: _l("说明"),
        PaperBlock.CLOSING: _l("表后文字"),
        PaperBlock.SIGNS: _l("签字盖章"),
    },
    PaperSubject: {**PAPER_TITLES},
    LetterSubject: {**LETTER_TITLES},
}

SENTENCES: dict[StrEnum, object] = {
    TemplateRefusal.UNKNOWN_SUBJECT: _l("没有可以修改的“%(subject)s”。请从列出的项目中选择。"),
    TemplateRefusal.NOT_A_PART: _l("这一项没有“%(part)s”，请不要填写。"),
    TemplateRefusal.UNKNOWN_NAME: _l(
        "没有名为“%(named)s”的变量。这里可以用的变量是：%(offered)s。"
    ),
    TemplateRefusal.MALFORMED_NAME: _l(
        "“%(named)s”不是变量。变量写作大括号加小写英文名称，不能写算式、属性或函数。"
    ),
    TemplateRefusal.EMPTY: _l("没有填写任何内容。要改回默认文字，请在模板列表中选择“恢复默认”。"),
    TemplateRefusal.BLOCK_TWICE: _l("“%(block)s”写了两次，每一部分只能出现一次。"),
    TemplateRefusal.BLOCK_MISSING: _l(
        "缺少“%(block)s”。按财务规定这一部分可以移动，不能去掉，请加上。"
    ),
    TemplateRefusal.BLOCK_NOT_DRAWN: _l(
        "填写了“%(block)s”，但是各部分的顺序中没有它。请加上，或者清空这段文字。"
    ),
    TemplateRefusal.UNCHANGED: _l("与正在使用的“%(name)s”完全相同，不需要修改。"),
    TemplateRefusal.IN_USE: _l("“%(name)s”正在使用，不需要恢复。"),
    TemplateRefusal.NOT_IN_USE: _l("“%(name)s”已经停用，不需要恢复默认。请取消勾选。"),
    LetterFault.NOT_WORD: _l(
        "“%(name)s”不是 Word 文件（.docx）。请在 Word 中另存为 .docx 后上传。"
    ),
    LetterFault.TOO_LARGE: _l("“%(name)s”超过 %(said)s MB。请去掉图片或者压缩后上传。"),
    LetterFault.UNPACKS_TOO_LARGE: _l("“%(name)s”解开以后太大，或者变量太多，没有保存。"),
    LetterFault.BROKEN: _l("“%(name)s”已损坏，无法读取。请在 Word 中打开并另存后上传。"),
    LetterFault.ENTITIES: _l("“%(name)s”中有 Word 不会写的内容（%(said)s），没有保存。"),
    LetterFault.ACTIVE: _l("“%(name)s”带有宏、控件或者嵌入的对象（%(said)s）。请去掉后上传。"),
    LetterFault.LINKED: _l("“%(name)s”链接到外部文件或者网址（%(said)s）。请取消链接后上传。"),
    LetterFault.FIELD: _l("“%(name)s”中的域“%(said)s”不能使用。只能用页码、页数、日期和时间。"),
    LetterFault.MISPLACED: _l(
        "“%(name)s”的变量写在正文、页眉和页脚以外（%(said)s），不会填写。请移到正文中。"
    ),
    LetterFault.MALFORMED: _l("“%(name)s”中的变量没有写完整：%(said)s。变量写在两层大括号里。"),
    LetterFault.NOT_ALLOWED: _l(
        "“%(said)s”不能使用：模板中只能写变量的名称，不能写属性、函数、算式和条件。"
    ),
    LetterFault.UNKNOWN_NAME: _l("没有名为“%(said)s”的变量。可以用的变量是：%(offered)s。"),
    LetterFault.UNKNOWN_LIST: _l("“%(said)s”不能逐个列出。可以逐个列出的只有单位的域名。"),
    LetterFault.TWO_LISTS: _l("“%(said)s”只能逐个列出一次。"),
    KeepLetterRefusal.NOT_BASE64: _l("文件内容不是 Base64，无法读取。请重新上传。"),
    KeepLetterRefusal.UNCHANGED: _l("文件与正在使用的“%(name)s”相同，不需要上传。"),
    KeepLetterRefusal.TOO_MANY: _l("本编办已有 %(maximum)s 个公函模板。请先停用不再使用的。"),
    TemplateNote.FIRST: _l("启用第 %(number)s 版，代替上级编办的或者系统默认的文字。"),
    TemplateNote.NEXT: _l("启用第 %(number)s 版，第 %(ended)s 版停用（保留，可以恢复）。"),
    TemplateNote.ENDS: _l("停用“%(name)s”（保留，可以恢复）。"),
    TemplateNote.PART: _l("%(part)s由“%(was)s”改为“%(becomes)s”。"),
    TemplateNote.PART_GONE: _l("%(part)s由“%(was)s”改回默认。"),
    TemplateNote.BLOCK: _l("单据第 %(place)s 部分为“%(block)s”。"),
    TemplateNote.TOUCHES: _l("对 %(count)s 个编办及其注册单位生效。"),
    TemplateNote.PAST_STAYS: _l("此前的通知和单据仍按当时的版本显示和打印。"),
}

#: What the values are called that stand under no other name.
VALUE_WORDS: dict[str, object] = {
    "office_name": _l("编办名称"),
    "paper_title": _l("单据名称"),
    "paper_number": _l("单据号码"),
    "paper_day": _l("单据日期"),
    "amount": _l("金额"),
    "amount_words": _l("大写金额"),
    "unit_name": _l("单位名称"),
    "domain_name": _l("域名"),
    "registered_on": _l("注册日期"),
    "today": _l("今天的日期"),
    "row": _l("记录"),
    "message": _l("附言"),
    "limit": _l("每天的上限"),
    "domains": _l("单位的域名（逐个列出）"),
    "names": _l("域名"),
    "count": _l("数量"),
    "days": _l("天数"),
    "to": _l("收件人"),
    "person": _l("姓名"),
    "rate": _l("比例"),
    "week": _l("周"),
    "source": _l("划出编办"),
    "target": _l("划入编办"),
    "setting": _l("系统参数"),
    "report_no": _l("报告文号"),
    "approval_no": _l("批准文号"),
}
