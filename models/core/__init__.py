"""What every table uses: base class, scope, lifecycle, journal, database guards, settings,
search.
"""
