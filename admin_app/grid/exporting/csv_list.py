"""A list as CSV, streamed in chunks of constant size.

On PostgreSQL the server writes the CSV itself (COPY); on SQLite a cursor is read row by row. Either
way only one chunk is in memory, and labels, amounts and dates are formatted by SQL as on the page.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from admin_app.files.csv_writer import csv_lines, fetched, sheet_bytes
from admin_app.grid.column_source import column_of, label_of
from admin_app.grid.exporting.file_rows import every_row, read_along_index
from admin_app.grid.listing.cells import writers
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.spec import Column, Grid
from admin_app.values import kind_of, plain
from models.core.base import ChosenSelect
from models.core.locking import Columns

_PIECE = 64 * 1024


def csv_pieces(
    request: ListRequest,
    ids: Sequence[int] | None = None,
) -> Iterator[bytes]:
    """The list, or only the rows of `ids`, as CSV; the session must stay open during iteration."""
    session, grid, columns = request.session, request.grid, request.columns
    yield sheet_bytes([[label_of(grid, column) for column in columns]])
    rows = every_row(request, ids)
    if ids is None:
        read_along_index(request)
    statement = _as_text(session, grid, rows, columns)
    if statement is None:
        yield from _written_here(session, grid, rows, columns)
    elif session.get_bind().dialect.name == "postgresql":
        yield from _copied(session, statement)
    else:
        yield from _walked(session, statement)


def _written_here(
    session: Session, grid: Grid, rows: ChosenSelect, columns: Sequence[Column]
) -> Iterator[bytes]:
    write = writers(grid, columns)
    for batch in fetched(session, rows).partitions():
        yield csv_lines(
            [plain(writer(value)) for writer, value in zip(write, row[2:], strict=True)]
            for row in batch
        )


def _as_text(
    session: Session, grid: Grid, rows: ChosenSelect, columns: Sequence[Column]
) -> ChosenSelect | None:
    """The rows with every value as display text, guarded against CSV injection if typed by a
    person.

    None if SQL cannot format a column: such rows are written one by one.
    """
    dialect = session.get_bind().dialect.name
    _id, _sort_value, *values = rows.selected_columns
    shown = []
    for value, column in zip(values, columns, strict=True):
        source = column_of(grid, column)
        # What offices defined is JSON, which Python reads.
        is_own = column.name in grid.own_by_name
        text = None if is_own else kind_of(source).sql_text(value, source, dialect)
        if text is None:
            return None
        shown.append(text.label(column.key))
    return rows.with_only_columns(*shown, maintain_column_froms=True)


def _copied(session: Session, statement: Select[*Columns]) -> Iterator[bytes]:
    """PostgreSQL writes the CSV; small chunks are joined."""
    connection = session.connection()
    copy_out, parameters = _copy_statement(connection, statement)
    driver: Any = connection.connection.driver_connection
    gathered = bytearray()
    with driver.cursor() as cursor, cursor.copy(copy_out, parameters) as copy:
        for piece in copy:
            gathered += piece
            if len(gathered) >= _PIECE:
                yield bytes(gathered)
                gathered.clear()
    yield bytes(gathered)


def _copy_statement(
    connection: Connection, statement: Select[*Columns]
) -> tuple[str, dict[str, object]]:
    """COPY of a statement, with its parameters as the driver takes them: lists one by one."""
    dialect = connection.dialect
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    expanded = compiled.construct_expanded_state()
    parameters = dict(expanded.parameters)
    for name, bind in compiled.binds.items():
        processor = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None and name in parameters:
            parameters[name] = processor(parameters[name])
    return f"COPY ({expanded.statement}) TO STDOUT (FORMAT csv)", parameters


def _walked(session: Session, statement: Select[*Columns]) -> Iterator[bytes]:
    rows = fetched(session, statement)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    for batch in rows.partitions():
        writer.writerows(batch)
        yield sheet.getvalue().encode()
        sheet.seek(0)
        sheet.truncate()
