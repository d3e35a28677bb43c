"""From raw text to a snapshot. Nothing outside this package knows raw text."""
