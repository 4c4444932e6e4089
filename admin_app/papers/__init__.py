"""Printable documents, each described once for screen, printer and PDF."""
