"""发票族谱: the tree of a lot with its proof, its holders and its findings; 库存卡 of one lot."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _

from admin_app.grid.cells import tone, written
from admin_app.grid.spec import MONEY_STAFF
from admin_app.labels import column_label, sentence, word
from admin_app.pages.page import Page, key_of
from models.base import db
from models.invoice_stock import InvoiceLot
from models.pedigree import PLACES, Found, Pedigree, findings, pedigree_of, range_of, roots
from models.stock_card import PAGE_MOVES, CardLine, stock_card

#: Figures of each lot of the tree, in the order of the sum.
_FIGURES = ("quantity", *PLACES, "split")
#: The deepest page of a stock card; a lot holds at most 100,000 sheets.
_MAXIMUM_PAGE = 1_000


class PedigreePage(Page):
    """Lots as a family; without a lot, the families in sight."""

    readers = MONEY_STAFF

    @expose("/")
    def index(self) -> str:
        session = db.session()
        if not request.args.get("id"):
            shown = [_node(lot, 0) for lot in roots(session)]
            return self.render("pages/pedigrees.html", nodes=shown, figures=_headings())
        tree = pedigree_of(session, key_of(request.args["id"]))
        if tree is None:
            abort(404)
        return self.render(
            "pages/pedigree.html",
            tree=tree,
            nodes=[_node(lot, depth) for lot, depth in tree.nodes],
            figures=_headings(),
            proof=_proof(tree),
            findings=[_said(found) for found in findings(session, tree)],
            holdings=tree.holdings(),
        )

    @expose("/card/")
    def card(self) -> str:
        session = db.session()
        lot = session.get(InvoiceLot, key_of(request.args.get("id", "")))
        if lot is None:
            abort(404)
        page = min(max(key_of(request.args.get("page", "1")), 1), _MAXIMUM_PAGE)
        lines = stock_card(session, lot, page)
        here = url_for(".card", id=lot.id)
        return self.render(
            "pages/stock_card.html",
            lot=lot,
            numbers=str(range_of(lot) or "—"),
            lines=[_line(line) for line in lines[:PAGE_MOVES]],
            previous_url=f"{here}&page={page - 1}" if page > 1 else None,
            next_url=f"{here}&page={page + 1}" if len(lines) > PAGE_MOVES else None,
        )


def _headings() -> list[str]:
    return [column_label("invoice_lot", name) for name in _FIGURES]


def _node(lot: InvoiceLot, depth: int) -> dict[str, Any]:
    return {
        "depth": depth,
        "no": lot.lot_no,
        "url": url_for("lot.details_view", id=lot.id),
        "card_url": url_for("pedigree.card", id=lot.id),
        "tree_url": url_for("pedigree.index", id=lot.id),
        "office": lot.office.name,
        "type": lot.type.name,
        "numbers": str(range_of(lot) or ""),
        "figures": [f"{getattr(lot, name):,}" for name in _FIGURES],
        "state": (word(lot.state), tone(lot.state)),
    }


def _proof(tree: Pedigree) -> str:
    """可用 + 已开具 + … = 批次数量, as one reads a sum."""
    terms = " + ".join(
        f"{column_label('invoice_lot', place)} {sheets:,}" for place, sheets in tree.sums.items()
    )
    sign = "=" if tree.is_conserved else "≠"
    return f"{terms} = {sum(tree.sums.values()):,} {sign} {tree.root.quantity:,}"


def _said(found: Found) -> str:
    return sentence(found.kind, {"lot_no": found.lot.lot_no, "numbers": found.numbers})


def _line(line: CardLine) -> dict[str, Any]:
    move = line.move
    return {
        "at": written(move.at),
        "kind": word(move.kind),
        "quantity": f"{move.quantity:,}",
        "change": f"{line.change:+,}" if line.change else _("不变"),
        "balance": f"{line.balance:,}",
        "reference": move.reference,
        "by": move.by,
    }
