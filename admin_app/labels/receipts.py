"""Words of receipts: whom an act is about, who signs, and where the clerk goes on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

#: (entity or endpoint, named list) of the menu.
Place = tuple[str, str | None]

#: What the unit is called in acts about its money; in others it is a registrant.
SUBJECTS: dict[str, object] = dict.fromkeys(
    (
        "charge",
        "reverse_payment",
        "issue_invoices",
        "void_invoice",
        "reverse_invoice",
        "remit",
        "refund",
        "cancel_order",
        "cancel_remittance",
        "reject_remittance",
    ),
    _l("缴费单位"),
)

#: Facts that an act changes → their heading in its receipt, where they are what they were before.
BEFORE: dict[str, object] = {
    "state": _l("办理前状态"),
    "is_active": _l("办理前启用"),
}
#: Fact of a run → the fact of a plan that says the same, which is enough where both do.
SAME_AS = {"quantity": "sheets", "name": "domain", "kind": "change"}

_BY = _l("经办人（签字）")
_CHECKED_BY = _l("复核人（签字）")
_UNIT_RECEIVES = _l("缴费单位签收（盖章）")
_OFFICE_RECEIVES = _l("接收编办签收（盖章）")

#: Who signs a receipt of an office, and of a registrant.
SIGNS_OF_OFFICE = (_BY, _CHECKED_BY)
SIGNS_OF_UNIT = (_BY, _l("单位负责人（签字）"))
#: Acts by which somebody receives something, or two people answer for it.
SIGNS: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(
        ("charge", "issue_invoices", "void_invoice", "reverse_invoice"),
        (_BY, _CHECKED_BY, _UNIT_RECEIVES),
    ),
    **dict.fromkeys(("split", "dispatch", "return_lot"), (_BY, _CHECKED_BY, _OFFICE_RECEIVES)),
    "sign_for": (_l("签收人（签字）"), _CHECKED_BY),
    "destroy_lot": (_l("销毁人（签字）"), _l("监销人（签字）")),
    **dict.fromkeys(
        ("hand_over", "confirm_hand_over"),
        (_l("交接人（签字）"), _l("接收人（签字）"), _l("监交人（签字）")),
    ),
    **dict.fromkeys(("create_user", "reset_password"), (_BY, _l("用户签收（签字）"))),
}

_REVIEW: Place = ("domain", "to_review")
_DOMAINS: Place = ("domain", None)
_CHARGING: Place = ("charging", None)
_WEEK: Place = ("weekly_remittance", None)
_LOTS: Place = ("lot", None)
_REQUESTS: Place = ("request", None)

#: Action → where the guide goes on after it: the first place that the reader's menu has. An action
#: that does not stand here goes on in the list of its rows.
NEXT_STEPS: dict[str, tuple[Place, ...]] = {
    **dict.fromkeys(
        ("register_unit", "confirm_unit", "accept_rows", "submit_domain", "resubmit"),
        (_REVIEW, _DOMAINS),
    ),
    **dict.fromkeys(
        ("approve_office", "approve_registry", "return_for_changes", "reject"),
        (_REVIEW, _DOMAINS),
    ),
    "renew": (_CHARGING, _DOMAINS),
    "charge": (("order", "awaiting_remittance"), _WEEK),
    "draft_remittance": (_WEEK,),
    **dict.fromkeys(("reverse_payment", "cancel_order", "issue_invoices"), (_CHARGING,)),
    "remit": (("remittance", None),),
    **dict.fromkeys(("cancel_remittance", "reject_remittance"), (_WEEK, ("remittance", None))),
    **dict.fromkeys(("top_up", "match"), (("bank_line", None),)),
    "upload_statement": (("bank_line", None),),
    "settle": (("transfer", None),),
    "move_balance": (("transfer", None),),
    **dict.fromkeys(("refund", "adjust"), (("adjustment", None),)),
    "hand_over": (("handover_record", None),),
    **dict.fromkeys(("request_invoices", "approve_request", "dispatch"), (_REQUESTS,)),
    **dict.fromkeys(("sign_for", "split", "return_lot", "lose_lot", "destroy_lot"), (_LOTS,)),
}
