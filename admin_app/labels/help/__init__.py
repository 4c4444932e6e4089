"""Texts of 帮助 (help): the guide's topics, and others."""
