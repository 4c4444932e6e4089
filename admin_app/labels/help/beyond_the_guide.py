"""帮助 (help): topics that the guide does not cover. Anchors: more-…."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from admin_app.labels.help.guide import Place, Topic

MORE = (
    Topic(
        "more-practice",
        _l("不敢点，怎么先试一遍？"),
        (
            _l(
                "点右上角自己的名字，再点“演练”，就进入同样的页面，里面的单位、域名和金额都是虚构的。"
            ),
            _l("收费、拆分、汇款都可以放心试，怎样办理都不影响正式业务；试完点“退出演练”。"),
            _l("工作台列出今天要办的事，点数字就打开那些行；按 Ctrl K 可以查找任何页面和单位。"),
        ),
    ),
    Topic(
        "more-sheets",
        _l("单位和域名很多，怎样一次录入？"),
        (
            _l(
                "先下载模板，照表头填写后上传。每一行都会写明能否办理和原因，确认之前什么也不会写入。"
            ),
            _l("改好的表可以再次上传，已经录入的行不会重复。"),
        ),
        (Place("imports"),),
    ),
    Topic(
        "more-changes",
        _l("单位更名、合并、撤销，或者域名要变更怎么办？"),
        (
            _l(
                "机构改革从“机构改革”办理，先看清每一项影响再确认；已经收的费用和开出的发票保持原样。"
            ),
            _l("域名的变更由单位提出申请，编办审核后由 CONAC 办理。"),
        ),
        (Place("reform"), Place("domain_request")),
    ),
    Topic(
        "more-checks",
        _l("收费、汇款、发票对不上怎么办？"),
        (
            _l(
                "在“三方对账”中按编办和周查看收费、汇款、发票三个数，点有差异的数字直接打开那些行。"
            ),
            _l("确需更正的，由两个人先后办理调账或退款，并写明原因。"),
        ),
        (Place("reconciliation"), Place("statement"), Place("adjustment")),
    ),
    Topic(
        "more-past",
        _l("月末核对，怎样按过去某一天的口径看列表？"),
        (
            _l(
                "在列表的筛选条件里填“截至日期”，就按那一天日终的记录显示：当时的状态、金额、名称都照旧，"
                "后来才有的记录不出现。不填就是今天。"
            ),
            _l(
                "其他条件也按当时的值判断。列出的是今天归您管理、当日也归您管理的记录，之后删除的不在其中。"
            ),
            _l(
                "过去的记录只供查看，不能勾选、办理和汇总，可以导出和打印。记录很多时一次查不完，点“继续查找”接着查。"
                "各编办当日的合计见“历史余额查询”。"
            ),
        ),
        (Place("domain"), Place("order"), Place("as_of")),
    ),
    Topic(
        "more-records",
        _l("谁在什么时候办理了什么，到哪里查？"),
        (
            _l("办理记录写着每一次办理的人、时间、内容和前后变化，任何人都不能修改或删除。"),
            _l(
                "导入导出的文件和后台任务另有记录。岗位变动时打印交接单，双方核对后登记，由接收人在“岗位交接”中确认。"
            ),
        ),
        (Place("journal"), Place("file_record"), Place("desk_handover")),
    ),
)
