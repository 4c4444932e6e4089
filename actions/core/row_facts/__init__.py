"""What each row is to a clerk, whatever the input: the facts by which a plan is checked.

One function per kind of row, each in a fixed number of statements. A fact is a value that a person
reads: names instead of keys and codes, amounts in 分 ending in `_fen`.
"""
