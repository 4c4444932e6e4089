"""Papers: what offices print, sign and file, each described once for screen, printer and PDF."""
