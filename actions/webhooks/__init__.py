"""Sending what happens to systems elsewhere: their addresses, and sending again."""
