"""The commands of maintainers: add, remove, compare and check."""
