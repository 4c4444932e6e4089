"""What the bulk load writes: one tuple type a table, its fields being the table's columns.

Values are texts, integers and None only, in the form both engines read: days and instants in
ISO form (instants in UTC), truth as 0 and 1.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple


class UnitRow(NamedTuple):
    id: int
    name: str
    short_name: str
    former_names: str
    unit_type: str
    administrative_function: int
    uscc: str
    division_code: str
    office_id: int
    legal_representative: str
    contact_name: str
    contact_phone: str
    contact_email: str
    invoice_title: str
    taxpayer_no: str
    address: str
    state: str
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str
    search_text: str


class DomainRow(NamedTuple):
    id: int
    label_u: str
    tld: str
    tld_family: str
    name_u: str
    name_a: str
    variant_key: str
    name_basis: str
    unit_id: int
    term_years: int
    state: str
    submitted_at: str
    submitted_by: str
    waits_since: str | None
    approved_at: str | None
    registered_on: str | None
    expires_on: str | None
    is_held: int
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str
    search_text: str


class OrderRow(NamedTuple):
    id: int
    order_no: str
    kind: str
    domain_id: int
    unit_id: int
    term_years: int
    base_expires_on: str | None
    unit_price_fen: int
    amount_fen: int
    state: str
    submitted_by: str
    submitted_at: str
    charged_at: str | None
    settled_at: str | None
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str


class TermRow(NamedTuple):
    id: int
    domain_id: int
    unit_id: int
    seq: int
    starts_on: str
    ends_on: str
    order_id: int
    province_code: str
    city_code: str
    office_code: str


class LotRow(NamedTuple):
    id: int
    lot_no: str
    type_id: int
    office_id: int
    invoice_code: str
    number_from: str
    number_to: str
    quantity: int
    available: int
    issued: int
    void: int
    split: int
    returned: int
    lost: int
    state: str
    dispatched_at: str
    signed_by: str
    signed_at: str
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str


class PaymentRow(NamedTuple):
    id: int
    payment_no: str
    unit_id: int
    amount_fen: int
    method: str
    received_on: str
    invoice_count: int
    invoice_deferred_reason: str | None
    state: str
    cashier: str
    cashier_key: str
    confirmed_at: str
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str


class PaymentLineRow(NamedTuple):
    id: int
    payment_id: int
    order_id: int
    unit_id: int
    amount_fen: int
    is_reversed: int
    province_code: str
    city_code: str
    office_code: str


class RemittanceRow(NamedTuple):
    id: int
    remittance_no: str
    period_week: str
    amount_fen: int
    line_count: int
    bank_ref: str
    remitted_on: str
    received_fen: int
    state: str
    confirmed_by: str | None
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str


class RemittanceLineRow(NamedTuple):
    id: int
    remittance_id: int
    payment_line_id: int
    amount_fen: int
    is_released: int
    province_code: str
    city_code: str
    office_code: str


class BankReceiptRow(NamedTuple):
    id: int
    bank_ref: str
    amount_fen: int
    received_on: str
    remittance_id: int
    recorded_by: str
    at: str
    turn: int
    reverses_id: int | None
    province_code: str
    city_code: str
    office_code: str


class InvoiceRow(NamedTuple):
    id: int
    lot_id: int
    invoice_code: str
    number: str
    unit_id: int
    payment_id: int
    amount_fen: int
    title: str
    issued_on: str
    issued_at: str
    issued_by: str
    state: str
    row_version: int
    created_at: str
    updated_at: str
    province_code: str
    city_code: str
    office_code: str


class MoveRow(NamedTuple):
    id: int
    lot_id: int
    kind: str
    quantity: int
    reference: str
    at: str
    by: str
    entry_id: int
    province_code: str
    city_code: str
    office_code: str


class TransferRow(NamedTuple):
    id: int
    at: str
    kind: str
    debit_id: int
    credit_id: int
    amount_fen: int
    order_id: int | None
    remittance_id: int | None
    key: str
    input_hash: str
    entry_id: int
    province_code: str
    city_code: str
    office_code: str


#: Every table written, a row after the rows it names.
TABLES: Final[dict[type[Any], str]] = {
    UnitRow: "unit",
    DomainRow: "domain",
    OrderRow: "domain_order",
    TermRow: "term",
    LotRow: "invoice_lot",
    PaymentRow: "payment",
    PaymentLineRow: "payment_line",
    RemittanceRow: "remittance",
    RemittanceLineRow: "remittance_line",
    BankReceiptRow: "bank_receipt",
    InvoiceRow: "invoice",
    MoveRow: "invoice_move",
    TransferRow: "transfer",
}
