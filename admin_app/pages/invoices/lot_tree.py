"""发票流向: the tree of a lot with totals, holders and findings; 库存卡 (stock card) of one lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask import Response, abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from admin_app.auth.current_actor import the_clock
from admin_app.grid.spec import MONEY_STAFF
from admin_app.labels import column_label, sentence, word
from admin_app.papers.paper import Paper, Table, paper_context, send_pdf
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import NUMBER, STATE, TEXT
from admin_app.web.page import key_of, position_of
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.invoices.stock import InvoiceLot
from models.reports.lot_tree import PLACES, Found, Pedigree, findings, pedigree_of, range_of, roots
from models.reports.stock_card import PAGE_MOVES, CardLine, stock_card
from models.values.calendar import instant

#: Figures of each lot of the tree, in the order of the sum.
_FIGURES = ("quantity", *PLACES, "split")
#: The deepest page of a stock card; a lot holds at most 100,000 sheets.
_MAXIMUM_PAGE = 1_000


def _trees(_most: int) -> Report:
    """The lots of a tree and who holds them; without a lot, the latest trees in scope."""
    session = db.session()
    if not request.args.get("id"):
        return _report(
            _("发票流向"), [_lots_table(_("发票流向"), [(x, 0) for x in roots(session)])]
        )
    tree = _tree()
    holdings = ReportTable(
        _("谁手里还有几张"),
        [(_("编办"), TEXT), (_("已签收未使用"), NUMBER), (_("待签收"), NUMBER)],
        [list(holding) for holding in tree.holdings()],
        empty=_("已经全部用完。"),
    )
    tables = [_lots_table(_("批次"), tree.nodes, is_tree=True), holdings]
    return _report(_("发票流向"), tables, about=tree.root.lot_no, is_cut=tree.is_cut)


def _tree() -> Pedigree:
    tree = pedigree_of(db.session(), key_of(request.args["id"]))
    return tree if tree is not None else abort(404)


class PedigreePage(ReportPage):
    """The tree of a lot; without a lot, a list of trees in scope."""

    endpoint = "pedigree"
    readers = MONEY_STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _trees}

    @expose("/")
    def index(self) -> str:
        report = _trees(MAXIMUM_REPORT_ROWS)
        if not request.args.get("id"):
            return self.render_report("pages/invoices/lot_trees.html", report, shown="index")
        tree = _tree()
        return self.render_report(
            "pages/invoices/lot_tree.html",
            report,
            shown="index",
            tree=tree,
            proof=_proof(tree),
            findings=[_finding_message(found) for found in findings(db.session(), tree)],
        )

    @expose("/card/")
    def card(self) -> str:
        lot, page = _lot(), _page()
        paper, has_more = _card(lot, page)
        here = url_for(".card", id=lot.id)
        return self.render(
            "pages/invoices/stock_card.html",
            back_url=url_for("lot.details_view", id=lot.id),
            back_label=lot.lot_no,
            previous_url=f"{here}&page={page - 1}" if page > 1 else None,
            next_url=f"{here}&page={page + 1}" if has_more else None,
            **paper_context(paper, url_for(".card_pdf")),
        )

    @expose("/card/pdf/", methods=("POST",))
    def card_pdf(self) -> Response:
        return send_pdf(_card(_lot(), _page())[0], self.readers)


def _lot() -> InvoiceLot:
    lot = db.session().scalar(
        select(InvoiceLot)
        .where(InvoiceLot.id == key_of(request.args.get("id", "")))
        .options(joinedload(InvoiceLot.office), joinedload(InvoiceLot.type))
    )
    return lot if lot is not None else abort(404)


def _page() -> int:
    return min(max(position_of("page") or 1, 1), _MAXIMUM_PAGE)


def _card(lot: InvoiceLot, page: int) -> tuple[Paper, bool]:
    """A page of the card, and whether there are more."""
    on, lines = the_clock().today(), stock_card(db.session(), lot, page)
    paper = Paper(
        model=InvoiceLot,
        title=_("库存卡"),
        number=lot.lot_no,
        number_label=_("批次号"),
        office=lot.office.name_on(on),
        on=on,
        facts=[
            (_("发票类型"), lot.type.name),
            (_("发票代码"), lot.invoice_code or "—"),
            (_("号码"), str(range_of(lot) or "—")),
            (_("批次数量"), _("%(n)s 张", n=f"{lot.quantity:,}")),
            (_("状态"), word(lot.state)),
            (_("结存"), _("现有 %(left)s 张", left=f"{lot.on_hand:,}")),
        ],
        tables=[_card_table(lines[:PAGE_MOVES])],
        notes=[_("第 %(page)s 页，每页 %(n)s 笔。", page=page, n=PAGE_MOVES)]
        if page > 1 or len(lines) > PAGE_MOVES
        else (),
        signs=(_("经办人（签字）"), _("复核人（签字）")),
    )
    return paper, len(lines) > PAGE_MOVES


def _card_table(lines: Sequence[CardLine]) -> Table:
    return Table(
        _("库存卡"),
        [
            (_("时间"), False),
            (_("变动"), False),
            (_("张数"), True),
            (_("结存增减"), True),
            (_("结存"), True),
            (_("依据"), False),
            (_("办理人"), False),
        ],
        [_stock_card_row(line) for line in lines],
        empty=_("还没有变动。签收之后会记在这里。"),
    )


def _figure_label(name: str) -> str:
    """The word for a figure; sheets on their way are called as the list of their lots."""
    return column_label("invoice_lot", "list:in_transit" if name == "in_transit" else name)


def _report(
    title: str, tables: Sequence[ReportTable], about: str = "", *, is_cut: bool = False
) -> Report:
    return Report(
        model=InvoiceLot,
        title=title,
        office=current_user.office_name,
        on=the_clock().today(),
        about=about,
        about_label=_("批次号"),
        tables=tables,
        is_cut=is_cut,
    )


def _lots_table(
    caption: str, nodes: Sequence[tuple[InvoiceLot, int]], *, is_tree: bool = False
) -> ReportTable:
    """Lots with their figures, indented by depth; each leads to its card, or to its tree."""
    figures = [(_figure_label(name), NUMBER) for name in _FIGURES]
    columns = [
        (_("批次号"), TEXT),
        (_("持有编办"), TEXT),
        (_("发票类型"), TEXT),
        (_("号码"), TEXT),
    ]
    return ReportTable(
        caption,
        [*columns, *figures, (_("状态"), STATE)],
        [_node(lot, depth) for lot, depth in nodes],
        empty=_("还没有预开发票。"),
        actions=[
            [(_("库存卡"), url_for("pedigree.card", id=lot.id))]
            if is_tree
            else [(_("流向"), url_for("pedigree.index", id=lot.id))]
            for lot, _depth in nodes
        ],
    )


def _node(lot: InvoiceLot, depth: int) -> list[object]:
    return [
        Linked(lot.lot_no, url_for("lot.details_view", id=lot.id), depth=depth),
        lot.office.name,
        lot.type.name,
        str(range_of(lot) or "—"),
        *(getattr(lot, name) for name in _FIGURES),
        lot.state,
    ]


def _proof(tree: Pedigree) -> str:
    """The equation 可用 + 已开具 + … = 批次数量."""
    terms = " + ".join(f"{_figure_label(place)} {sheets:,}" for place, sheets in tree.sums.items())
    sign = "=" if tree.is_conserved else "≠"
    return f"{terms} = {sum(tree.sums.values()):,} {sign} {tree.root.quantity:,}"


def _finding_message(found: Found) -> str:
    return sentence(found.kind, {"lot_no": found.lot.lot_no, "numbers": found.numbers})


def _stock_card_row(line: CardLine) -> list[str]:
    move = line.move
    return [
        instant(move.at),
        word(move.kind),
        f"{move.quantity:,}",
        f"{line.change:+,}" if line.change else _("不变"),
        f"{line.balance:,}",
        move.reference,
        move.by,
    ]
