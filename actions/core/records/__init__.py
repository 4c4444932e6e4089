"""Records that are edited by a form or by a sheet brought back."""
