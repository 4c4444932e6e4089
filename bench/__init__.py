"""The benchmark: our pages against a stock Flask-Admin and plain SQL, doing the same work.

`python -m bench` fills a separate database on each engine, measures the three in turn over real
HTTP, and writes `docs/benchmarks.md`. Ratios are of medians within one run.
"""
