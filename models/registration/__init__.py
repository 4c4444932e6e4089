"""What must hold before a unit or a name may be entered, renamed, merged or moved."""
