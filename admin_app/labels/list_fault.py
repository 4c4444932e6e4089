"""Faults of list requests and searches; their messages are in `shared_messages`."""

from __future__ import annotations

from enum import StrEnum


class ListFault(StrEnum):
    """Why a list cannot be shown as asked."""

    UNKNOWN_PARAMETER = "list_unknown_parameter"
    BAD_VALUE = "list_bad_value"
    BAD_SORT = "list_bad_sort"
    BAD_CURSOR = "list_bad_cursor"
    TOO_DEEP = "list_too_deep"
    SEARCH_TOO_SHORT = "list_search_too_short"
    SORT_TOO_MANY = "list_sort_too_many"
    SORT_TOO_COARSE = "list_sort_too_coarse"
    TOO_MANY_SORT_KEYS = "list_too_many_sort_keys"
    TOO_MANY_TO_GROUP = "list_too_many_to_group"
    TOO_MANY_COLUMNS = "list_too_many_columns"
    TOO_MANY_VALUES = "list_too_many_values"
    TWO_LISTS = "list_two_lists"
    ANY_TOO_MANY = "list_any_too_many"
    ANY_GROUPED = "list_any_grouped"
    WHERE_UNREADABLE = "list_where_unreadable"
    WHERE_COLUMN = "list_where_column"
    WHERE_OPERATOR = "list_where_operator"
    WHERE_TOO_DEEP = "list_where_too_deep"
    WHERE_TOO_MANY = "list_where_too_many"
    WHERE_TOO_LONG = "list_where_too_long"
    TOO_MANY_TO_EXAMINE = "list_too_many_to_examine"
    PAST_ELSEWHERE = "list_past_elsewhere"
    PAST_UNKEPT = "list_past_unkept"
    PAST_UNJUDGED = "list_past_unjudged"
    PAST_GROUPED = "list_past_grouped"
    PAST_BACKWARDS = "list_past_backwards"
    PAST_TO_COME = "list_past_to_come"
    PAST_BEFORE_BOOKS = "list_past_before_books"
    PAST_TOO_LONG_AGO = "list_past_too_long_ago"


class FindFault(StrEnum):
    """Why a search cannot find anything."""

    USCC = "find_uscc"
