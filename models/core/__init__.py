"""What every table stands on: base, scope, lifecycle, journal, guards, settings, search."""
