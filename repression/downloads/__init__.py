"""Answers as files: the formats, the metadata in each, and file names that endanger nobody."""
