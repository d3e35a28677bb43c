"""Parses raw files of sources into rows for publication. No code outside this package parses raw texts."""
