"""Limits that several modules share, each with its unit and its reason. A limit that only one
module uses is in that module, under a name no other limit has.
"""

#: Rows of one atomic batch: what one run may lock. A bigger selection runs as several batches.
#: A user's basket of ticked rows holds as many.
MAXIMUM_BATCH_ROWS = 500

#: Rows of one sheet that is read and staged for import, its heading not counted.
MAXIMUM_SHEET_ROWS = 20_000

#: 每次申请发票的最高额度为3万元 (guide Q2), in 分. A setting may lower it, a CHECK holds it.
REQUEST_CAP_FEN = 3_000_000

#: Invoices that one payment may need; more is a typing error.
MAXIMUM_ISSUED_INVOICES = 200

#: Invoices voided, or reversed, in one run.
MAXIMUM_ENDED_INVOICES = 50

#: Lines of bank statements matched, or unmatched, in one run; each account they credit is
#: settled after it.
MAXIMUM_MATCHED_LINES = 50

#: Units that one document merges, abolishes or transfers.
MAXIMUM_REORGANISED_UNITS = 50

#: The largest number of a bigint column, on SQLite and PostgreSQL alike: keys and 分.
LARGEST_BIGINT = 2**63 - 1

#: Longest name of a kind of record, in characters, where a row says which kind it is about.
LONGEST_ENTITY = 40
