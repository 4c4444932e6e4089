"""Words of 推送地址 and 推送记录."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.webhooks.change_webhook import ChangeWebhookRefusal
from actions.webhooks.register_webhook import RegisterWebhookRefusal
from actions.webhooks.replay_delivery import ReplayDeliveryRefusal
from admin_app.labels.words import ActionWords
from models.webhooks.destination import DestinationFault
from models.webhooks.webhook import DeliveryState, WebhookState, WebhookTopic

ENTITIES: dict[str, object] = {
    "webhook": _l("推送地址"),
    "webhook_delivery": _l("推送记录"),
}

_KEY_HINT = _l("签名密钥由双方约定，只在这里填写一次，之后不再显示。")

ACTIONS: dict[str, ActionWords] = {
    "register_webhook": ActionWords(_l("登记推送地址"), _l("确认登记"), _KEY_HINT),
    "change_webhook": ActionWords(
        _l("更换推送地址"), _l("确认更换"), _l("尚未送出的消息按新的地址和密钥发送。")
    ),
    "stop_webhook": ActionWords(
        _l("停用推送"), _l("确认停用"), _l("停用后不再产生消息，尚未送出的不再发送。")
    ),
    "start_webhook": ActionWords(
        _l("启用推送"), _l("确认启用"), _l("从启用时起推送，停用期间的业务不补发。")
    ),
    "replay_delivery": ActionWords(
        _l("重新推送"), _l("确认重新推送"), _l("原样再发一次，对方按消息编号识别重复。")
    ),
}

_URL, _TOPIC, _SECRET = _l("接收地址"), _l("推送内容"), _l("签名密钥")

FIELDS: dict[tuple[str, str], object] = {
    ("register_webhook", "url"): _URL,
    ("register_webhook", "topic"): _TOPIC,
    ("register_webhook", "secret"): _SECRET,
    ("change_webhook", "url"): _URL,
    ("change_webhook", "topic"): _TOPIC,
    ("change_webhook", "secret"): _l("新的签名密钥（不换则不填）"),
}

_SHORT = _l("签名密钥至少 %(minimum)s 个字符。请与对方约定一个更长的密钥。")

SENTENCES: dict[StrEnum, object] = {
    DestinationFault.MALFORMED: _l(
        "“%(url)s”不是可以推送的地址。请填写以 https:// 开头的完整网址。"
    ),
    DestinationFault.NOT_ALLOWED: _l(
        "“%(url)s”所在的服务器不在允许推送的名单中。请联系技术支持登记（WEBHOOK_ORIGINS）。"
    ),
    DestinationFault.INSIDE: _l("“%(url)s”是内部网络的地址，不能推送。请填写对方的公网地址。"),
    RegisterWebhookRefusal.NAME_TAKEN: _l("本编办已有名为“%(name)s”的推送地址。请换一个名称。"),
    RegisterWebhookRefusal.SECRET_SHORT: _SHORT,
    RegisterWebhookRefusal.TOO_MANY: _l(
        "一个编办最多登记 %(maximum)s 个推送地址。请更换已有的地址。"
    ),
    ChangeWebhookRefusal.SECRET_SHORT: _SHORT,
    ReplayDeliveryRefusal.STOPPED: _l("推送地址“%(name)s”已停用。请先启用，再重新推送。"),
}

FACTS: dict[str, object] = {"url": _URL, "topic": _TOPIC, "webhook": _l("推送地址")}

COLUMNS: dict[tuple[str, str], object] = {
    ("webhook", "url"): _URL,
    ("webhook", "topic"): _TOPIC,
    ("webhook", "secret"): _SECRET,
    ("webhook_delivery", "key"): _l("消息编号"),
    ("webhook_delivery", "webhook_id"): _l("推送地址"),
    ("webhook_delivery", "action"): _l("办理业务"),
    ("webhook_delivery", "receipt_no"): _l("业务单号"),
    ("webhook_delivery", "content"): _l("消息内容"),
    ("webhook_delivery", "tries"): _l("发送次数"),
    ("webhook_delivery", "written_at"): _l("生成时间"),
    ("webhook_delivery", "next_at"): _l("下次发送时间"),
    ("webhook_delivery", "delivered_at"): _l("送达时间"),
    ("webhook_delivery", "answer"): _l("对方答复"),
    ("webhook_delivery", "list:undelivered"): _l("未送达的推送"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    WebhookTopic: {
        WebhookTopic.EVERYTHING: _l("全部业务"),
        WebhookTopic.UNITS: _l("单位"),
        WebhookTopic.DOMAINS: _l("域名"),
        WebhookTopic.MONEY: _l("收费和汇款"),
        WebhookTopic.INVOICES: _l("发票"),
    },
    WebhookState: {
        WebhookState.ACTIVE: _l("使用中"),
        WebhookState.STOPPED: _l("已停用"),
    },
    DeliveryState: {
        DeliveryState.WAITING: _l("等待发送"),
        DeliveryState.SENDING: _l("正在发送"),
        DeliveryState.DELIVERED: _l("已送达"),
        DeliveryState.GIVEN_UP: _l("未送达"),
    },
}
