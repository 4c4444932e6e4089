"""Files in and out: CSV, XLSX, bank statements, import sheets."""
