"""The benchmark: our pages beside a stock Flask-Admin and plain SQL, doing the same work.

`python -m bench` fills a database of its own on each engine, asks the three in turn over real
HTTP, and writes `docs/benchmarks.md`. Ratios are of medians within one run.
"""
