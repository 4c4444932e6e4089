"""A page of a list: state, query, columns, filters, cells."""
